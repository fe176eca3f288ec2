/**
 * Presents the history of a case's workflow in plain words (J3): one line per event. Pure: names of people and places are passed in. A code
 * names a sentence of the translations, in `history` unless prefixed with a kind's namespace; its values are already in the reader's
 * language.
 */
import { nextDeadline } from '../../../domain/agenda.ts';
import type { CaseKind, CaseState } from '../../../domain/case.ts';
import type { KindTypes } from '../../../domain/kind.ts';
import { isPurpose, type Purpose } from '../../../domain/kinds.ts';
import { minuteOf } from '../../../domain/shanghai.ts';
import type { HistoryLine } from '../../api/desk.ts';
import type { Translate } from '../../i18n/index.ts';
import { hasWord, wordIn } from '../../i18n/kind-words.ts';
import type { ServerKind, ServerKinds } from '../cases/server-kind.ts';
import { at, attributesOf, durationMs, numberAt, payloadOf, textAt, typeOf, type RawEvent } from './history-events.ts';
import { trimmedRaw, shortened } from './history-limits.ts';
import { stepsOf } from './history-steps.ts';

export interface HistoryNames {
  officers: ReadonlyMap<string, string>;
  centres: ReadonlyMap<string, string>;
}

type Values = HistoryLine['values'];
interface Sentence {
  code: string;
  values: Values;
}
/** Next deadline as set by the last planned step; timers themselves do not say what they are for. */
interface RunningClock {
  purpose: Purpose;
  warning: boolean;
  dueAt: number;
}

/** @param kind the case's kind; kinds has all of them */
export function presentHistory(
  kinds: ServerKinds,
  kind: CaseKind,
  events: readonly RawEvent[],
  names: HistoryNames,
  translate: Translate,
): HistoryLine[] {
  const reading = new Reading(kinds, kind, events, names, translate);
  const steps = stepsOf(events);
  return events.map((event, place) => ({
    eventId: event.eventId,
    step: steps[place] ?? event.eventId,
    at: instantOf(event),
    ...reading.sentenceOf(event),
    raw: trimmedRaw(event),
  }));
}

/** Activities of a case besides `project`. */
const otherSteps = [
  'settleRefused',
  'unsentShortMessages',
  'sendShortMessage',
  'abandonShortMessage',
  'sendShortMessages',
  'abandonShortMessages',
] as const;

/** Temporal uses nanoseconds, our answers milliseconds. */
const instantOf = ({ eventTime }: RawEvent): string => new Date(Date.parse(eventTime ?? '') || 0).toISOString();

class Reading {
  readonly #kinds: ServerKinds;
  readonly #kind: ServerKind;
  readonly #byId: ReadonlyMap<string, RawEvent>;
  readonly #names: HistoryNames;
  readonly #translate: Translate;
  #clock: RunningClock | null = null;
  /** Who opened the case, from the workflow's input. */
  #opener: unknown = null;

  constructor(kinds: ServerKinds, kind: CaseKind, events: readonly RawEvent[], names: HistoryNames, translate: Translate) {
    this.#kinds = kinds;
    this.#kind = kinds[kind];
    this.#byId = new Map(events.map((event) => [String(event.eventId), event]));
    this.#names = names;
    this.#translate = translate;
  }

  sentenceOf(event: RawEvent): Sentence {
    const type = typeOf(event);
    const attributes = attributesOf(event);
    if (type.startsWith('ACTIVITY_TASK_')) return this.#step(type.slice('ACTIVITY_TASK_'.length), event, attributes);
    if (type.startsWith('WORKFLOW_TASK_')) return engine(type.slice('WORKFLOW_TASK_'.length), attributes);
    return this.#ofOthers(type, attributes) ?? this.#ofItself(type, event, attributes);
  }

