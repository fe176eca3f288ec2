/**
 * `npm run bench:slots`: places of a centre with 1,000,000 past and 100,000 future bookings.
 *
 * 1. Free slots of a month, and the first free one: p50 and p95, with the scans of their plans.
 * 2. One hot day with 64 clients: holds a second and whole bookings a second (hold, then grant), beside the bare transaction, which locks a
 *    seat and inserts a row. Everybody is somebody else. Afterwards no place may be taken twice, and none beyond the capacity.
 * 3. 500 people want the last ten places of one time at once, a hundred times: ten win each time.
 *
 * PAST, FUTURE, CLIENTS, SECONDS and FIGHTS set other sizes. DATABASE_URL names a server that may make databases, else one is started.
 */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { connect, timeLimits } from '../db/connect.ts';
import { firstFree, freeStarts } from '../db/slots/free.ts';
import { grantPlace } from '../db/slots/grant.ts';
import { slotService, type SlotService } from '../db/slots/ground.ts';
import { holdPlace } from '../db/slots/hold.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';
import { populate } from '../tests/support/people.ts';
import { addSlotType, addTaxpayers, inDays, openCentre, storedCase } from '../tests/support/slots.ts';
import { line } from './figures.ts';
import { fight } from './slot-fight.ts';
import { compare, inScratchDatabase, type Verdict } from './statements.ts';

const past = Number(process.env['PAST'] ?? 1_000_000);
const future = Number(process.env['FUTURE'] ?? 100_000);
const clients = Number(process.env['CLIENTS'] ?? 64);
const seconds = Number(process.env['SECONDS'] ?? 10);
const fights = Number(process.env['FIGHTS'] ?? 100);
const limits = { monthMs: 50, leastShare: 0.5 };
/** Half hours of a day, places of each, and those that are taken in the future. */
const starts = 48;
const places = 70;
const taken = 35;
const hotDay = 12;
/** One count of a day's entries in an index. */
const quietBareMs = 10;

await inScratchDatabase('slots', measure);

async function measure(knex: Knex, databaseUrl: string): Promise<Verdict> {
  const { taxpayer } = await populate(knex);
  await openCentre(knex, 'east', places);
  await addSlotType(knex, 'visit-hall', { horizonDays: 30, dayLimit: 20 });
  const began = Date.now();
  line(`filling ${String(past)} past and ${String(future)} future bookings of one centre …`);
  await fill(knex, taxpayer);
  line(`filled in ${String(Math.round((Date.now() - began) / 1_000))} s`);
  const now = Date.now();
  const service = await slotService(knex, 'east', 'visit-hall', now);
  if (service === null) throw new Error('no service');
  const today = dayNumberOf(now);
  const month = { from: dateOf(today), to: dateOf(today + 30), now };
  const { verdict } = await compare(
    knex,
    [
      {
        name: 'bare limit: bookings of a day',
        work: (on) =>
          on('slot_places')
            .where({ centre_id: 'east', pool: '' })
            .whereBetween('starts_at', [new Date(inDays(5, 0)), new Date(inDays(6, 0))])
            .count(),
        limit: null,
      },
      { name: 'hours, type and closures', work: (on) => slotService(on, 'east', 'visit-hall', now), limit: limits.monthMs },
      { name: 'free slots of a month', work: (on) => freeStarts(on, service, month), limit: limits.monthMs },
      { name: 'first free slot', work: (on) => firstFree(on, service, now), limit: limits.monthMs },
    ],
    60,
    quietBareMs,
  );
  return verdict === 'broken' ? verdict : await bookings(databaseUrl, service, verdict);
}

/** As from a backup: foreign keys are not checked row by row, and the constraint is built after the rows. */
async function fill(knex: Knex, identityId: string): Promise<void> {
  const caseId = await storedCase(knex, { identityId });
  await knex.raw('ALTER TABLE slot_places DROP CONSTRAINT slot_places_taken_once');
  const insert = (rows: number, perStart: number, firstDay: number, backwards: boolean) =>
    knex.raw(
      `INSERT INTO slot_places (id, centre_id, pool, place_no, type_id, starts_at, ends_at, state, form, day_limit, identity_id, case_id)
       SELECT gen_random_uuid(), 'east', '', n % :perStart + 1, 'visit-hall', at, at + interval '30 minutes', 'booked', 'booking', 20,
         :identityId, :caseId
       FROM generate_series(0, :rows::int - 1) n,
         LATERAL (SELECT :first::timestamptz + (n / :perStart) * (CASE WHEN :backwards THEN -1 ELSE 1 END) * interval '30 minutes' AS at) t`,
      { rows, perStart, identityId, caseId, first: new Date(inDays(firstDay, backwards ? -30 : 0)), backwards },
    );
  await knex.raw(`SET session_replication_role = replica`);
  await insert(past, places, 0, true);
  await insert(future, taken, 1, false);
  await knex.raw(`SET session_replication_role = origin`);
  line('rows are there; the constraint is built …');
  await knex.raw(
    `ALTER TABLE slot_places ADD CONSTRAINT slot_places_taken_once
       EXCLUDE USING gist (centre_id WITH =, pool WITH =, place_no WITH =, tstzrange(starts_at, ends_at) WITH &&)`,
  );
  await knex.raw('VACUUM ANALYZE slot_places');
}

