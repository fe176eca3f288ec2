import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import { nextAlarm } from '../../domain/agenda.ts';
import { record, system, type Actor, type Decision, type Recorded, type Refusal } from '../../domain/case.ts';
import type { GrantRule, Kind, KindTypes, Want, WantName, Wants } from '../../domain/kind.ts';
import { chosen, type Deed } from './arbitraries.ts';

/** One thing that happened, or was refused: a command, a ring of the clock, an assignment by rule. */
export interface Moment<T extends KindTypes> {
  before: T['state'];
  events: Recorded<T['event']>[];
  after: T['state'];
  now: number;
  deed?: Deed<T['command']>;
  decision?: Decision<T['event']>;
}

/** Of which case random stories are told. */
interface Setting<T extends KindTypes> {
  kind: Kind<T>;
  opening: T['opening'];
  policy: T['policy'];
  openedAt: number;
  /** Whom the rule of assignment may choose; nobody, at times. */
  officers: string[];
  deeds: (state: T['state']) => fc.Arbitrary<Deed<T['command']>>;
}

const minute = 60_000;

/** Deadlines of a case that can ring one after the other at the same instant. */
const mostRings = 5;

/** What is won: the officer, or the places, each at a time of its own. */
const grantOf = (want: Want, officerId: string, now: number): Wants[WantName]['grant'] =>
  want.name === 'place'
    ? {
        places: want.ask.placeIds.map((placeId, i) => {
          const startsAt = now + (i + 1) * 120 * minute;
          return { placeId, startsAt, endsAt: startsAt + 30 * minute };
        }),
      }
    : { officerId };

/** What a step leaves to chance; whoever does something, and what, follows from the seed and the state. */
const stepsOf = (officers: string[], hears: boolean) =>
  fc.array(
    fc.record({
      /** So many milliseconds; or until the clock rings, or just before. */
      wait: fc.oneof(
        { weight: 2, arbitrary: fc.constant(0) },
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 90 }).map((minutes) => minutes * minute) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 4_000 }).map((minutes) => minutes * minute) },
        { weight: 1, arbitrary: fc.constantFrom('alarm', 'just before') },
      ),
      /** A worker may sleep while people go on. */
      rings: fc.constantFrom(3, 1, 0),
      assigns: fc.constantFrom(...officers, null),
      /** Last words in the chat, so many milliseconds ago. */
      heard: !hears
        ? fc.constant(null)
        : fc.option(
            fc.record({
              by: fc.constantFrom('taxpayer' as const, 'officer' as const, 'robot' as const),
              ago: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 * minute })),
            }),
          ),
      seed: fc.noShrink(fc.integer()),
    }),
    { maxLength: 50, size: 'max' },
  );
type Steps = ReturnType<typeof stepsOf> extends fc.Arbitrary<infer S> ? S : never;

/** So that whoever changes what they were given is found out. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** Random ways through the life of one case, by the pure rules. */
export class RandomWalk<T extends KindTypes> {
  readonly #setting: Setting<T>;
  readonly #steps: ReturnType<typeof stepsOf>;

  constructor(setting: Setting<T>) {
    this.#setting = frozen(setting);
    this.#steps = stepsOf(setting.officers, setting.kind.hears !== undefined);
  }

