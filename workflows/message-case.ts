import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { Mutex } from 'async-mutex';

import type { CaseActivities } from '../activities/index.ts';
import { system, type Actor, type Decision } from '../domain/case.ts';
import {
  apply,
  decide,
  isOpen,
  needsAllocation,
  newMessage,
  nextAlarm,
  onTime,
  record,
  submitted,
  type MessageCommand,
  type MessageEvent,
  type MessageState,
} from '../domain/message.ts';
import { noticeQueueOf, refusalFailure, runLimits, type CommandEnvelope, type CommandResult, type MessageInput } from './contract.ts';
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
 * The life of one 留言.
 *
 * 1. The state changes here and nowhere else, by events that `domain` decided on; PostgreSQL gets their image.
 * 2. Commands, the clock and the rule of assignment take turns under one lock, held until the image is written: what a
 *    person is answered is what everybody can read.
 * 3. A command is handled once: Temporal keeps the ids of updates within a run, `handled` carries the recent ones to the next.
 * 4. One timer at a time, armed lazily: a later deadline lets it fire and arm anew, only an earlier one replaces it.
 */
export class MessageCase {
  state: MessageState;
  /** A gateway outside: slower, failing for hours at times, and worthless after a day. */
  readonly #outside = proxyActivities<CaseActivities>({
    taskQueue: noticeQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '24h',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  readonly #input: MessageInput;
  readonly #turn = new Mutex();
  readonly #handled: Map<string, CommandResult>;
  #number: string;
  #updates = 0;
  #sending = 0;
  #outbox = Promise.resolve();

  constructor(input: MessageInput) {
    this.#input = input;
    this.state = input.carried?.state ?? newMessage(input.submission, Date.now());
    this.#number = input.carried?.number ?? '';
    this.#handled = new Map(input.carried?.handled);
  }

  /** From the first event to the last; returns when the case is closed and everything owed has been done. */
  async run(): Promise<void> {
    if (!this.#input.carried) await this.#turn.runExclusive(() => this.#open());
    while (isOpen(this.state)) {
      await this.#untilAlarm();
      await this.#turn.runExclusive(() => this.#ring());
      if (this.#isLong && isOpen(this.state)) await this.#goOnAsNew();
    }
    await this.#settle();
  }

  /** The first answer to the taxpayer: the submission is written down and has its number. */
  async submitted(): Promise<CommandResult> {
    await condition(() => this.#number !== '');
    return this.#result;
  }

  /** Refuses before anything enters the history; must stay synchronous. */
  validate({ actor, command }: CommandEnvelope<MessageCommand>): void {
    if (this.#isRepeated) return;
    this.#decide(actor, command);
  }

  /** Carries out a command that was valid when it arrived; decides again, for another may have been before it. */
  async handle({ actor, command }: CommandEnvelope<MessageCommand>): Promise<CommandResult> {
    this.#updates += 1;
    const key = currentUpdateInfo()?.id ?? '';
    return await this.#turn.runExclusive(async () => {
      const earlier = this.#handled.get(key);
      if (earlier) return earlier;
      await this.#commit(this.#decide(actor, command), actor);
      this.#remember(key, this.#result);
      return this.#result;
    });
  }

  async #open(): Promise<void> {
    const { submission, policy } = this.#input;
    const first = orFail(() => submitted(submission, policy, this.state.openedAt));
    await this.#commit([first], { kind: 'taxpayer', id: submission.identityId });
  }

  #decide(actor: Actor, command: MessageCommand): readonly MessageEvent[] {
    return accepted(orFail(() => decide(this.state, actor, command, this.#input.policy, Date.now())));
  }

  async #ring(): Promise<void> {
    const events = onTime(this.state, Date.now());
    if (events.length > 0) await this.#commit(events, system);
  }

  async #commit(events: readonly MessageEvent[], actor: Actor): Promise<void> {
    const recorded = record(this.state, events, actor, Date.now());
    this.state = recorded.reduce(apply, this.state);
    const outcome = await project.executeWithOptions({ summary: projectionSummary(recorded) }, [
      { state: this.state, events: recorded, allocate: needsAllocation(this.state) },
    ]);
    this.#number = outcome.number;
    if (outcome.assigned) this.state = apply(this.state, outcome.assigned);
    setCurrentDetails(detailsOf(this.state));
    if (outcome.owesShortMessages) this.#send();
  }

  /** Short messages go out beside the life of the case, one round after the other; it waits for them only at its end. */
  #send(): void {
    this.#sending += 1;
    this.#outbox = this.#outbox.then(() => this.#sendAll()).finally(() => (this.#sending -= 1));
  }

  async #sendAll(): Promise<void> {
    try {
      await this.#outside.sendShortMessages.executeWithOptions({ summary: sendingSummary }, [this.state.id]);
    } catch (failure) {
      if (isCancellation(failure)) return;
      log.warn('short messages given up', { caseId: this.state.id });
      await this.#outside.abandonShortMessages(this.state.id);
    }
  }

  async #untilAlarm(): Promise<void> {
    const alarm = nextAlarm(this.state);
    const interrupted = () => !isOpen(this.state) || this.#isLong || (nextAlarm(this.state) ?? Infinity) < (alarm ?? Infinity);
    if (alarm === null) await condition(interrupted);
    else if (alarm > Date.now())
      await condition(interrupted, alarm - Date.now(), { summary: timerSummary(this.state.clock?.purpose ?? 'answer', alarm) });
  }

  async #goOnAsNew(): Promise<void> {
    await this.#settle();
    if (!isOpen(this.state)) return;
    await continueAsNew<(input: MessageInput) => Promise<void>>({
      ...this.#input,
      carried: { state: this.state, number: this.#number, handled: [...this.#handled] },
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

  get #isRepeated(): boolean {
    return this.#handled.has(currentUpdateInfo()?.id ?? '');
  }

  get #isLong(): boolean {
    const { updates, historyEvents } = this.#input.limits ?? runLimits;
    return this.#updates >= updates || workflowInfo().historyLength >= historyEvents;
  }

  get #result(): CommandResult {
    const { id, status, version } = this.state;
    return { caseId: id, number: this.#number, status, version };
  }
}

/** A refusal must reach the client as a typed failure: a plain error would fail the workflow's task, not the update. */
function accepted(decision: Decision<MessageEvent>): readonly MessageEvent[] {
  if (decision.ok) return decision.events;
  throw ApplicationFailure.create({
    type: refusalFailure,
    message: decision.refusal.code,
    details: [decision.refusal],
    nonRetryable: true,
  });
}

/** The same for a rule that cannot answer, as with a calendar that has no working time. */
function orFail<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    throw ApplicationFailure.fromError(error, { nonRetryable: true });
  }
}