async function bookings(databaseUrl: string, service: SlotService, verdict: Verdict): Promise<Verdict> {
  const knex = connect(databaseUrl, clients, timeLimits.tool);
  try {
    const people = await addTaxpayers(knex, 5_000);
    await knex.raw(
      `CREATE TABLE bare_seats (id int PRIMARY KEY); CREATE TABLE bare_bookings (id uuid PRIMARY KEY, seat int, identity_id uuid)`,
    );
    await knex.raw(`INSERT INTO bare_seats SELECT generate_series(1, ${String(starts)})`);
    const start = (turn: number): number => inDays(hotDay, (turn % starts) * 30);
    const person = (turn: number): string => people[turn % people.length] ?? '';
    const caseIds = new Map<string, string>();
    for (const identityId of people) caseIds.set(identityId, randomUUID());
    await knex.raw(
      `INSERT INTO cases (id, kind, region_id, centre_id, type_id, identity_id, opened_at, changed_at, number, status, version, live, state)
       SELECT c.id, 'message', 'region', 'east', 'invoice', c.identity, now(), now(), c.id::text, 'submitted', 1, true, '{}'
       FROM jsonb_to_recordset(:rows) AS c (id uuid, identity uuid)`,
      { rows: JSON.stringify([...caseIds].map(([identity, id]) => ({ id, identity }))) },
    );
    const makeRoom = () =>
      knex('slot_places')
        .whereBetween('starts_at', [new Date(inDays(hotDay, 0)), new Date(inDays(hotDay + 1, -30))])
        .delete();
    const hold = (turn: number) =>
      holdPlace(knex, {
        id: randomUUID(),
        identityId: person(turn),
        centreId: service.centreId,
        typeId: service.typeId,
        start: start(turn),
        now: Date.now(),
        form: String(turn),
      });
    await makeRoom();
    const bare = await rate((turn) =>
      knex.transaction(async (trx) => {
        await trx.raw('SELECT id FROM bare_seats WHERE id = ? FOR UPDATE', [(turn % starts) + 1]);
        await trx.raw('INSERT INTO bare_bookings VALUES (?, ?, ?)', [randomUUID(), (turn % starts) + 1, person(turn)]);
        return true;
      }),
    );
    const held = await rate(async (turn) => 'place' in (await hold(turn)));
    await makeRoom();
    const booked = await rate(async (turn) => {
      const got = await hold(turn);
      if (!('place' in got)) return false;
      const { placeId, centreId } = got.place;
      const identityId = person(turn);
      return (
        (await knex.transaction((trx) => grantPlace(trx, { placeId, centreId, identityId, caseId: caseIds.get(identityId) ?? '' }))) !==
        null
      );
    });
    const { rows } = await knex.raw<{ rows: { twice: number; beyond: number }[] }>(
      `SELECT (SELECT count(*)::int FROM slot_places a JOIN slot_places b ON a.id < b.id AND (a.centre_id, a.pool, a.place_no) = (b.centre_id, b.pool, b.place_no)
           AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at WHERE a.starts_at >= :from AND b.starts_at >= :from AND a.starts_at < :to AND b.starts_at < :to) AS twice,
         (SELECT count(*)::int FROM slot_places WHERE starts_at >= :from AND place_no > :places) AS beyond`,
      { from: new Date(inDays(hotDay, 0)), to: new Date(inDays(hotDay + 1, 0)), places },
    );
    const [wrong] = rows;
    const show = (name: string, { perSecond, won }: Rate): void => {
      line(
        `${name.padEnd(40)}${perSecond.toFixed(0).padStart(7)} /s   ${(perSecond / bare.perSecond).toFixed(2)} of the bare one   ${String(won)} won`,
      );
    };
    line('');
    line(`one hot day, ${String(clients)} clients`);
    show('bare: lock the seat, insert', bare);
    show('hold: checked, placed, inserted', held);
    show('booking: hold, then grant', booked);
    line(`taken twice: ${String(wrong?.twice)}, beyond the capacity: ${String(wrong?.beyond)}`);
    const overbooked = wrong === undefined || wrong.twice > 0 || wrong.beyond > 0;
    const fair = await fight(knex, { times: fights, taken, clients, day: hotDay + 1 });
    if (overbooked || !fair || held.perSecond < limits.leastShare * bare.perSecond) return 'broken';
    return verdict;
  } finally {
    await knex.destroy();
  }
}

interface Rate {
  perSecond: number;
  won: number;
}

/** Runs so many clients for so long, each one turn after the other. A turn that wins nothing counts as a turn. */
async function rate(take: (turn: number) => Promise<boolean>): Promise<Rate> {
  const end = Date.now() + seconds * 1_000;
  let [turn, won] = [0, 0];
  const work = async (): Promise<void> => {
    while (Date.now() < end) {
      turn += 1;
      if (await take(turn)) won += 1;
    }
  };
  const began = Date.now();
  await Promise.all(Array.from({ length: clients }, work));
  return { perSecond: (turn * 1_000) / (Date.now() - began), won };
}
