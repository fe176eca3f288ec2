import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { CaseActivities } from '../activities/index.ts';
import { record, system, type Actor, type Decision, type Recorded } from '../domain/case.ts';
import type { Kind, KindTypes } from '../domain/kind.ts';
import {
  commandUpdate,
  commandSignal,
  isSignalled,
  noticeQueueOf,
  openUpdate,
  runLimits,
  stateQuery,
  type CaseInput,
  type CommandEnvelope,
  type CommandResult,
} from './contract.ts';
import { orFail, refused } from './failures.ts';
import { beginCase, tellCase } from './other-cases.ts';
import { Turns } from './turns.ts';
import { detailsOf, projectionSummary, sendingSummary, timerSummary } from './words.ts';

/**
 * Writing the image: one short transaction. It is tried without end, for the image must become exact; how often it has
 * failed and why stands in the history. Ten seconds hold a slow disk but show a hanging connection soon.
 */
const { project } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '15s' },
});

/**
 * The life of one case, of whatever kind: the kind's rules say what happens, this makes it last.
 *
 * 1. The state changes here and nowhere else, by events that `domain` decided on; PostgreSQL gets their image.
 * 2. Commands, the clock and the rule of assignment take turns one after the other, each until the image is written: what a
 *    person is answered is what everybody can read.
 * 3. A command is handled once: Temporal keeps the ids of updates within a run, `handled` carries the recent ones to the next.
 * 4. One timer at a time, armed lazily: a later deadline lets it fire and arm anew, only an earlier one replaces it.
 */
export class DurableCase<T extends KindTypes> {
  readonly #kind: Kind<T>;
  /**
   * The SMS gateway: slow, failing for hours at times, and worthless after a day. An attempt makes two requests of ten seconds at
   * most; a dead worker is missed within ten seconds.
   */
  readonly #gateway = proxyActivities<CaseActivities>({
    taskQueue: noticeQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '24h',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  /** The rows of short messages: one short statement, tried until it succeeds. */
  readonly #outbox = proxyActivities<CaseActivities>({
    taskQueue: noticeQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '10s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
  readonly #input: CaseInput<T>;
  readonly #turns = new Turns();
  readonly #handled: Map<string, CommandResult>;
  /** Keys of commands that wait for their turn or have it: what a signal has brought may come again as an update. */
  readonly #underWay = new Set<string>();
  #state: T['state'];
  #number: string;
  #updates = 0;
  #sending = 0;
  /** The short messages that have an activity now. */
  readonly #beingSent = new Set<string>();
  #lastRound = Promise.resolve();

  constructor(kind: Kind<T>, input: CaseInput<T>) {
    this.#kind = kind;
    this.#input = input;
    this.#state = input.carried?.state ?? kind.begin(input.opening, Date.now());
    this.#number = input.carried?.number ?? '';
    this.#handled = new Map(input.carried?.handled);
    this.#listen();
  }

