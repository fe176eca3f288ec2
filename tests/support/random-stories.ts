/**
 * Random stories told to a real workflow and to the pure rules of its kind at once. What nobody can know beforehand, at which instant
 * the workflow decided and whom the rule of assignment chose, is read from the recorded events; all else the rules must foretell.
 */
import { randomUUID } from 'node:crypto';

import { expect } from '@jest/globals';
import fc from 'fast-check';

import { recordedEvent } from '../../db/verification.ts';
import { record, system, type Actor, type Recorded, type Refusal } from '../../domain/case.ts';
import type { Kind, KindTypes } from '../../domain/kind.ts';
import { CaseEnded, Unavailable, type Outcome } from '../../web/server/temporal/gateway.ts';
import { chosen, type Deed } from './arbitraries.ts';
import type { Stage } from './open-stage.ts';
import type { StagedCase } from './staged-case.ts';

/** Something that chance decides. */
type Pick = <V>(arbitrary: fc.Arbitrary<V>) => V;

/** One case on stage, and what it is to begin with. */
interface Begun<T extends KindTypes> {
  about: StagedCase<T['command']>;
  opening: T['opening'];
  policy: T['policy'];
  /** What somebody may try where it stands like this. */
  deeds: (state: T['state']) => fc.Arbitrary<Deed<T['command']>>;
}

interface Setting<T extends KindTypes> {
  the: Stage;
  kind: Kind<T>;
  begin: (pick: Pick) => Promise<Begun<T>>;
  /** Whom the rule of assignment chooses from. */
  candidates: (state: T['state']) => string[];
  /** What another case may have told this one that this event came of. */
  heard?: (event: Recorded<T['event']>) => T['command'] | null;
}

/** Short of an image that has caught up, or of a worker that answers: so long a story waits. */
const patience = { attempts: 1_000, pauseMs: 20 };
const steps = 7;

/** Between two commands. */
const pauses = fc.constantFrom(0, 0, 0, 30, 120, 300);

