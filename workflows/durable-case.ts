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
import { idOf, record, system, type Actor, type CaseEvent, type Decision, type Recorded, type Refusal } from '../domain/case.ts';
import type { Kind, KindTypes } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { recountBy } from '../domain/recount.ts';
import {
  commandUpdate,
  commandSignal,
  isSignalled,
  mostRecent,
  noticeQueueOf,
  openUpdate,
  recountUpdate,
  refusalFailure,
  rememberedAs,
  runLimits,
  seekSignal,
  standingQuery,
  stateQuery,
  storeConflict,
  type CaseInput,
  type CommandEnvelope,
  type CommandResult,
  type RecountCommand,
} from './contract.ts';
import { orFail, refused } from './failures.ts';
import { beginCase, tellCase } from './other-cases.ts';
import { Turns } from './turns.ts';
import { detailsOf, projectionSummary, sendingSummary, stalledDetails, timerSummary } from './words.ts';

/**
 * Writes the projection in one short transaction, retried without limit because the projection must become exact; the history shows
 * attempts and causes. Ten seconds allow for a slow disk and still reveal a hanging connection soon. It is never a local activity: a local
 * one commits before the history records the command, so a worker that dies in between would leave a projection that no workflow decided
 * on.
 */
const { project, settleRefused, lastWords, callWaiting } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '15s' },
});

/** Within this many milliseconds a refused caller still waits for the result or can ask this run for it. */
const soonMs = 1_000;

/** Delay in milliseconds before a lost want is tried again when no caller can be told. */
const askAgainMs = 60_000;

/**
 * Life of one case of any kind. The kind's rules decide what happens; this class makes it durable.
 *
 * 1. The state changes only here, by events that `domain` decided on. PostgreSQL receives their projection.
 * 2. Commands, deadlines and grants from PostgreSQL hold a mutex until the projection is written. What a caller is answered, everybody can
 *    read.
 * 3. A command is handled once. Temporal keeps the update ids of a run; `handled` carries the recent ones to the next run.
 * 4. There is one timer at a time, armed lazily: a later deadline lets it fire and rearm, only an earlier one replaces it.
 * 5. A want that is not granted either changes nothing or refuses the command that asked for it. State and projection stay unchanged.
 * 6. A cancellation from outside ends the case by its own rules, as a recorded event. It interrupts no step.
 * 7. A case whose projection contradicts it stops. It refuses commands, reports that it is stalled, and waits until somebody starts it
 *    again from the projection. Nothing is overwritten.
 * 8. Continue-as-new happens as soon as no command is in progress. It does not wait for short messages; the next run sends them.
 */
export class DurableCase<T extends KindTypes> {
  /** True when this run began with code that reports late refusals and carries unsent short messages to the next run. */
  readonly #tellsOutcomes = patched('outcomes');
  readonly #kind: Kind<T>;
  /**
   * SMS gateway: slow, at times failing for hours; a message is worthless after a day. An attempt makes at most two requests of ten seconds
   * each. The heartbeat detects a dead worker within ten seconds.
   */
  readonly #gateway = proxyActivities<CaseActivities>({
    taskQueue: noticeQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '24h',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  /** Outbox of short messages: one short statement, retried until it succeeds. */
  readonly #outbox = proxyActivities<CaseActivities>({
    taskQueue: noticeQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '10s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
  readonly #input: CaseInput<T>;
  /** Changes only when the deadlines are counted anew. */
  #policy: T['policy'];
  readonly #turns = new Turns();
  readonly #handled: Map<string, CommandResult>;
  /** Keys of commands that run or wait for the mutex. A command received as a signal may arrive again as an update. */
  readonly #underWay = new Set<string>();
  #state: T['state'];
  #number: string;
  /** Recent events, for writing the projection again. */
  readonly #recent: Recorded<CaseEvent>[] = [];
  #stalled = false;
  #cancelled = false;
  /** Refusal of the opening, if the case could not begin. */
  #notBegun: Refusal | null = null;
  #askAgainAt = 0;
  #updates = 0;
  #sending = 0;
  /** Ids of short messages whose activity is running. */
  readonly #beingSent = new Set<string>();
  #lastRound = Promise.resolve();

