import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { recordedEvent } from '../db/verification.ts';
import { record, type Refusal } from '../domain/case.ts';
import { decide } from '../domain/work-order/decide.ts';
import { workOrderKind } from '../domain/work-order/kind.ts';
import {
  apply,
  isLive,
  needsAllocation,
  newOrder,
  type RecordedWorkOrderEvent,
  type WorkOrderOpening,
  type WorkOrderPolicy,
  type WorkOrderState,
} from '../domain/work-order/order.ts';
import { onTime } from '../domain/work-order/time.ts';
import { ms } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { commandArbitrary, patientOrderPolicy, type Contents, type Deed } from '../tests/support/work-order.ts';
import { CaseEnded, type Outcome, Unavailable } from '../web/server/temporal/gateway.ts';

/**
 * Random stories told to the real workflow and to the pure rules at once. What nobody can know beforehand, at which instant the
 * workflow decided and whom the rule of assignment chose, is read from the recorded events; all else the rules must foretell.
 */
const the = stage();

const atOnce = 20;
const rounds = 10;
const steps = 7;

const oneOf = (...values: number[]) => fc.constantFrom(...values);
/** Times so short that they end between two commands, or so long that they never do. */
const policies = fc
  .record({
    limitMs: oneOf(200, 600),
    papersMs: oneOf(150, 1e8),
    dispatchMs: oneOf(100, 1e8),
    evaluationMs: oneOf(250, 1e8),
    periodMs: oneOf(300, 1e8),
  })
  .map(({ limitMs, papersMs, dispatchMs, evaluationMs, periodMs }): WorkOrderPolicy => ({
    ...patientOrderPolicy,
    stages: patientOrderPolicy.stages.map((each) => ({ ...each, limitMinutes: limitMs * ms })),
    papersMinutes: papersMs * ms,
    dispatchMinutes: dispatchMs * ms,
    evaluationMinutes: evaluationMs * ms,
    urges: { most: 1, periodMinutes: periodMs * ms },
    warnShare: 0.5,
  }));
const papers = fc.constantFrom<WorkOrderOpening['papers'][]>(
  [],
  [
    { key: 'contract', required: true },
    { key: 'licence', required: false },
  ],
);
/** Between two commands. */
const pauses = oneOf(0, 0, 0, 30, 120, 300);

const seen = new Set<string>();

/** One order, by the pure rules. */
class Model {
  state: WorkOrderState;
  readonly #policy: WorkOrderPolicy;

  constructor(state: WorkOrderState, policy: WorkOrderPolicy) {
    this.state = state;
    this.#policy = policy;
  }

  /**
   * Foretells what was recorded since, one decision after the other.
   * @param deed what somebody did meanwhile
   * @returns the states on the way, and whether the deed is among what was recorded
   */
  follow(recorded: readonly RecordedWorkOrderEvent[], deed: Deed | null): { states: WorkOrderState[]; carriedOut: boolean } {
    const states = [this.state];
    let carriedOut = false;
    let rest = recorded;
    while (rest[0]) {
      const [next] = rest;
      const foretold = this.#foretell(next, carriedOut ? null : deed);
      carriedOut ||= foretold.deed;
      expect(rest.slice(0, foretold.events.length)).toEqual(plain(foretold.events));
      rest = rest.slice(foretold.events.length);
      this.state = foretold.events.reduce(apply, this.state);
      // The choice is written together with what made it necessary.
      const [assigned] = rest;
      if (needsAllocation(this.state)) {
        const candidates = this.#candidates();
        expect(assigned?.type === 'assigned' ? candidates : []).toEqual(candidates);
        if (assigned?.type === 'assigned') {
          expect(candidates).toContain(assigned.officerId);
          this.state = apply(this.state, assigned);
          rest = rest.slice(1);
        }
      }
      for (const { type } of foretold.events) seen.add(type);
      seen.add(this.state.status);
      states.push(this.state);
    }
    return { states, carriedOut };
  }

  #foretell(next: RecordedWorkOrderEvent, deed: Deed | null): { events: RecordedWorkOrderEvent[]; deed: boolean } {
    const { at, actor } = next;
    const rung = actor.kind === 'system' ? onTime(this.state, this.#policy, at) : [];
    if (rung.some(({ type }) => type === next.type)) return { events: record(this.state, rung, actor, at), deed: false };
    if (!deed) throw new Error(`nothing foretold ${JSON.stringify(next)}`);
    const decision = decide(this.state, deed.actor, deed.command, this.#policy, at);
    if (!decision.ok) throw new Error(`${JSON.stringify(deed)} came to ${JSON.stringify(next)}, but is ${decision.refusal.code}`);
    return { events: record(this.state, decision.events, deed.actor, at), deed: true };
  }

  /** Those of the stage's group who are at the centre where it is, without whoever gave it back. */
  #candidates(): string[] {
    const { east, west } = the.people;
    const groups: Record<string, string[]> = { front: east, back: [east[1]], review: west };
    return (groups[this.state.groupId] ?? []).filter((id) => id !== this.state.releasedBy);
  }