  #ofItself(type: string, event: RawEvent, attributes: unknown): Sentence {
    switch (type) {
      case 'WORKFLOW_EXECUTION_STARTED':
        return this.#started(attributes);
      case 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED':
        return this.#command(attributes);
      case 'WORKFLOW_EXECUTION_UPDATE_COMPLETED':
        return this.#outcome(attributes);
      case 'WORKFLOW_EXECUTION_SIGNALED':
        return this.#signalled(attributes);
      case 'TIMER_STARTED':
        return this.#timer(event, attributes);
      case 'TIMER_FIRED':
        return say('timer-fired');
      case 'TIMER_CANCELED':
        return say('timer-cancelled');
      case 'MARKER_RECORDED':
        return this.#marker(attributes, type);
      case 'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES':
        return say('engine-noted');
      case 'WORKFLOW_EXECUTION_COMPLETED':
        return say('completed');
      case 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW':
        return say('continued');
      case 'WORKFLOW_EXECUTION_FAILED':
        return say('failed', { reason: reasonOf(attributes) });
      case 'WORKFLOW_EXECUTION_TIMED_OUT':
        return say('timed-out');
      case 'WORKFLOW_EXECUTION_CANCELED':
        return say('cancelled');
      case 'WORKFLOW_EXECUTION_TERMINATED':
        return say('terminated', { reason: shortened(textAt(attributes, 'reason') ?? '') });
      default:
        return say('other', { type });
    }
  }

  /** Events between this case and others: it begins one, or tells one. */
  #ofOthers(type: string, attributes: unknown): Sentence | null {
    switch (type) {
      case 'START_CHILD_WORKFLOW_EXECUTION_INITIATED':
        return say('case-planned', { what: this.#other(textAt(attributes, 'workflowId')) });
      case 'START_CHILD_WORKFLOW_EXECUTION_FAILED':
        return say('case-not-begun', {
          what: this.#other(textAt(attributes, 'workflowId')),
          reason: shortened(textAt(attributes, 'cause') ?? ''),
        });
      case 'CHILD_WORKFLOW_EXECUTION_STARTED':
        return say('case-begun', { what: this.#otherOf(attributes) });
      case 'CHILD_WORKFLOW_EXECUTION_COMPLETED':
        return say('case-over', { what: this.#otherOf(attributes) });
      case 'CHILD_WORKFLOW_EXECUTION_FAILED':
      case 'CHILD_WORKFLOW_EXECUTION_CANCELED':
      case 'CHILD_WORKFLOW_EXECUTION_TIMED_OUT':
      case 'CHILD_WORKFLOW_EXECUTION_TERMINATED':
        return say('case-stopped', { what: this.#otherOf(attributes) });
      case 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED':
        return say('telling', { what: this.#otherOf(attributes), name: this.#signal(attributes, this.#otherKindOf(attributes)) });
      case 'EXTERNAL_WORKFLOW_EXECUTION_SIGNALED':
        return say('told', { what: this.#otherOf(attributes) });
      case 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED':
        return say('nobody-to-tell', { what: this.#otherOf(attributes) });
      default:
        return null;
    }
  }

  #signalled(attributes: unknown): Sentence {
    const name = this.#signal(attributes, this.#kind);
    const sender = textAt(attributes, 'externalWorkflowExecution', 'workflowId');
    return sender === null ? say('signalled', { name }) : say('signalled-by-case', { what: this.#other(sender), name });
  }

  /** Sentence for a signal, in the words of the receiving kind. */
  #signal(attributes: unknown, hearer: ServerKind | undefined): string {
    const name = textAt(attributes, 'signalName') ?? '';
    return hearer === undefined ? name : wordIn(this.#translate, hearer.namespace, 'command', name);
  }

  #otherKindOf(attributes: unknown): ServerKind | undefined {
    return this.#kindOf(textAt(attributes, 'workflowExecution', 'workflowId'));
  }

  #otherOf(attributes: unknown): string {
    return this.#other(textAt(attributes, 'workflowExecution', 'workflowId'));
  }

  /** A workflow id begins with the kind of its case. */
  #kindOf(workflowId: string | null): ServerKind | undefined {
    return Object.values(this.#kinds).find(({ kind }) => workflowId?.startsWith(`${kind.name}/`));
  }

  /** Name of another case. */
  #other(workflowId: string | null): string {
    const other = this.#kindOf(workflowId);
    return other === undefined ? this.#translate('history:otherWorkflow') : wordIn(this.#translate, other.namespace, 'history', 'name');
  }

  /** Code of a sentence: the kind's own where it has one, otherwise the shared one. */
  #codeOf(command: string): string {
    return hasWord(this.#kind.namespace, 'history', command) ? this.#own(command) : `command.${command}`;
  }

  #own(sentence: string): string {
    return `${this.#kind.namespace}:history.${sentence}`;
  }

  #started(attributes: unknown): Sentence {
    const input = payloadOf(at(attributes, 'input'));
    const carried = at(input, 'carried', 'state');
    this.#remember(carried);
    const opening = at(input, 'opening');
    if (opening !== null) this.#opener = this.#kind.kind.openedBy(opening as KindTypes['opening']);
    return say(carried === null ? this.#own('started') : 'started-continued');
  }

  #command(attributes: unknown): Sentence {
    const name = textAt(attributes, 'acceptedRequest', 'input', 'name') ?? '';
    const envelope = payloadOf(at(attributes, 'acceptedRequest', 'input', 'args'));
    if (name === 'open') return say(this.#own('open'), { who: this.#who(this.#opener) });
    const who = this.#who(at(envelope, 'actor'));
    const command = at(envelope, 'command');
    if (!this.#kind.kind.commandTypes.includes(name)) return say('command.other', { who, name });
    const officerId = textAt(command, 'officerId') ?? textAt(command, 'to', 'officerId');
    switch (name) {
      case 'reassign':
        return say('command.reassign', { who, to: this.#officer(officerId) });
      case 'dispatch':
        return officerId === null
          ? say(this.#codeOf('dispatch-rule'), { who })
          : say(this.#codeOf('dispatch-officer'), { who, to: this.#officer(officerId) });
      case 'handOver':
        return officerId === null
          ? say('command.handOver-centre', { who, to: this.#centre(textAt(command, 'to', 'centreId')) })
          : say('command.handOver-officer', { who, to: this.#officer(officerId) });
      case 'convert':
        return say(this.#codeOf(at(command, 'order') === null ? 'convert-merged' : 'convert-new'), { who });
      default:
        return say(this.#codeOf(name), { who });
    }
  }

  #outcome(attributes: unknown): Sentence {
    const result = payloadOf(at(attributes, 'outcome', 'success'));
    if (result === null)
      return say('refused', {
        reason: shortened(textAt(attributes, 'outcome', 'failure', 'message') ?? this.#translate('history:unknown')),
      });
    return say('answered', {
      status: wordIn(this.#translate, this.#kind.namespace, 'status', textAt(result, 'status') ?? ''),
      version: numberAt(result, 'version') ?? 0,
    });
  }

  #step(what: string, event: RawEvent, attributes: unknown): Sentence {
    const scheduled = what === 'SCHEDULED' ? event : this.#byId.get(textAt(attributes, 'scheduledEventId') ?? '');
    const step = this.#nameOfStep(scheduled ? attributesOf(scheduled) : null);
    switch (what) {
      case 'SCHEDULED':
        this.#remember(at(payloadOf(at(attributes, 'input')), 'state'));
        return say('step-scheduled', { step });
      case 'STARTED': {
        const attempt = numberAt(attributes, 'attempt') ?? 1;
        return attempt > 1
          ? say('step-retried', { step, attempt, reason: failureOf(at(attributes, 'lastFailure')) })
          : say('step-started', { step });
      }
      case 'COMPLETED':
        return this.#written(step, payloadOf(at(attributes, 'result')));
      case 'FAILED':
        return say('step-failed', { step, reason: reasonOf(attributes) });
      case 'TIMED_OUT':
        return say('step-timed-out', { step });
      default:
        return say('step-cancelled', { step });
    }
  }

  #marker(attributes: unknown, type: string): Sentence {
    if (textAt(attributes, 'markerName') !== 'core_patch') return say('other', { type });
    return say('version-marker', { patch: textAt(payloadOf(at(attributes, 'details', 'patch-data')), 'id') ?? '' });
  }

  /** Result of a step: the assigned officer, or the loss of what the case wanted. */
  #written(step: string, result: unknown): Sentence {
    // Histories of an earlier version use `assigned` instead of `granted`.
    const officerId = textAt(result, 'granted', 'officerId') ?? textAt(result, 'assigned', 'officerId');
    if (officerId !== null) return say('step-done-assigned', { step, to: this.#officer(officerId) });
    const lost = textAt(result, 'lost', 'code');
    return lost === null ? say('step-done', { step }) : say('step-lost', { reason: lost });
  }

  #nameOfStep(scheduled: unknown): string {
    return this.#stepWord(textAt(scheduled, 'activityType', 'name') ?? '', at(payloadOf(at(scheduled, 'input')), 'events'));
  }

  /** @param events recorded events, as types or as objects with a type */
  #stepWord(name: string, events: unknown): string {
    const other = otherSteps.find((step) => step === name);
    if (other !== undefined) return this.#translate(`history:step.${other}`);
    if (name !== 'project') return name;
    if (!Array.isArray(events)) return this.#translate('history:step.project-any');
    if (events.length === 0) return this.#translate('history:step.project-again');
    const words = (events as unknown[]).map((event) =>
      wordIn(this.#translate, this.#kind.namespace, 'event', (typeof event === 'string' ? event : textAt(event, 'type')) ?? ''),
    );
    return this.#translate('history:step.project', { what: words.join(this.#translate('history:listSeparator')) });
  }

  #timer(event: RawEvent, attributes: unknown): Sentence {
    const duration = durationMs(textAt(attributes, 'startToFireTimeout'));
    const until = minuteOf((Date.parse(event.eventTime ?? '') || 0) + (duration ?? 0));
    if (this.#clock === null) return say('timer-started-other', { until });
    return say(this.#clock.warning ? 'timer-started-warn' : 'timer-started-due', {
      purpose: this.#translate(`history:purpose.${this.#clock.purpose}`),
      until,
      // Written by another version, it may have no end.
      due: Number.isFinite(this.#clock.dueAt) ? minuteOf(this.#clock.dueAt) : until,
    });
  }

  #remember(state: unknown): void {
    if (state === null) return;
    // The state was written by a workflow of this kind.
    const clock = nextDeadline(this.#kind.kind.agenda(state as CaseState))?.clock;
    const purpose = clock?.purpose ?? null;
    this.#clock = clock && isPurpose(purpose) ? { purpose, warning: clock.warnAt !== null && !clock.warned, dueAt: clock.dueAt } : null;
  }

  #who(actor: unknown): string {
    const kind = textAt(actor, 'kind');
    if (kind === 'officer') return this.#officer(textAt(actor, 'id'));
    return this.#translate(kind === 'taxpayer' ? 'history:person.taxpayer' : 'history:person.system');
  }

  #officer(id: string | null): string {
    return this.#names.officers.get(id ?? '') ?? this.#translate('history:person.officer');
  }

  #centre(id: string | null): string {
    return this.#names.centres.get(id ?? '') ?? this.#translate('history:unknown');
  }
}

const say = (code: string, values: Values = {}): Sentence => ({ code, values });

const engineCodes: Partial<Record<string, string>> = {
  SCHEDULED: 'engine-scheduled',
  STARTED: 'engine-started',
  COMPLETED: 'engine-completed',
  TIMED_OUT: 'engine-timed-out',
};

function engine(what: string, attributes: unknown): Sentence {
  if (what === 'FAILED') return say('engine-failed', { reason: reasonOf(attributes) });
  const code = engineCodes[what];
  return code === undefined ? say('other', { type: `WORKFLOW_TASK_${what}` }) : say(code);
}

const reasonOf = (attributes: unknown): string => failureOf(at(attributes, 'failure'));

/** Returns the message of the innermost cause, because wrappers carry no information. */
function failureOf(failure: unknown): string {
  const message = textAt(failure, 'message') ?? '';
  const cause = at(failure, 'cause');
  return shortened(cause === null ? message : [message, failureOf(cause)].filter(Boolean).join(': '));
}