  constructor(kind: Kind<T>, input: CaseInput<T>) {
    this.#kind = kind;
    this.#input = input;
    this.#policy = input.policy;
    this.#state = input.carried?.state ?? kind.begin(input.opening, Date.now());
    this.#number = input.carried?.number ?? '';
    this.#handled = new Map(input.carried?.handled);
    this.#listen();
  }

  /** Runs the case from its first event; returns when it is closed and everything owed is done. */
  async live(): Promise<void> {
    const cancelled = CancellationScope.current().cancelRequested;
    cancelled.catch(() => (this.#cancelled = true));
    await CancellationScope.nonCancellable(() => this.#run());
    // A stalled case cannot write its end. The cancellation takes effect and the case stays marked.
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

  /** Runs work that has no caller. When it stalls the case, the state of the case shows it. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    try {
      await this.#turns.take(work);
    } catch (failure) {
      if (!this.#stalled) throw failure;
    }
  }

  /** Registers the handlers: one update per command, so that the history shows what people did. */
  #listen(): void {
    setHandler(stateQuery, () => this.#state);
    setHandler(standingQuery, () => ({
      state: this.#state,
      number: this.#number,
      handled: [...this.#handled],
      policy: this.#policy,
      recent: this.#recent,
      stalled: this.#stalled,
    }));
    setHandler(openUpdate, () => uncut(() => this.#opened()));
    setHandler(recountUpdate, (envelope) => uncut(() => this.#recount(envelope)));
    const validator = (envelope: CommandEnvelope<T['command']>) => this.#validate(envelope);
    for (const type of this.#kind.commandTypes) {
      setHandler(commandUpdate(type), (envelope) => uncut(() => this.#handle(envelope)), { validator });
      const meant = this.#kind.signals[type];
      if (meant) setHandler(commandSignal(type), (signalled) => uncut(() => this.#hear(type, meant, signalled)));
    }
    if (!this.#kind.commandTypes.includes(seekSignal.name)) setHandler(seekSignal, () => uncut(() => this.#seek()));
  }

  /** Tries the want of a waiting case again. A kind whose rules depend on it has a command of this name instead. */
  async #seek(): Promise<void> {
    try {
      await this.#turns.take(async () => {
        if (!this.#stalled && this.#isLive() && this.#kind.wants(this.#state) !== null) await this.#commit([], system);
      });
    } catch (failure) {
      if (refusalIn(failure) === null) throw failure;
      log.debug('nothing was won', { caseId: this.#state.id });
    }
  }

  /** Waits until the opening is projected and the case has a number. */
  async #opened(): Promise<CommandResult> {
    await condition(() => this.#number !== '' || this.#stalled || this.#notBegun !== null);
    if (this.#notBegun !== null) throw refused(this.#notBegun);
    if (this.#number === '') throw refused({ code: 'case-stalled' });
    return this.#result;
  }

  /**
   * Refuses before anything enters the history; must stay synchronous. While a projection is being written it may already show a grant that
   * this state lacks (the assignee). Then only the handler decides, once it has the mutex.
   */
  #validate({ actor, command }: CommandEnvelope<T['command']>): void {
    if (this.#isRepeated(actor) || this.#turns.busy) return;
    this.#decide(actor, command, Date.now());
  }

  /**
   * Carries out a validated command. It decides again, since another command may have run first. A caller that has received 202 meanwhile
   * learns of a refusal by the command's stored outcome.
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

  /**
   * Carries out a command received as a signal. Its sender waits for no result, so a refused or malformed signal is logged and changes
   * nothing.
   */
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
      const details = { caseId: this.#state.id, type, code: failure.message };
      // The system asks whether something is possible; another system expects it.
      if (heard.actor.kind === 'system') log.debug('signal refused', details);
      else log.warn('signal refused', details);
    }
  }

  #carryOut(key: string, { actor, command, contents }: CommandEnvelope<T['command']>): Promise<CommandResult> {
    return this.#once(key, actor, async () => {
      // Starting another case takes time. The events get the instant of the decision, as the deadlines do.
      const now = Date.now();
      const events = this.#decide(actor, command, now);
      await this.#commit(events, actor, { at: now, key, command });
      return contents === undefined ? this.#result : { ...this.#result, contents };
    });
  }

  /** Counts the deadline anew by corrected calendars. A case that counts by them already, or by the wall clock, stays unchanged. */
  async #recount({ actor, command: { calendars } }: CommandEnvelope<RecountCommand>): Promise<CommandResult> {
    const key = currentUpdateInfo()?.id ?? '';
    return await this.#once(key, actor, async () => {
      if (this.#stalled) throw refused({ code: 'case-stalled' });
      const now = Date.now();
      const recount = orFail(() => recountBy(kinds[this.#kind.name], this.#state, this.#policy, calendars, now));
      if (recount !== null) await this.#commit([recount.event], actor, { at: now, key, policy: recount.policy });
      return this.#result;
    });
  }

  /** Does the work of a command in its turn, unless it was done before under the same key. */
  async #once(key: string, actor: Actor, work: () => Promise<CommandResult>): Promise<CommandResult> {
    const id = rememberedAs(idOf(actor), key);
    this.#updates += 1;
    this.#underWay.add(id);
    return await this.#turns.take(async () => {
      try {
        const earlier = this.#earlier(actor, key);
        if (earlier) return earlier;
        const result = await work();
        this.#remember(id, result);
        return result;
      } finally {
        this.#underWay.delete(id);
      }
    });
  }

  /**
   * Starts the case that follows from a command before this case records it, so that readers can always open it. If it cannot start, for
   * example because its deadlines cannot be computed, this case stays unchanged.
   */
  async #follow(command: T['command'], before: T['state']): Promise<void> {
    const next = this.#kind.follows?.(command, before, this.#policy) ?? null;
    if (next !== null) await beginCase(next);
  }

  /** Signals other cases about events once the projection contains them. */
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

  /** True when an officer has one case less than before, so that others that wait can have a turn. */
  #freesSeat(before: T['state']): boolean {
    const { chat } = this.#kind;
    const held = chat?.standOf(before).heldBy ?? null;
    return held !== null && held !== chat?.standOf(this.#state).heldBy;
  }

  #decide(actor: Actor, command: T['command'], now: number): readonly T['event'][] {
    if (this.#stalled) throw refused({ code: 'case-stalled' });
    return accepted(orFail(() => this.#kind.decide(this.#state, actor, command, this.#policy, now)));
  }

  async #ring(): Promise<void> {
    const heard = this.#kind.hears?.(this.#state, Date.now()) === true ? await lastWords(this.#state.id) : null;
    const now = Date.now();
    const ended = this.#cancelled ? this.#kind.cancelled(this.#state, this.#policy, now) : [];
    const events = ended.length > 0 ? ended : this.#kind.onTime(this.#state, this.#policy, now, heard);
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
   * Applies events and waits until their projection is written. A lost want leaves state and projection unchanged.
   * @throws ApplicationFailure with the refusal: the lost want, or `case-stalled`
   */
  async #commit(
    events: readonly T['event'][],
    actor: Actor,
    { at = Date.now(), key, command, policy }: { at?: number; key?: string; command?: T['command']; policy?: T['policy'] } = {},
  ): Promise<void> {
    const kind = this.#kind;
    const before = this.#state;
    const recorded = record(before, events, actor, at);
    const after = recorded.reduce((state, event) => kind.apply(state, event), before);
    const want = kind.wants(after);
    if (command !== undefined && want === null) await this.#follow(command, before);
    this.#state = after;
    const outcome = await this.#write({
      state: after,
      events: recorded,
      want,
      ...(key !== undefined && { key }),
      ...((recorded[0]?.version === 1 || policy !== undefined) && { policy: policy ?? this.#policy }),
    });
    if (outcome === null || (outcome.lost ?? null) !== null) {
      this.#state = before;
      this.#stalled = outcome === null;
      if (this.#stalled) setCurrentDetails(stalledDetails);
      throw refused(outcome?.lost ?? { code: 'case-stalled' });
    }
    this.#number = outcome.number;
    if (policy !== undefined) this.#policy = policy;
    const granted = grantedIn(outcome);
    if (granted !== null) this.#state = kind.apply(this.#state, granted);
    this.#recent.push(...recorded, ...(granted === null ? [] : [granted]));
    this.#recent.splice(0, Math.max(0, this.#recent.length - mostRecent));
    if (command !== undefined && want !== null) await this.#follow(command, before);
    setCurrentDetails(detailsOf(this.#state));
    if (outcome.owesShortMessages) this.#send();
    await this.#tell(recorded);
    if (this.#freesSeat(before)) await callWaiting(before.centreId);
  }

  /** Writes the projection; null when it contradicts the stored events, so that retrying is useless. */
  async #write(projection: Projection): Promise<ProjectionOutcome | null> {
    try {
      return await project.executeWithOptions({ summary: projectionSummary(this.#kind.name, projection.events) }, [projection]);
    } catch (failure) {
      if (!isConflict(failure)) throw failure;
      log.error('the case has stalled: its image contradicts it', { caseId: this.#state.id });
      return null;
    }
  }

  /** Sends short messages concurrently with the case, which waits for them only at its end. */
  #send(): void {
    this.#sending += 1;
    const round = patched('one-activity-a-message') ? this.#sendEach() : (this.#lastRound = this.#lastRound.then(() => this.#sendAll()));
    void round.finally(() => (this.#sending -= 1));
  }

  /** Sends each message in its own activity, so that a failing one does not delay the others. */
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

  /** Behaviour before `one-activity-a-message`: one activity sends all messages of the case, in sequential rounds. */
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

  /** Continues as new (rule 8). Deadlines pause only while a command is in progress, and every command ends. */
  async #goOnAsNew(): Promise<void> {
    if (this.#tellsOutcomes) await condition(allHandlersFinished);
    else await this.#settle();
    if (!this.#isLive() || this.#stalled) return;
    await continueAsNew<(input: CaseInput<T>) => Promise<void>>({
      ...this.#input,
      policy: this.#policy,
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

  /** True when a cancellation is still to be carried out or the case has stalled. */
  get #isToEnd(): boolean {
    return this.#stalled || (this.#cancelled && this.#kind.cancelled(this.#state, this.#policy, Date.now()).length > 0);
  }

  get #nextAlarm(): number | null {
    const alarm = nextAlarm(this.#kind.agenda(this.#state));
    return alarm === null ? null : Math.max(alarm, this.#askAgainAt);
  }

  #isRepeated(actor: Actor): boolean {
    const key = currentUpdateInfo()?.id ?? '';
    return this.#earlier(actor, key) !== undefined || this.#underWay.has(rememberedAs(idOf(actor), key));
  }

  /** A run of an earlier version has remembered the key alone. */
  #earlier(actor: Actor, key: string): CommandResult | undefined {
    return this.#handled.get(rememberedAs(idOf(actor), key)) ?? this.#handled.get(key);
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

/** Protects a step of the case from cancellation of its workflow. */
const uncut = <R>(step: () => Promise<R>): Promise<R> => CancellationScope.nonCancellable(step);

/** Refusal carried by a failure; null for any other failure. */
function refusalIn(failure: unknown): Refusal | null {
  if (!(failure instanceof ApplicationFailure) || failure.type !== refusalFailure) return null;
  return (failure.details?.[0] as Refusal | undefined) ?? null;
}

const isConflict = (failure: unknown): boolean => {
  const cause = failure instanceof ActivityFailure ? failure.cause : failure;
  return cause instanceof ApplicationFailure && cause.type === storeConflict;
};

/** Grant in a projection's outcome. Workers of an earlier version named it `assigned`. */
const grantedIn = (outcome: ProjectionOutcome & { assigned?: ProjectionOutcome['granted'] }): ProjectionOutcome['granted'] =>
  outcome.granted ?? outcome.assigned ?? null;
