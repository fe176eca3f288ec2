/** Allocation of officers to conversations, against a small model of it: random people come, leave, accept, decline and are lost. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { system, type Actor } from '../../domain/case.ts';
import { patientConversationPolicy } from '../../tests/support/conversation.ts';
import { ConversationLife } from '../../tests/support/conversation-life.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { populate } from '../../tests/support/people.ts';
import { abandoned, servable } from './seats.ts';

const { knex } = testDatabase();
let taxpayer: Actor & { kind: 'taxpayer' };
let officers: string[];

beforeAll(async () => {
  const people = await populate(knex);
  taxpayer = { kind: 'taxpayer', id: people.taxpayer };
  const added = await knex('officers')
    .insert(
      ['third', 'fourth'].map((login) => ({
        region_id: 'region',
        centre_id: 'east',
        role: 'agent',
        login,
        name: login,
        password_hash: '-',
      })),
    )
    .returning<{ id: string }[]>('id');
  await knex('officer_skills').insert(added.map(({ id }) => ({ officer_id: id, type_id: 'question' })));
  officers = [...people.east, ...added.map(({ id }) => id)];
});

const asOfficer = (id: string | null): Actor => ({ kind: 'officer', id: id ?? officers[0] ?? '' });

/** State of an officer in the model. */
interface Place {
  here: boolean;
  capacity: number;
}

class Centre {
  readonly #places = new Map<string, Place>(officers.map((id) => [id, { here: false, capacity: 1 }]));
  readonly #lives: ConversationLife[] = [];

  async set(id: string, change: Partial<Place>): Promise<void> {
    const place = { ...(this.#places.get(id) ?? { here: false, capacity: 0 }), ...change };
    this.#places.set(id, place);
    await knex('officers')
      .where({ id })
      .update({ status: place.here ? 'online' : 'away', present_until: '2099-01-01T00:00:00Z', capacity: place.capacity });
  }

  async misses(life: ConversationLife | undefined): Promise<void> {
    const id = life?.state.assigneeId;
    if ((await life?.missesOffer()) === null) this.#isAway(id);
  }

  async loses(life: ConversationLife | undefined, officerId: string): Promise<void> {
    const offered = life?.state.status === 'offered';
    if ((await life?.does(system, { type: 'lose', officerId })) === null && offered) this.#isAway(officerId);
  }

  /** An officer who misses an offer is set to away. */
  #isAway(id: string | null | undefined): void {
    const place = this.#places.get(id ?? '');
    if (place) place.here = false;
  }

  async arrives(): Promise<void> {
    const life = await ConversationLife.begin(knex, { identityId: taxpayer.id });
    this.#lives.push(life);
    expect(await life.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null })).toBeNull();
  }

  pick(n: number): ConversationLife | undefined {
    return this.#lives[n % Math.max(1, this.#lives.length)];
  }

  held(id: string): number {
    return this.#lives.filter(({ state }) => state.assigneeId === id && (state.status === 'offered' || state.status === 'active')).length;
  }

  /** Waiting ones in the order of the queue. */
  get waiting(): ConversationLife[] {
    return this.#lives
      .filter(({ state }) => state.status === 'queued')
      .sort(
        (a, b) =>
          Number(b.state.front) - Number(a.state.front) ||
          (a.state.waitingSince ?? 0) - (b.state.waitingSince ?? 0) ||
          (a.id < b.id ? -1 : 1),
      );
  }

  ableFor({ state }: ConversationLife): string[] {
    const passed = new Set(state.passedOver.filter(({ until }) => until > Date.now()).map(({ officerId }) => officerId));
    return officers.filter((id) => {
      const place = this.#places.get(id);
      return place?.here === true && this.held(id) < place.capacity && !passed.has(id);
    });
  }

  /** Calls whoever waits until nobody more can be served, as events and the sweep do. */
  async settles(): Promise<void> {
    for (let round = 0; round < 50; round += 1) {
      const called = await servable(knex, 'east');
      const expected = this.waiting.filter((life) => this.ableFor(life).length > 0);
      expect(called.length > 0).toBe(expected.length > 0);
      if (called.length === 0) return;
      expect(called[0]?.caseId).toBe(expected[0]?.id);
      for (const { caseId } of called) {
        const life = this.#lives.find(({ id }) => id === caseId);
        const ahead = this.waiting.slice(0, life === undefined ? 0 : this.waiting.indexOf(life));
        const able = life === undefined ? [] : this.ableFor(life);
        const refused = await life?.does(system, { type: 'seek' });
        // Fair: whoever is before in the queue could not have been served by this officer.
        if (refused === null) for (const earlier of ahead) expect(this.ableFor(earlier)).not.toContain(life?.state.assigneeId);
        else expect(able.filter((id) => !ahead.some((earlier) => this.ableFor(earlier).includes(id)))).toEqual([]);
      }
    }
    throw new Error('it never settles');
  }

  async holds(): Promise<void> {
    expect(await servable(knex, 'east')).toEqual([]);
    for (const id of officers) {
      const load = Number((await knex('chats').where({ held_by: id }).count<{ count: string }[]>())[0]?.count);
      expect(load).toBe(this.held(id));
    }
  }

  async empties(): Promise<void> {
    for (const life of this.#lives) await life.does(taxpayer, { type: 'close', summaryId: null });
  }
}

