import { ActivityFailure } from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
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
import type { Projection, ProjectionOutcome } from '../activities/project.ts';
import { nextAlarm, nextDeadline } from '../domain/agenda.ts';
import { record, system, type Actor, type CaseEvent, type Decision, type Recorded, type Refusal } from '../domain/case.ts';
import type { Kind, KindTypes } from '../domain/kind.ts';
import {
  commandUpdate,
  commandSignal,
  isSignalled,
  mostRecent,
  noticeQueueOf,
  openUpdate,
  refusalFailure,
  runLimits,
  standingQuery,
  stateQuery,
  storeConflict,
  type CaseInput,
  type CommandEnvelope,
  type CommandResult,
} from './contract.ts';
import { orFail, refused } from './failures.ts';
import { beginCase, tellCase } from './other-cases.ts';
import { Turns } from './turns.ts';
import { detailsOf, projectionSummary, sendingSummary, stalledDetails, timerSummary } from './words.ts';

/**
 * Writing the image: one short transaction, tried without end, for the image must become exact; how often it has failed and why stands
 * in the history. Ten seconds hold a slow disk but show a hanging connection soon. It is never a local activity: what that has written
 * is there before the history knows of the command, and a worker that dies between the two leaves an image that no workflow decided on.
 */
const { project, settleRefused } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '15s' },
});

/** Whoever is refused within this many milliseconds is waiting for the answer still, or can ask this run for it. */
const soonMs = 1_000;

/** A want that was lost with nobody to tell is asked for again after this many milliseconds. */
const askAgainMs = 60_000;

/**
 * The life of one case, of whatever kind: the kind's rules say what happens, this makes it last.
 *
 * 1. The state changes here and nowhere else, by events that `domain` decided on; PostgreSQL gets their image.
 * 2. Commands, the clock and what is won from PostgreSQL take turns one after the other, each until the image is written: what a
 *    person is answered is what everybody can read.
 * 3. A command is handled once: Temporal keeps the ids of updates within a run, `handled` carries the recent ones to the next.
 * 4. One timer at a time, armed lazily: a later deadline lets it fire and arm anew, only an earlier one replaces it.
 * 5. What the case wants and does not win either changes nothing, or refuses the command that asked for it: state and image stay
 *    as they were.
 * 6. A cancellation from outside ends the case by its own rules, as an event in its story; no step is cut off.
 * 7. A case whose image contradicts it stops where it is: it refuses commands, says so, and waits until somebody starts it anew from
 *    the image. Nothing is written over.
 * 8. A new run begins as soon as no command is under way. It does not wait for short messages; the next run sends them.
 */