  /** From the first event to the last; returns when the case is closed and everything owed has been done. */
  async live(): Promise<void> {
    if (!this.#input.carried) await this.#turns.take(() => this.#open());
    while (this.#isLive()) {
      await this.#untilAlarm();
      await this.#turns.take(() => this.#ring());
      if (this.#isLong && this.#isLive()) await this.#goOnAsNew();
    }
    await this.#settle();
  }

  /** One update a command, so that a history reads as what people did. */
  #listen(): void {
    setHandler(stateQuery, () => this.#state);
    setHandler(openUpdate, () => this.#opened());
    const validator = (envelope: CommandEnvelope<T['command']>) => this.#validate(envelope);
    for (const type of this.#kind.commandTypes) {
      setHandler(commandUpdate(type), (envelope) => this.#handle(envelope), { validator });
      const meant = this.#kind.signals[type];
      if (meant) setHandler(commandSignal(type), (signalled) => this.#hear(type, meant, signalled));
    }
  }

  /** The first answer: what the case begins with is written down and has its number. */
  async #opened(): Promise<CommandResult> {
    await condition(() => this.#number !== '');
    return this.#result;
  }

  /**
   * Refuses before anything enters the history; must stay synchronous. While something is being written down, people may see in the
   * image already what this state does not hold yet (who got the case): then the handler alone decides, in its turn.
   */
  #validate({ actor, command }: CommandEnvelope<T['command']>): void {
    if (this.#isRepeated || this.#turns.busy) return;
    this.#decide(actor, command);
  }

  /** Carries out a command that was valid when it arrived; decides again, for another may have been before it. */
  async #handle(envelope: CommandEnvelope<T['command']>): Promise<CommandResult> {
    return await this.#carryOut(currentUpdateInfo()?.id ?? '', envelope);
  }

  /** The same for a signal, whose sender waits for no answer: what is refused or makes no sense is written to the log and changes nothing. */
  async #hear(type: string, meant: (sent: Record<string, unknown>) => T['command'] | null, signalled: unknown): Promise<void> {
    const heard = isSignalled(signalled) && signalled.command.type === type ? signalled : null;
    const command = heard && meant({ ...heard.command });
    if (heard === null || command === null) {
      log.warn('signal not understood', { caseId: this.#state.id, type });
      return;
    }
    try {
      await this.#carryOut(heard.commandId, { actor: heard.actor, command });
    } catch (failure) {
      if (!(failure instanceof ApplicationFailure)) throw failure;
      log.warn('signal refused', { caseId: this.#state.id, type, code: failure.message });
    }
  }

  async #carryOut(key: string, { actor, command, contents }: CommandEnvelope<T['command']>): Promise<CommandResult> {
    this.#updates += 1;
    this.#underWay.add(key);
    return await this.#turns.take(async () => {
      try {
        const earlier = this.#handled.get(key);
        if (earlier) return earlier;
        // What begins first takes its time: the case's own story is of the instant of the decision, as its deadlines are.
        const now = Date.now();
        const events = this.#decide(actor, command, now);
        await this.#follow(command);
        await this.#commit(events, actor, now);
        const result = contents === undefined ? this.#result : { ...this.#result, contents };
        this.#remember(key, result);
        return result;
      } finally {
        this.#underWay.delete(key);
      }
    });
  }

  /**
   * The case that begins as a consequence begins before this one says so: whoever reads of it can open it. One that could not
   * begin, for example because its deadlines cannot be counted, leaves this one as it is.
   */
  async #follow(command: T['command']): Promise<void> {
    const next = this.#kind.follows?.(command) ?? null;
    if (next !== null) await beginCase(next);
  }

  /** Another case hears of an event once this one's image says so. */
  async #tell(events: readonly Recorded<T['event']>[]): Promise<void> {
    for (const event of events) {
      const tell = this.#kind.tells?.(event, this.#state) ?? null;
      if (tell !== null) await tellCase(tell, `${this.#state.id}/${String(event.version)}`);
    }
  }

  async #open(): Promise<void> {
    const { opening, policy } = this.#input;
    const { actor, events } = orFail(() => this.#kind.opened(opening, policy, this.#state.openedAt));
    await this.#commit(events, actor);
  }

  #decide(actor: Actor, command: T['command'], now = Date.now()): readonly T['event'][] {
    return accepted(orFail(() => this.#kind.decide(this.#state, actor, command, this.#input.policy, now)));
  }

  async #ring(): Promise<void> {
    const events = this.#kind.onTime(this.#state, this.#input.policy, Date.now());
    if (events.length > 0) await this.#commit(events, system);
  }

  async #commit(events: readonly T['event'][], actor: Actor, at = Date.now()): Promise<void> {
    const kind = this.#kind;
    const recorded = record(this.#state, events, actor, at);
    this.#state = recorded.reduce((state, event) => kind.apply(state, event), this.#state);
    const outcome = await project.executeWithOptions({ summary: projectionSummary(kind.name, recorded) }, [
      {
        state: this.#state,
        events: recorded,
        allocate: kind.needsAllocation(this.#state),
        ...(recorded[0]?.version === 1 && { policy: this.#input.policy }),
      },
    ]);
    this.#number = outcome.number;
    if (outcome.assigned) this.#state = kind.apply(this.#state, outcome.assigned);
    setCurrentDetails(detailsOf(this.#state));
    if (outcome.owesShortMessages) this.#send();
    await this.#tell(recorded);
  }

  /** Short messages go out beside the life of the case; it waits for them only at its end. */
  #send(): void {
    this.#sending += 1;
    const round = patched('one-activity-a-message') ? this.#sendEach() : (this.#lastRound = this.#lastRound.then(() => this.#sendAll()));
    void round.finally(() => (this.#sending -= 1));
  }

  /** One activity a message, so that one that fails holds up no other. */
  async #sendEach(): Promise<void> {
    const unsent = await this.#outbox.unsentShortMessages(this.#state.id);
    await Promise.all(unsent.filter((id) => !this.#beingSent.has(id)).map((id) => this.#sendOne(id)));
  }

  async #sendOne(id: string): Promise<void> {
    this.#beingSent.add(id);
    try {
      await this.#gateway.sendShortMessage.executeWithOptions({ summary: sendingSummary }, [id]);
    } catch (failure) {
      if (isCancellation(failure)) return;
      log.warn('short message given up', { caseId: this.#state.id, noticeId: id });
      await this.#outbox.abandonShortMessage(id);
    } finally {
      this.#beingSent.delete(id);
    }
  }

  /** As it was before `one-activity-a-message`: all that the case owes in one activity, one round after the other. */
  async #sendAll(): Promise<void> {
    try {
      await this.#gateway.sendShortMessages.executeWithOptions({ summary: sendingSummary }, [this.#state.id]);
    } catch (failure) {
      if (isCancellation(failure)) return;
      log.warn('short messages given up', { caseId: this.#state.id });
      await this.#gateway.abandonShortMessages(this.#state.id);
    }
  }

  async #untilAlarm(): Promise<void> {
    const alarm = this.#kind.nextAlarm(this.#state);
    const interrupted = () => !this.#isLive() || this.#isLong || (this.#kind.nextAlarm(this.#state) ?? Infinity) < (alarm ?? Infinity);
    if (alarm === null) await condition(interrupted);
    else if (alarm > Date.now())
      await condition(interrupted, alarm - Date.now(), { summary: timerSummary(this.#state.clock?.purpose ?? 'answer', alarm) });
  }

  async #goOnAsNew(): Promise<void> {
    await this.#settle();
    if (!this.#isLive()) return;
    await continueAsNew<(input: CaseInput<T>) => Promise<void>>({
      ...this.#input,
      carried: { state: this.#state, number: this.#number, handled: [...this.#handled] },
    });
  }

  #settle(): Promise<void> {
    return condition(() => allHandlersFinished() && this.#sending === 0);
  }

  #remember(key: string, result: CommandResult): void {
    this.#handled.set(key, result);
    const oldest = this.#handled.keys().next();
    if (this.#handled.size > 50 && !oldest.done) this.#handled.delete(oldest.value);
  }

  #isLive(): boolean {
    return this.#kind.isLive(this.#state);
  }

  get #isRepeated(): boolean {
    const key = currentUpdateInfo()?.id ?? '';
    return this.#handled.has(key) || this.#underWay.has(key);
  }

  get #isLong(): boolean {
    const { updates, historyEvents } = this.#input.limits ?? runLimits;
    return this.#updates >= updates || workflowInfo().historyLength >= historyEvents;
  }

  get #result(): CommandResult {
    const { id, status, version } = this.#state;
    return { caseId: id, number: this.#number, status, version };
  }
}

function accepted<E>(decision: Decision<E>): readonly E[] {
  if (decision.ok) return decision.events;
  throw refused(decision.refusal);
}