const step = fc.record({
  does: fc.constantFrom(
    'arrive',
    'come',
    'go',
    'capacity',
    'accept',
    'decline',
    'miss',
    'release',
    'lose',
    'leave',
    'close',
    'raise',
    'claim',
  ),
  whose: fc.nat(30),
  who: fc.nat(3),
  size: fc.integer({ min: 0, max: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function take(centre: Centre, { does, whose, who, size }: Step): Promise<void> {
  const officer = officers[who] ?? '';
  const life = centre.pick(whose);
  switch (does) {
    case 'arrive':
      await centre.arrives();
      return;
    case 'come':
      await centre.set(officer, { here: true });
      return;
    case 'go':
      await centre.set(officer, { here: false });
      return;
    case 'capacity':
      await centre.set(officer, { capacity: size });
      return;
    case 'accept':
      await life?.does(asOfficer(life.state.assigneeId), { type: 'accept' });
      return;
    case 'decline':
      await life?.does(asOfficer(life.state.assigneeId), { type: 'decline' });
      return;
    case 'miss':
      await centre.misses(life);
      return;
    case 'release':
      await life?.does(asOfficer(life.state.assigneeId), { type: 'release', noteId: null });
      return;
    case 'lose':
      await centre.loses(life, officer);
      return;
    case 'leave':
      await life?.does(taxpayer, { type: 'leaveQueue' });
      return;
    case 'close':
      await life?.does(taxpayer, { type: 'close', summaryId: null });
      return;
    case 'raise':
      await life?.does(asOfficer(null), { type: 'prioritise' });
      return;
    case 'claim': {
      const before = centre.held(officer);
      const refused = await life?.does(asOfficer(officer), { type: 'claim' });
      if (refused === 'capacity-reached') expect(centre.held(officer)).toBe(before);
      return;
    }
  }
}

describe('the queue of a centre', () => {
  it('leaves nobody waiting whom an officer could serve, whatever happens, and serves in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const centre = new Centre();
        for (const id of officers) await centre.set(id, { here: false, capacity: 1 });
        for (const each of steps) {
          await take(centre, each);
          await centre.settles();
          await centre.holds();
        }
        await centre.empties();
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('exceeds no capacity when many ask and take at the same moment', async () => {
    const [first] = officers;
    await knex('officers').update({ present_until: null });
    await knex('officers')
      .whereIn('id', officers.slice(0, 2))
      .update({ status: 'online', present_until: '2099-01-01T00:00:00Z', capacity: 3 });
    const lives = await Promise.all(Array.from({ length: 12 }, () => ConversationLife.begin(knex, { identityId: taxpayer.id })));
    await Promise.all(lives.map((life) => life.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null })));
    await Promise.all(lives.flatMap((life) => [life.does(asOfficer(first ?? ''), { type: 'claim' }), life.does(system, { type: 'seek' })]));
    const { rows } = await knex.raw<{ rows: { count: number }[] }>(
      'SELECT count(*)::int FROM chats WHERE held_by IS NOT NULL GROUP BY held_by',
    );
    expect(rows.map(({ count }) => count)).toEqual([3, 3]);
    await Promise.all(lives.map((life) => life.does(taxpayer, { type: 'close', summaryId: null })));
  }, 60_000);

  it('prefers the officer of last time among those who can take it now, and waits for nobody', async () => {
    const [first, second] = officers as [string, string];
    await knex('officers').update({ present_until: null });
    await knex('officers')
      .whereIn('id', officers.slice(0, 2))
      .update({ status: 'online', present_until: '2099-01-01T00:00:00Z', capacity: 5 });
    const served = async (preferredOfficerId: string): Promise<string | null> => {
      const life = await ConversationLife.begin(knex, { identityId: taxpayer.id, preferredOfficerId });
      await life.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null });
      const { assigneeId } = life.state;
      await life.does(taxpayer, { type: 'close', summaryId: null });
      return assigneeId;
    };
    for (const preferred of [second, second, first, second]) expect(await served(preferred)).toBe(preferred);
    await knex('officers').where({ id: second }).update({ status: 'busy' });
    expect(await served(second)).toBe(first);
  });

  it('finds whose officer is gone', async () => {
    const [first] = officers as [string];
    await knex('officers')
      .where({ id: first })
      .update({ status: 'online', capacity: 5, present_until: new Date(Date.now() + 60_000) });
    await knex('officers').whereNot({ id: first }).update({ present_until: null });
    const held = async (graceMs: number): Promise<ConversationLife> => {
      const life = await ConversationLife.begin(
        knex,
        { identityId: taxpayer.id },
        { ...patientConversationPolicy, graceMinutes: graceMs / 60_000 },
      );
      await life.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null });
      return life;
    };
    const soon = await held(1_000);
    await held(10_000);
    expect(await abandoned(knex)).toEqual([]);
    await knex('officers')
      .where({ id: first })
      .update({ present_until: new Date(Date.now() - 5_000) });
    expect(await abandoned(knex)).toEqual([{ caseId: soon.id, kind: 'conversation', officerId: first }]);
  });
});