  /** Whether the rules refuse it so in one of these states, at one of these instants. */
  refuses(deed: Deed, refusal: Refusal, states: readonly WorkOrderState[], instants: readonly number[]): boolean {
    return states.some((state) =>
      instants.some((at) => {
        const decision = decide(state, deed.actor, deed.command, this.#policy, at);
        return !decision.ok && JSON.stringify(decision.refusal) === JSON.stringify(refusal);
      }),
    );
  }
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const sleep = (pauseMs: number) => new Promise((resolve) => setTimeout(resolve, pauseMs));

async function recordedAfter(order: Order, version: number): Promise<RecordedWorkOrderEvent[]> {
  type Row = Parameters<typeof recordedEvent>[0];
  const rows = await the
    .knex('case_events')
    .where({ case_id: order.id })
    .andWhere('version', '>', version)
    .orderBy('version')
    .select<(Omit<Row, 'at'> & { at: Date })[]>('version', 'type', 'at', 'actor_kind', 'actor_id', 'data');
  return rows.map((row) => recordedEvent({ ...row, at: row.at.toISOString() }) as unknown as RecordedWorkOrderEvent);
}

/** The recorded events and the state they lead to, as soon as the image has caught up with the workflow. */
async function stand(order: Order, version: number): Promise<{ recorded: RecordedWorkOrderEvent[]; state: WorkOrderState }> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const recorded = await recordedAfter(order, version);
    const state = await order.state();
    if (state.version === version + recorded.length) return { recorded, state };
    await sleep(20);
  }
  throw new Error('the image never catches up with the workflow');
}

type Result = Outcome | { kind: 'ended' };

/** Asks until it is answered: one that is late, or that nobody gave in time, comes under the same key. */
async function ask(order: Order, { actor, command }: Deed): Promise<Result> {
  const key = randomUUID();
  for (;;) {
    try {
      const outcome = await the.gateway.command('work-order', order.id, key, actor, command);
      if (outcome.kind !== 'taken') return outcome;
    } catch (error) {
      if (error instanceof CaseEnded) return { kind: 'ended' };
      // On a busy machine nobody may have answered in time: nothing was decided, and the same key may ask again.
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

/** What nobody but an officer can do without breaking the image's own rules: routes let nobody else. */
const byAnOfficer = ({ actor, command }: Deed): Deed => ({
  actor: command.type === 'claim' && actor.kind !== 'officer' ? { kind: 'officer', id: the.people.east[0] } : actor,
  command,
});

async function tell(g: fc.GeneratorValue): Promise<void> {
  const order = new Order(the);
  const policy = g(() => policies);
  const opening = await order.opening({ papers: g(() => papers) });
  const contents: Contents = { textId: await order.text(), uploadIds: [randomUUID()], caseId: randomUUID() };
  await the.gateway.open(workOrderKind, opening, policy);

  const first = await stand(order, 0);
  const { actor, events } = workOrderKind.opened(opening, policy, first.recorded[0]?.at ?? 0);
  const model = new Model(newOrder(opening, first.recorded[0]?.at ?? 0), policy);
  const begun = record(model.state, events as RecordedWorkOrderEvent[], actor, first.recorded[0]?.at ?? 0);
  expect(first.recorded.slice(0, 1)).toEqual(plain(begun));
  model.state = first.recorded.slice(0, 2).reduce(apply, model.state);
  model.follow(first.recorded.slice(2), null);
  expect(plain(first.state)).toEqual(plain(model.state));

  for (let step = 0; step < steps && isLive(model.state); step += 1) {
    await sleep(g(() => pauses));
    const deed = byAnOfficer(g(commandArbitrary, model.state, the.people, contents));
    const sentAt = Date.now();
    const result = await ask(order, deed);
    const { recorded, state } = await stand(order, model.state.version);
    const { states, carriedOut } = model.follow(recorded, result.kind === 'done' ? deed : null);
    expect(plain(state)).toEqual(plain(model.state));
    expect(carriedOut).toBe(result.kind === 'done');
    if (result.kind === 'done')
      expect(states).toContainEqual(expect.objectContaining({ version: result.result.version, status: result.result.status }));
    if (result.kind === 'refused' && !model.refuses(deed, result.refusal, states, [sentAt, Date.now()]))
      throw new Error(`${JSON.stringify(deed)} was refused with ${JSON.stringify(result.refusal)}, which no rule says`);
    if (result.kind === 'ended') expect(isLive(model.state)).toBe(false);
    seen.add(result.kind);
  }
  expect((await order.image())['state']).toEqual(plain(model.state));
}

/** A generator does not draw from the stream it begins at: without a number drawn before each, all of them would tell the same story. */
const tellers = fc.noBias(
  fc.array(
    fc.nat().chain(() => fc.gen()),
    { minLength: atOnce, maxLength: atOnce },
  ),
);

describe('random stories', () => {
  it(`${String(atOnce * rounds)} of them, ${String(atOnce)} at a time: the workflow is at every step where the rules are`, async () => {
    await fc.assert(
      fc.asyncProperty(tellers, async (stories) => {
        await Promise.all(stories.map(tell));
      }),
      { numRuns: rounds, endOnFailure: true },
    );
    // What hardly any two hundred stories go without: the test is about something.
    const usual = [
      ...['done', 'refused', 'in-progress', 'awaiting-materials', 'disputed', 'terminated'],
      ...['advanced', 'papers-asked', 'supplemented', 'urged', 'warned', 'escalated', 'closed'],
    ];
    expect(usual.filter((what) => !seen.has(what))).toEqual([]);
  }, 180_000);
});