const plain = <V>(value: V): V => JSON.parse(JSON.stringify(value)) as V;
const sleep = (pauseMs: number) => new Promise((resolve) => setTimeout(resolve, pauseMs));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
/** PostgreSQL keeps no order of keys. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
};

/** Asks until it is answered: on a busy machine nobody may have done so in time, and the same asked again is decided once. */
async function answered(ask: () => Promise<Outcome>): Promise<Outcome | { kind: 'ended' }> {
  for (;;) {
    try {
      const outcome = await ask();
      if (outcome.kind !== 'taken') return outcome;
    } catch (error) {
      if (error instanceof CaseEnded) return { kind: 'ended' };
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

/** One case, by the pure rules. */
class Model<T extends KindTypes> {
  state: T['state'];
  readonly #setting: Setting<T>;
  readonly #policy: T['policy'];

  constructor(setting: Setting<T>, policy: T['policy'], state: T['state']) {
    this.#setting = setting;
    this.#policy = policy;
    this.state = state;
  }

  /**
   * Foretells what was recorded since, one decision after the other.
   * @param deed what somebody did meanwhile
   * @returns the states on the way, and whether the deed is among what was recorded
   */
  follow(recorded: readonly Recorded<T['event']>[], deed: Deed<T['command']> | null): { states: T['state'][]; carriedOut: boolean } {
    const { kind, candidates } = this.#setting;
    const states = [this.state];
    let carriedOut = false;
    let rest = recorded;
    while (rest[0]) {
      const foretold = this.#foretell(rest, carriedOut ? null : deed);
      carriedOut ||= foretold.deed;
      rest = rest.slice(foretold.events.length);
      this.state = foretold.events.reduce((earlier, event) => kind.apply(earlier, event), this.state);
      // The choice is written together with what made it necessary.
      const [assigned] = rest;
      if (kind.wants(this.state) !== null) {
        const choices = candidates(this.state);
        expect(assigned?.type === 'assigned' ? choices : []).toEqual(choices);
        if (assigned?.type === 'assigned') {
          expect(choices).toContain((assigned as { officerId?: string }).officerId);
          this.state = kind.apply(this.state, assigned);
          rest = rest.slice(1);
        }
      }
      states.push(this.state);
    }
    return { states, carriedOut };
  }

  /** What the clock brought, somebody did, or another case told. */
  #foretell(recorded: readonly Recorded<T['event']>[], deed: Deed<T['command']> | null): { events: Recorded<T['event']>[]; deed: boolean } {
    const [next] = recorded;
    if (!next) throw new Error('nothing to foretell');
    const { kind, heard } = this.#setting;
    const decided = (actor: Actor, command: T['command']) => {
      const decision = kind.decide(this.state, actor, command, this.#policy, next.at);
      return decision.ok ? decision.events : [];
    };
    const told = heard?.(next) ?? null;
    const ways: { actor: Actor; events: readonly T['event'][]; deed: boolean }[] = [
      { actor: system, events: kind.onTime(this.state, this.#policy, next.at, null), deed: false },
      ...(deed ? [{ actor: deed.actor, events: decided(deed.actor, deed.command), deed: true }] : []),
      ...(told ? [{ actor: system, events: decided(system, told), deed: false }] : []),
    ];
    for (const way of ways) {
      const events = record(this.state, way.events, way.actor, next.at);
      if (events.length > 0 && same(events, recorded.slice(0, events.length))) return { events, deed: way.deed };
    }
    throw new Error(`${JSON.stringify(this.state)} came to ${JSON.stringify(next)}, which nothing foretold: ${JSON.stringify(ways)}`);
  }

  /** Whether the rules refuse it so in one of these states, at one of these instants. */
  refuses({ actor, command }: Deed<T['command']>, refusal: Refusal, states: readonly T['state'][], instants: readonly number[]): boolean {
    return states.some((state) =>
      instants.some((at) => {
        const decision = this.#setting.kind.decide(state, actor, command, this.#policy, at);
        return !decision.ok && same(decision.refusal, refusal);
      }),
    );
  }
}

/** What is left to chance in one story, one number after the other. */
class Chance {
  readonly #seeds: Iterator<number>;

  constructor(seeds: readonly number[]) {
    this.#seeds = seeds[Symbol.iterator]();
  }

  readonly pick = <V>(arbitrary: fc.Arbitrary<V>): V => {
    const seed = this.#seeds.next();
    if (seed.done) throw new Error('a longer story than was provided for');
    return chosen(arbitrary, seed.value);
  };
}

/** More than a story needs to begin and to go on. */
const draws = 2 * steps + 10;
const chances = (atOnce: number) => {
  // Without a bias to small numbers: no two of them alike.
  const seeds = fc.array(fc.noBias(fc.noShrink(fc.integer())), { minLength: draws, maxLength: draws });
  return fc.array(seeds, { minLength: atOnce, maxLength: atOnce });
};

export class RandomStories<T extends KindTypes> {
  /** Types of events, statuses and outcomes of commands that there were. */
  readonly seen = new Set<string>();
  readonly #setting: Setting<T>;

  constructor(setting: Setting<T>) {
    this.#setting = setting;
  }

  /** So many stories side by side, so many times: the workflow is at every step where the rules are. */
  async tell(atOnce: number, rounds: number): Promise<void> {
    await fc.assert(
      fc.asyncProperty(chances(atOnce), async (stories) => {
        await Promise.all(stories.map((seeds) => this.#tellOne(new Chance(seeds).pick)));
      }),
      { numRuns: rounds, endOnFailure: true },
    );
  }

  async #tellOne(pick: Pick): Promise<void> {
    const { the, kind, begin } = this.#setting;
    const { about, opening, policy, deeds } = await begin(pick);
    await answered(() => the.gateway.open(kind, opening, policy));

    const first = await this.#stand(about, 0);
    const openedAt = first.recorded[0]?.at ?? 0;
    const model = new Model(this.#setting, policy, kind.begin(opening, openedAt));
    const actor = kind.openedBy(opening);
    const events = kind.opened(opening, policy, openedAt);
    const begun = record(model.state, events, actor, openedAt);
    expect(first.recorded.slice(0, begun.length)).toEqual(plain(begun));
    const assigned = first.recorded.slice(begun.length).filter(({ type, version }) => type === 'assigned' && version === begun.length + 1);
    model.state = [...begun, ...assigned].reduce((earlier, event) => kind.apply(earlier, event), model.state);
    model.follow(first.recorded.slice(begun.length + assigned.length), null);
    expect(plain(first.state)).toEqual(plain(model.state));
    this.#note(model.state.status, ...first.recorded.map(({ type }) => type));

    for (let step = 0; step < steps && kind.isLive(model.state); step += 1) {
      await sleep(pick(pauses));
      const deed = this.#byAnOfficer(pick(deeds(model.state)));
      const sentAt = Date.now();
      const key = randomUUID();
      const result = await answered(() => the.gateway.command(kind.name, about.id, key, deed.actor, deed.command));
      const { recorded, state } = await this.#stand(about, model.state.version);
      const { states, carriedOut } = model.follow(recorded, result.kind === 'done' ? deed : null);
      expect(plain(state)).toEqual(plain(model.state));
      expect(carriedOut).toBe(result.kind === 'done');
      if (result.kind === 'done')
        expect(states).toContainEqual(expect.objectContaining({ version: result.result.version, status: result.result.status }));
      if (result.kind === 'refused' && !model.refuses(deed, result.refusal, states, [sentAt, Date.now()]))
        throw new Error(`${JSON.stringify(deed)} was refused with ${JSON.stringify(result.refusal)}, which no rule says`);
      if (result.kind === 'ended') expect(kind.isLive(model.state)).toBe(false);
      this.#note(result.kind, ...recorded.map(({ type }) => type), ...states.map(({ status }) => status));
    }
    expect((await about.image())['state']).toEqual(plain(model.state));
  }

  #note(...whatever: string[]): void {
    for (const what of whatever) this.seen.add(what);
  }

  /** What nobody but an officer can do without breaking the image's own rules: routes let nobody else. */
  #byAnOfficer({ actor, command }: Deed<T['command']>): Deed<T['command']> {
    const claims = command.type === 'claim' && actor.kind !== 'officer';
    return { actor: claims ? { kind: 'officer', id: this.#setting.the.people.east[0] } : actor, command };
  }

  /** The recorded events and the state they lead to, as soon as the image has caught up with the workflow. */
  async #stand(about: StagedCase<T['command']>, version: number): Promise<{ recorded: Recorded<T['event']>[]; state: T['state'] }> {
    for (let attempt = 0; attempt < patience.attempts; attempt += 1) {
      const recorded = await this.#recordedAfter(about.id, version);
      const state = await about.state();
      if (state.version === version + recorded.length) return { recorded, state };
      await sleep(patience.pauseMs);
    }
    throw new Error('the image never catches up with the workflow');
  }

  async #recordedAfter(caseId: string, version: number): Promise<Recorded<T['event']>[]> {
    type Row = Parameters<typeof recordedEvent>[0];
    const rows = await this.#setting.the
      .knex('case_events')
      .where({ case_id: caseId })
      .andWhere('version', '>', version)
      .orderBy('version')
      .select<(Omit<Row, 'at'> & { at: Date })[]>('version', 'type', 'at', 'actor_kind', 'actor_id', 'data');
    return rows.map((row) => recordedEvent({ ...row, at: row.at.toISOString() }) as unknown as Recorded<T['event']>);
  }
}