export class DurableCase<T extends KindTypes> {
  /** Whether this run began with the code that tells of late refusals and carries short messages to the next run. */
  readonly #tellsOutcomes = patched('outcomes');
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
  /** The newest events, which may be asked for when the image has to be written again. */
  readonly #recent: Recorded<CaseEvent>[] = [];
  #stalled = false;
  #cancelled = false;
  /** Why the case never began. */
  #notBegun: Refusal | null = null;
  #askAgainAt = 0;
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
    const cancelled = CancellationScope.current().cancelRequested;
    cancelled.catch(() => (this.#cancelled = true));
    await CancellationScope.nonCancellable(() => this.#run());
    // Nothing could be written any more: whoever cancelled it has its way, and the case stays marked.
    if (this.#stalled && this.#cancelled) await cancelled;
  }

  async #run(): Promise<void> {
    if (!this.#input.carried) await this.#inTurn(() => this.#open());
    if (this.#input.carried?.owesShortMessages === true) this.#send();
    while (this.#isLive() && this.#notBegun === null) {
      await this.#untilAlarm();
      if (this.#stalled) break;
      await this.#inTurn(() => this.#ring());
      if (this.#isLong && this.#isLive()) await this.#goOnAsNew();
    }
    if (this.#stalled) await condition(() => this.#cancelled);
    await this.#settle();
  }

  /** Work that nobody waits for: if it stalls, everybody learns of it by the state of the case. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    try {
      await this.#turns.take(work);
    } catch (failure) {
      if (!this.#stalled) throw failure;
    }
  }

  /** One update a command, so that a history reads as what people did. */
  #listen(): void {
    setHandler(stateQuery, () => this.#state);
    setHandler(standingQuery, () => ({
      state: this.#state,
      number: this.#number,
      handled: [...this.#handled],
      policy: this.#input.policy,
      recent: this.#recent,
      stalled: this.#stalled,
    }));
    setHandler(openUpdate, () => uncut(() => this.#opened()));
    const validator = (envelope: CommandEnvelope<T['command']>) => this.#validate(envelope);
    for (const type of this.#kind.commandTypes) {
      setHandler(commandUpdate(type), (envelope) => uncut(() => this.#handle(envelope)), { validator });
      const meant = this.#kind.signals[type];
      if (meant) setHandler(commandSignal(type), (signalled) => uncut(() => this.#hear(type, meant, signalled)));
    }
  }

  /** The first answer: what the case begins with is written down and has its number. */
  async #opened(): Promise<CommandResult> {
    await condition(() => this.#number !== '' || this.#stalled || this.#notBegun !== null);
    if (this.#notBegun !== null) throw refused(this.#notBegun);
    if (this.#number === '') throw refused({ code: 'case-stalled' });
    return this.#result;
  }

  /**
   * Refuses before anything enters the history; must stay synchronous. While something is being written down, people may see in the
   * image already what this state does not hold yet (who got the case): then the handler alone decides, in its turn.
   */
  #validate({ actor, command }: CommandEnvelope<T['command']>): void {
    if (this.#isRepeated || this.#turns.busy) return;
    this.#decide(actor, command, Date.now());
  }

  /**
   * Carries out a command that was valid when it arrived; decides again, for another may have been before it. Whoever was told
   * meanwhile that it is taken learns of a refusal by its outcome.
   */
  async #handle(envelope: CommandEnvelope<T['command']>): Promise<CommandResult> {
    const key = currentUpdateInfo()?.id ?? '';
    const arrivedAt = Date.now();
    try {
      return await this.#carryOut(key, envelope);
    } catch (failure) {
      const refusal = refusalIn(failure);
      if (refusal !== null && this.#tellsOutcomes && Date.now() - arrivedAt >= soonMs)
        await settleRefused({ caseId: this.#state.id, key, refusal });
      throw failure;
    }
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
        await this.#commit(events, actor, { at: now, key, command });
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
    const events = orFail(() => this.#kind.opened(opening, policy, this.#state.openedAt));
    try {
      await this.#commit(events, this.#kind.openedBy(opening));
    } catch (failure) {
      const refusal = refusalIn(failure);
      if (refusal === null || this.#stalled) throw failure;
      this.#notBegun = refusal;
    }
  }

  #decide(actor: Actor, command: T['command'], now: number): readonly T['event'][] {
    if (this.#stalled) throw refused({ code: 'case-stalled' });
    return accepted(orFail(() => this.#kind.decide(this.#state, actor, command, this.#input.policy, now)));
  }

  async #ring(): Promise<void> {
    const now = Date.now();
    const { policy } = this.#input;
    const ended = this.#cancelled ? this.#kind.cancelled(this.#state, policy, now) : [];
    const events = ended.length > 0 ? ended : this.#kind.onTime(this.#state, policy, now);
    if (events.length === 0) return;
    try {
      await this.#commit(events, system);
    } catch (failure) {
      const refusal = refusalIn(failure);
      if (refusal === null || this.#stalled) throw failure;
      log.warn('nothing was won, and nobody asked', { caseId: this.#state.id, code: refusal.code });
      this.#askAgainAt = now + askAgainMs;
    }
  }

  /**
   * Applies events and waits until their image is written. State and image stay as they were where something wanted was lost.
   * @throws ApplicationFailure with the refusal: what was lost, or that the case has stalled
   */
  async #commit(
    events: readonly T['event'][],
    actor: Actor,
    { at = Date.now(), key, command }: { at?: number; key?: string; command?: T['command'] } = {},
  ): Promise<void> {
    const kind = this.#kind;
    const before = this.#state;
    const recorded = record(before, events, actor, at);
    const after = recorded.reduce((state, event) => kind.apply(state, event), before);
    const want = kind.wants(after);
    if (command !== undefined && want === null) await this.#follow(command);
    this.#state = after;
    const outcome = await this.#write({
      state: after,
      events: recorded,
      want,
      ...(key !== undefined && { key }),
      ...(recorded[0]?.version === 1 && { policy: this.#input.policy }),
    });
    if (outcome === null || (outcome.lost ?? null) !== null) {
      this.#state = before;
      this.#stalled = outcome === null;
      if (this.#stalled) setCurrentDetails(stalledDetails);
      throw refused(outcome?.lost ?? { code: 'case-stalled' });
    }
    this.#number = outcome.number;
    const granted = grantedIn(outcome);
    if (granted !== null) this.#state = kind.apply(this.#state, granted);
    this.#recent.push(...recorded, ...(granted === null ? [] : [granted]));
    this.#recent.splice(0, Math.max(0, this.#recent.length - mostRecent));
    if (command !== undefined && want !== null) await this.#follow(command);
    setCurrentDetails(detailsOf(this.#state));
    if (outcome.owesShortMessages) this.#send();
    await this.#tell(recorded);
  }

  /** Writes the image; null when what is kept contradicts it, so that trying on is of no use. */
  async #write(projection: Projection): Promise<ProjectionOutcome | null> {
    try {
      return await project.executeWithOptions({ summary: projectionSummary(this.#kind.name, projection.events) }, [projection]);
    } catch (failure) {
      if (!isConflict(failure)) throw failure;
      log.error('the case has stalled: its image contradicts it', { caseId: this.#state.id });
      return null;
    }
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
    const next = nextDeadline(this.#kind.agenda(this.#state));
    const alarm = this.#nextAlarm;
    const interrupted = () => !this.#isLive() || this.#isLong || this.#isToEnd || (this.#nextAlarm ?? Infinity) < (alarm ?? Infinity);
    if (next === null || alarm === null) await condition(interrupted);
    else if (alarm > Date.now())
      await condition(interrupted, alarm - Date.now(), { summary: timerSummary(this.#kind.name, next.clock.purpose, alarm) });
  }

  /** Rule 8: the clock stands still only while a command is under way, and each of these has its end. */
  async #goOnAsNew(): Promise<void> {
    if (this.#tellsOutcomes) await condition(allHandlersFinished);
    else await this.#settle();
    if (!this.#isLive() || this.#stalled) return;
    await continueAsNew<(input: CaseInput<T>) => Promise<void>>({
      ...this.#input,
      carried: {
        state: this.#state,
        number: this.#number,
        handled: [...this.#handled],
        ...(this.#sending > 0 && { owesShortMessages: true }),
      },
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

  /** Whether an operator's cancellation is still to be carried out, or nothing can be done any more. */
  get #isToEnd(): boolean {
    return this.#stalled || (this.#cancelled && this.#kind.cancelled(this.#state, this.#input.policy, Date.now()).length > 0);
  }

  get #nextAlarm(): number | null {
    const alarm = nextAlarm(this.#kind.agenda(this.#state));
    return alarm === null ? null : Math.max(alarm, this.#askAgainAt);
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

/** A step of the case is carried through, whatever is asked of its workflow meanwhile. */
const uncut = <R>(step: () => Promise<R>): Promise<R> => CancellationScope.nonCancellable(step);

/** What a rule said no with; null for any other failure. */
function refusalIn(failure: unknown): Refusal | null {
  if (!(failure instanceof ApplicationFailure) || failure.type !== refusalFailure) return null;
  return (failure.details?.[0] as Refusal | undefined) ?? null;
}

const isConflict = (failure: unknown): boolean => {
  const cause = failure instanceof ActivityFailure ? failure.cause : failure;
  return cause instanceof ApplicationFailure && cause.type === storeConflict;
};

/** What was won; workers of an earlier version called it by what alone there was to win. */
const grantedIn = (outcome: ProjectionOutcome & { assigned?: ProjectionOutcome['granted'] }): ProjectionOutcome['granted'] =>
  outcome.granted ?? outcome.assigned ?? null;