  /** Walks many ways and looks at every moment of each, with all that were before it. */
  always(look: (moment: Moment<T>, story: readonly Recorded<T['event']>[]) => void, parameters: fc.Parameters<[Steps]> = {}): void {
    fc.assert(
      fc.property(this.#steps, (all) => {
        const story: Recorded<T['event']>[] = [];
        for (const moment of this.#walk(all)) {
          story.push(...moment.events);
          look(moment, story);
        }
      }),
      { numRuns: 50, ...parameters },
    );
  }

  /** Walks many ways to their end and looks back. */
  #atTheEnd(look: (moments: Moment<T>[]) => void): void {
    fc.assert(
      fc.property(this.#steps, (all) => {
        look([...this.#walk(all)]);
      }),
    );
  }

  *#walk(steps: Steps): Generator<Moment<T>> {
    const { kind, opening, policy, openedAt, deeds } = this.#setting;
    let state = frozen(kind.begin(opening, openedAt));
    let now = openedAt;
    const goesOn = (decided: readonly T['event'][], actor: Actor, rest: Partial<Moment<T>> = {}): Moment<T> => {
      const before = state;
      const events = frozen(record(before, decided, actor, now));
      state = events.reduce((earlier, event) => frozen(kind.apply(earlier, event)), before);
      return { before, events, after: state, now, ...rest };
    };

    const actor = kind.openedBy(opening);
    const events = kind.opened(opening, policy, now);
    yield goesOn(events, actor);
    /** Event of the grant, or the refusal when the case cannot do without it; null when nothing is wanted. */
    const won = (after: T['state'], officerId: string | null): T['event'] | Refusal | null => {
      const want = kind.wants(after);
      const rule: GrantRule<T, WantName> | undefined = want === null ? undefined : kind.grants[want.name];
      if (!want || !rule) return null;
      if (officerId !== null) return rule.granted(grantOf(want, officerId, now), after, now);
      const lost = rule.lost(after);
      return lost === 'goes-on' ? null : lost;
    };
    for (const { wait, rings, assigns, heard, seed } of steps) {
      const alarm = nextAlarm(kind.agenda(state)) ?? now;
      now = Math.max(now, typeof wait === 'number' ? now + wait : wait === 'alarm' ? alarm : alarm - 1);
      for (let ring = 0; ring < rings; ring += 1)
        yield goesOn(kind.onTime(state, policy, now, heard && { by: heard.by, at: now - heard.ago }), system);
      const granted = assigns === null ? null : won(state, assigns);
      if (granted !== null && 'type' in granted) yield goesOn([granted], system);
      const deed = frozen(chosen(deeds(state), seed));
      const decision = frozen(kind.decide(state, deed.actor, deed.command, policy, now));
      const after = decision.ok
        ? record(state, decision.events, deed.actor, now).reduce((was, event) => kind.apply(was, event), state)
        : state;
      const lost = decision.ok ? won(after, null) : null;
      if (lost !== null && assigns === null) continue;
      yield goesOn(decision.ok ? decision.events : [], deed.actor, { deed, decision });
      const needed = lost === null ? null : won(state, assigns);
      if (needed !== null && 'type' in needed) yield goesOn([needed], system);
    }
  }

  /** What holds of every kind of case, whatever its rules. */
  itIsLikeEveryCase(): void {
    const { kind, opening, policy, openedAt } = this.#setting;
    const told = (state: T['state'], story: readonly Recorded<T['event']>[]) =>
      story.reduce((earlier, event) => kind.apply(earlier, event), state);

    it('time that has rung is silent until later', () => {
      this.always(({ after, now }) => {
        let state = after;
        for (let rings = 0; rings < mostRings; rings += 1)
          state = told(state, record(state, kind.onTime(state, policy, now, null), system, now));
        expect(kind.onTime(state, policy, now, null)).toEqual([]);
        expect(nextAlarm(kind.agenda(state)) ?? Infinity).toBeGreaterThan(now);
      });
    });

    it('a refusal changes nothing, and the same is decided again', () => {
      this.always(({ before, after, deed, decision, now }) => {
        if (!deed || !decision) return;
        expect(kind.decide(structuredClone(before), deed.actor, deed.command, structuredClone(policy), now)).toEqual(decision);
        if (!decision.ok) expect(after).toBe(before);
      });
    });

    it('versions have no gaps, and the story told again comes to the same state', () => {
      this.always(({ after }, story) => {
        expect(story.map(({ version }) => version)).toEqual(story.map((_, i) => i + 1));
        expect(story.length).toBe(after.version);
      });
      this.#atTheEnd((moments) => {
        const story = JSON.parse(JSON.stringify(moments.flatMap(({ events }) => events))) as Recorded<T['event']>[];
        expect(told(kind.begin(opening, openedAt), story)).toEqual(moments.at(-1)?.after);
      });
    });
  }
}
