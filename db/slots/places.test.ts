/** Places of appointments against the real database: holds, grants, limits, and many people for the last places. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pMap from 'p-map';

import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { populate } from '../../tests/support/people.ts';
import { addSlotType, addTaxpayers, everyDay, inDays, openSlots, setCentre, storedCase } from '../../tests/support/slots.ts';
import { freeStarts } from './free.ts';
import { slotService } from './ground.ts';
import { grantPlace, keepPlaces, type GrantRequest } from './grant.ts';
import { holdPlace, releaseHold, type Hold, type HoldRequest } from './hold.ts';

const { knex } = testDatabase();
let people: string[];
let officer: string;
const person = (i = 0): string => people[i] ?? '';

beforeAll(async () => {
  officer = (await populate(knex)).supervisor;
  await openSlots(knex);
  await addSlotType(knex, 'long-visit', { lengthMinutes: 60 });
  await addSlotType(knex, 'other-pool', { pool: 'vip' });
  people = await addTaxpayers(knex, 500);
});
beforeEach(async () => {
  await knex('slot_places').delete();
  await knex('slot_closures').delete();
  await setCentre(knex, 'slots.windows', everyDay(10));
});

const nine = inDays(2, 9 * 60);
const hold = (change: Partial<HoldRequest> = {}): Promise<Hold> =>
  holdPlace(knex, {
    id: randomUUID(),
    identityId: person(),
    centreId: 'east',
    typeId: 'visit-hall',
    start: nine,
    now: Date.now(),
    ...change,
  });
const placeOf = (held: Hold): string => {
  if (!('place' in held)) throw new Error(`no place: ${JSON.stringify(held)}`);
  return held.place.placeId;
};
const freeAt = async (start: number, typeId = 'visit-hall', now = Date.now()): Promise<number | undefined> => {
  const date = dateOf(dayNumberOf(start));
  const service = await slotService(knex, 'east', typeId, now);
  const days = service && (await freeStarts(knex, service, { from: date, to: date, now }));
  return days?.[0]?.starts.find(({ startsAt }) => startsAt === start)?.free;
};

const newCase = (identityId: string): Promise<string> => storedCase(knex, { identityId });
const grant = async (request: Partial<GrantRequest> & { placeId: string; caseId: string }) =>
  await knex.transaction((trx) => grantPlace(trx, { centreId: 'east', identityId: person(), ...request }));

describe('a hold', () => {
  it('takes a place of exactly its time', async () => {
    const held = await hold();
    expect(held).toMatchObject({ place: { startsAt: nine, endsAt: nine + 30 * 60_000 } });
    expect([await freeAt(nine), await freeAt(nine + 30 * 60_000), await freeAt(nine - 30 * 60_000)]).toEqual([9, 10, 10]);
  });

  it('is the same one when it is sent again, and nobody else’s', async () => {
    const id = randomUUID();
    const first = await hold({ id });
    expect(await hold({ id })).toMatchObject({ place: { placeId: placeOf(first), startsAt: nine } });
    expect(await hold({ id, start: nine + 30 * 60_000 })).toEqual({ refusal: 'id-taken' });
    expect(await hold({ id, identityId: person(1) })).toEqual({ refusal: 'id-taken' });
    expect(await freeAt(nine)).toBe(9);
  });

  it('replaces the earlier one of the same person and form, also at the same time', async () => {
    await setCentre(knex, 'slots.windows', everyDay(1));
    await hold();
    const again = placeOf(await hold());
    expect(await knex('slot_places').pluck('id')).toEqual([again]);
    await hold({ start: nine + 30 * 60_000 });
    expect([await freeAt(nine), await freeAt(nine + 30 * 60_000)]).toEqual([1, 0]);
    await hold({ form: 'another' });
    expect(await knex('slot_places').where({ identity_id: person() })).toHaveLength(2);
  });

  it('stays when the next start is full, and the nearest starts are told', async () => {
    await setCentre(knex, 'slots.windows', everyDay(1));
    await hold({ identityId: person(1) });
    const mine = placeOf(await hold({ start: nine + 30 * 60_000 }));
    expect(await hold()).toMatchObject({ full: [{ startsAt: nine - 30 * 60_000, free: 1 }, { startsAt: nine - 60 * 60_000 }, {}] });
    expect(await knex('slot_places').where({ identity_id: person() }).pluck('id')).toEqual([mine]);
  });

  it('gives way when it has expired, and is not granted then', async () => {
    await setCentre(knex, 'slots.windows', everyDay(1));
    const now = Date.now();
    const old = placeOf(await hold({ now: now - 5 * 60_000 - 1 }));
    expect(await freeAt(nine)).toBe(1);
    expect(await grant({ placeId: old, caseId: await newCase(person()) })).toBeNull();
    expect(await hold({ identityId: person(1), now })).toHaveProperty('place');
    expect(await freeAt(nine)).toBe(0);
  });

  it('is given back by its person only, and not once a case has it', async () => {
    const mine = placeOf(await hold());
    expect(await releaseHold(knex, person(1), mine)).toBeNull();
    expect(await releaseHold(knex, person(), mine)).toEqual({ centreId: 'east' });
    const booked = placeOf(await hold());
    await grant({ placeId: booked, caseId: await newCase(person()) });
    expect(await releaseHold(knex, person(), booked)).toBeNull();
    expect(await freeAt(nine)).toBe(9);
  });

  it.each([
    ['within the lead time', () => ({ start: Math.ceil(Date.now() / 1_800_000) * 1_800_000 })],
    ['beyond the horizon', () => ({ start: inDays(15, 540) })],
    ['in the past', () => ({ start: inDays(-1, 540) })],
    ['off the grid', () => ({ start: nine + 60_000 })],
  ])('is refused %s', async (_, change) => {
    expect(await hold(change())).toEqual({ refusal: 'not-a-start' });
  });

  it('is refused at a centre or of a type that there is not', async () => {
    expect(await hold({ typeId: 'invoice' })).toEqual({ refusal: 'unknown-type' });
    expect(await hold({ centreId: 'nowhere' })).toEqual({ refusal: 'unknown-type' });
  });
});

describe('a capacity', () => {
  it('is shared by types of the same pool and counted for the whole length', async () => {
    await setCentre(knex, 'slots.windows', [...everyDay(1), ...everyDay(2, 'vip')]);
    await hold({ start: nine + 30 * 60_000 });
    expect([await freeAt(nine, 'long-visit'), await freeAt(nine + 60 * 60_000, 'long-visit')]).toEqual([0, 1]);
    expect(await freeAt(nine + 30 * 60_000, 'other-pool')).toBe(2);
    expect(await hold({ identityId: person(1), typeId: 'long-visit' })).toHaveProperty('full');
    expect(await hold({ identityId: person(1), typeId: 'other-pool', start: nine + 30 * 60_000 })).toHaveProperty('place');
  });

  it('that is lowered cancels nobody and offers nothing', async () => {
    const booked = placeOf(await hold());
    const caseId = await newCase(person());
    await grant({ placeId: booked, caseId });
    await hold({ identityId: person(1) });
    await setCentre(knex, 'slots.windows', everyDay(1));
    expect(await freeAt(nine)).toBe(0);
    expect(await knex('slot_places').where({ case_id: caseId })).toHaveLength(1);
  });
});

describe('a grant', () => {
  it('makes the hold the case’s, and is the same when it runs again', async () => {
    const placeId = placeOf(await hold());
    const caseId = await newCase(person());
    const granted = { placeId, startsAt: nine, endsAt: nine + 30 * 60_000 };
    expect(await grant({ placeId, caseId })).toEqual(granted);
    expect(await grant({ placeId, caseId })).toEqual(granted);
    expect(await knex('slot_places').first('state', 'case_id', 'held_until')).toEqual({
      state: 'booked',
      case_id: caseId,
      held_until: null,
    });
  });

  it('is not of another taxpayer’s hold, nor of a booked place', async () => {
    const placeId = placeOf(await hold());
    expect(await grant({ placeId, caseId: await newCase(person(1)), identityId: person(1) })).toBeNull();
    await grant({ placeId, caseId: await newCase(person()) });
    expect(await grant({ placeId, caseId: await newCase(person()) })).toBeNull();
  });

  it('moves a proposed place from the invitation to the appointment, which keeps it when the invitation ends', async () => {
    const invitation = await newCase(person());
    const [first, second] = [placeOf(await hold({ form: 'a' })), placeOf(await hold({ form: 'b', start: nine + 30 * 60_000 }))];
    await grant({ placeId: first, caseId: invitation, as: 'held' });
    await grant({ placeId: second, caseId: invitation, as: 'held' });
    const appointment = await newCase(person());
    expect(await grant({ placeId: first, caseId: appointment })).toMatchObject({ placeId: first });
    await knex.transaction((trx) => keepPlaces(trx, invitation, []));
    expect(await knex('slot_places').select('id', 'case_id', 'state')).toEqual([{ id: first, case_id: appointment, state: 'booked' }]);
  });

  it('frees the old place of a moved case in the same transaction', async () => {
    const caseId = await newCase(person());
    await grant({ placeId: placeOf(await hold()), caseId });
    const next = placeOf(await hold({ start: nine + 60 * 60_000, caseId }));
    await knex.transaction(async (trx) => {
      await grantPlace(trx, { placeId: next, caseId, centreId: 'east', identityId: person() });
      expect(await keepPlaces(trx, caseId, [next])).toBe(1);
    });
    expect([await freeAt(nine), await freeAt(nine + 60 * 60_000)]).toEqual([10, 9]);
  });

  it('is lost when the time was closed meanwhile', async () => {
    const placeId = placeOf(await hold());
    const closed = { id: randomUUID(), centre_id: 'east', reason: '停电', created_by: officer };
    await knex('slot_closures').insert({ ...closed, starts_at: new Date(nine + 60_000), ends_at: new Date(nine + 120_000) });
    expect(await grant({ placeId, caseId: await newCase(person()) })).toBeNull();
    expect(await hold({ identityId: person(1) })).toEqual({ refusal: 'not-a-start' });
    expect(await hold({ identityId: person(1), start: nine + 30 * 60_000 })).toHaveProperty('place');
  });
});

describe('the limit of bookings on a day', () => {
  it('is Shanghai’s day, and the appointment that is moved does not count', async () => {
    const at = async (start: number, caseId: string): Promise<Hold> => {
      const held = await hold({ start, caseId });
      if ('place' in held) await grant({ placeId: held.place.placeId, caseId });
      return held;
    };
    const moved = await newCase(person());
    expect(await at(inDays(3, 0), moved)).toHaveProperty('place');
    await at(inDays(3, 23 * 60 + 30), await newCase(person()));
    expect(await at(inDays(3, 600), await newCase(person()))).toEqual({ refusal: 'day-limit' });
    expect(await at(inDays(4, 0), await newCase(person()))).toHaveProperty('place');
    expect(await at(inDays(3, 600), moved)).toHaveProperty('place');
  });

  it('holds when several holds are granted at once', async () => {
    const held = await Promise.all([0, 1, 2, 3].map((i) => hold({ form: String(i), start: nine + i * 1_800_000 })));
    const granted = await Promise.all(held.map(async (one) => await grant({ placeId: placeOf(one), caseId: await newCase(person()) })));
    expect(granted.filter((one) => one !== null)).toHaveLength(2);
  });
});

describe('five hundred people for the last ten places', () => {
  it('ten win, and the others get the nearest', async () => {
    const answers = await pMap(people, (identityId) => hold({ identityId }), { concurrency: 30 });
    expect(answers.filter((answer) => 'place' in answer)).toHaveLength(10);
    expect(await freeAt(nine)).toBe(0);
    const others = answers.flatMap((answer) => ('full' in answer ? [answer.full] : []));
    expect(others).toHaveLength(490);
    for (const nearest of others)
      expect(nearest.map(({ startsAt }) => Math.abs(startsAt - nine))).toEqual([1_800_000, 1_800_000, 3_600_000]);
  }, 120_000);
});

describe('any sequence of holds, grants, moves, cancellations, closures, changes of capacity and time', () => {
  /** The number seeds what is done, by whom and when. */
  const deeds = fc.array(fc.tuple(fc.nat(5), fc.nat(4), fc.nat(5), fc.integer({ min: 1, max: 3 })), { minLength: 5, maxLength: 25 });

  it('never takes a place twice, and offers exactly what can be taken', async () => {
    const cases = await Promise.all([0, 1, 2, 3, 4].map((i) => newCase(person(i))));
    await fc.assert(
      fc.asyncProperty(deeds, async (list) => {
        await knex('slot_places').delete();
        await knex('slot_closures').delete();
        let places = 2;
        await setCentre(knex, 'slots.windows', everyDay(places));
        const held = new Map<number, string>();
        for (const [deed, who, when, size] of list) {
          const start = nine + when * 1_800_000;
          const mine = held.get(who);
          const caseId = cases[who] ?? '';
          if (deed === 0 || deed === 1) {
            const free = (await freeAt(start, deed === 1 ? 'long-visit' : 'visit-hall')) ?? 0;
            const own = await knex('slot_places')
              .where({ identity_id: person(who) })
              .whereNull('case_id')
              .first<{ id: string } | undefined>('id');
            const got = await hold({ identityId: person(who), start, typeId: deed === 1 ? 'long-visit' : 'visit-hall' });
            if ('place' in got) held.set(who, got.place.placeId);
            // An own hold at the same time may make room for the next one.
            if (own === undefined && !('refusal' in got)) expect('place' in got).toBe(free > 0);
          } else if (deed === 2 && mine !== undefined) {
            await knex.transaction(async (trx) => {
              const granted = await grantPlace(trx, { placeId: mine, caseId, centreId: 'east', identityId: person(who) });
              if (granted !== null) await keepPlaces(trx, caseId, [mine]);
            });
          } else if (deed === 3) await knex.transaction((trx) => keepPlaces(trx, caseId, []));
          else if (deed === 4)
            await knex('slot_places')
              .whereNull('case_id')
              .limit(1)
              .update({ held_until: new Date(0) });
          else {
            places = size;
            await setCentre(knex, 'slots.windows', everyDay(places));
          }
          const { rows } = await knex.raw<{ rows: unknown[] }>(
            `SELECT FROM slot_places a JOIN slot_places b ON a.id < b.id AND a.place_no = b.place_no AND a.pool = b.pool
               AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
          );
          expect(rows).toEqual([]);
          const perCase = await knex('slot_places')
            .whereNotNull('case_id')
            .groupBy('case_id')
            .select('case_id')
            .count<{ count: number }[]>();
          expect(perCase.filter(({ count }) => count > 1)).toEqual([]);
        }
      }),
      { numRuns: 12 },
    );
  }, 240_000);
});
