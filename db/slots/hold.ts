import type { Knex } from 'knex';

import { startAt, type Start } from '../../domain/slots/starts.ts';
import { prepared } from '../prepared.ts';
import { longestMs, nearestFree, type FreeStart } from './free.ts';
import { slotService, type SlotService } from './ground.ts';
import { bookedThatDay, joinTaking } from './turn.ts';

export interface HoldRequest {
  /** Chosen by the page: sent again, it is the same hold. */
  id: string;
  identityId: string;
  centreId: string;
  typeId: string;
  /** Epoch milliseconds. */
  start: number;
  now: number;
  /** Form that holds the place; a person holds one place per form. */
  form?: string;
  /** Appointment to be moved: it does not count against the limit by day. */
  caseId?: string | null;
}

export interface HeldPlace {
  placeId: string;
  centreId: string;
  typeId: string;
  startsAt: number;
  endsAt: number;
  heldUntil: number;
}

/** `unknown-type`: not at this centre; `not-a-start`: no start exists then; `day-limit`: the taxpayer has as many as allowed that day. */
export type HoldRefusal = 'unknown-type' | 'not-a-start' | 'day-limit' | 'id-taken';
export type Hold = { place: HeldPlace } | { full: readonly FreeStart[] } | { refusal: HoldRefusal };

/** Form of the taxpayer's own booking. */
const bookingForm = 'booking';

/**
 * Holds a place for a person who fills in a form: the lowest free number of the pool at that time. The start is checked by the rule that
 * offered it. The earlier hold of the same person and form is given back in the same transaction; when all places are taken it stays, and
 * the nearest free starts are returned.
 * @param knex outside a transaction, or a transaction that the hold joins
 */
export async function holdPlace(knex: Knex, request: HoldRequest): Promise<Hold> {
  const found = await knex.transaction(async (trx): Promise<Hold | Full> => await take(trx, request)).catch(fullOrThrow);
  if (!('service' in found)) return found;
  return { full: await nearestFree(knex, found.service, request.start, request.now) };
}

/** Gives back a hold of a person; nothing happens when it is gone or belongs to a case. @returns true when there was one */
export async function releaseHold(knex: Knex, identityId: string, placeId: string): Promise<{ centreId: string } | null> {
  const { rows } = await prepared<{ centreId: string }>(
    knex,
    `DELETE FROM slot_places WHERE id = :placeId AND identity_id = :identityId AND case_id IS NULL RETURNING centre_id AS "centreId"`,
    { placeId, identityId },
  );
  return rows[0] ?? null;
}

interface Full {
  service: SlotService;
}

/** Rolls the transaction back, so that the earlier hold stays. */
class NoPlaceLeft extends Error {
  readonly service: SlotService;
  constructor(service: SlotService) {
    super('no place left');
    this.service = service;
  }
}

function fullOrThrow(error: unknown): Full {
  if (error instanceof NoPlaceLeft) return { service: error.service };
  throw error;
}

async function take(trx: Knex.Transaction, request: HoldRequest): Promise<Hold> {
  const { centreId, typeId, now } = request;
  await joinTaking(trx, centreId, request.identityId);
  const service = await slotService(trx, centreId, typeId, now);
  if (service === null) return { refusal: 'unknown-type' };
  const start = startAt(service.ground, service.definition, now, request.start);
  if (start === null) return { refusal: 'not-a-start' };
  // Each round that takes nothing although a number was free lost it to somebody whose row is there in the next one.
  for (let round = 0; round <= start.places; round += 1) {
    const { free, place, known, booked } = await insertHold(trx, request, service, start);
    if (known !== null) return known.same ? { place: { ...known.place, centreId, typeId } } : { refusal: 'id-taken' };
    if (booked >= service.definition.dayLimit) return { refusal: 'day-limit' };
    if (place !== null) return { place: { ...place, centreId, typeId } };
    if (free === 0) break;
  }
  throw new NoPlaceLeft(service);
}

type Taken = Pick<HeldPlace, 'placeId' | 'startsAt' | 'endsAt' | 'heldUntil'>;

interface Attempt {
  /** Numbers that were free when the statement began. */
  free: number;
  place: Taken | null;
  /** Hold with this id that was there already. */
  known: { same: boolean; place: Taken } | null;
  /** Other bookings of the taxpayer on that day. */
  booked: number;
}

/**
 * The statement reads, removes and inserts at once. The insertion reads from `gone`, so that expired holds and the earlier one of the form
 * are removed before. A number that somebody else takes at the same moment inserts nothing.
 */
async function insertHold(trx: Knex.Transaction, request: HoldRequest, service: SlotService, start: Start): Promise<Attempt> {
  const { definition, holdMinutes } = service;
  const { rows } = await prepared<{
    free: number;
    booked: number;
    inserted: string | null;
    known: {
      identity_id: string;
      centre_id: string;
      type_id: string;
      starts_at: string;
      ends_at: string;
      held_until: string | null;
    } | null;
  }>(
    trx,
    `WITH known AS (
       SELECT * FROM slot_places WHERE id = :id AND (identity_id <> :identityId OR held_until IS NULL OR held_until > :now)),
     earlier AS (
       SELECT id FROM slot_places WHERE identity_id = :identityId AND (form = :form OR id = :id) AND case_id IS NULL
       UNION
       SELECT id FROM slot_places
       WHERE centre_id = :centreId AND pool = :pool AND starts_at > :since AND starts_at < :endsAt AND ends_at > :startsAt AND held_until <= :now),
     taken AS (
       SELECT DISTINCT place_no FROM slot_places
       WHERE centre_id = :centreId AND pool = :pool AND starts_at > :since AND starts_at < :endsAt AND ends_at > :startsAt
         AND id NOT IN (SELECT id FROM earlier)),
     booked AS (SELECT ${bookedThatDay(':startsAt::timestamptz')}::int AS count),
     free AS (
       SELECT n FROM generate_series(1, :places::int) n
       WHERE NOT EXISTS (SELECT FROM known) AND (SELECT count FROM booked) < :dayLimit::int AND n NOT IN (SELECT place_no FROM taken)),
     chosen AS (SELECT n FROM free ORDER BY n LIMIT 1),
     gone AS (DELETE FROM slot_places WHERE id IN (SELECT id FROM earlier) AND EXISTS (SELECT FROM chosen) RETURNING id),
     inserted AS (
       INSERT INTO slot_places
         (id, centre_id, pool, place_no, type_id, starts_at, ends_at, state, held_until, form, day_limit, identity_id)
       SELECT :id::uuid, :centreId, :pool, n, :typeId, :startsAt::timestamptz, :endsAt::timestamptz, 'held', :heldUntil::timestamptz,
         :form, :dayLimit::smallint, :identityId::uuid
       FROM chosen, (SELECT count(*) FROM gone) AS removed
       ON CONFLICT DO NOTHING RETURNING id)
     SELECT (SELECT count(*)::int FROM free) AS free, (SELECT count FROM booked) AS booked,
       (SELECT id FROM inserted) AS inserted, (SELECT to_json(known) FROM known) AS known`,
    {
      id: request.id,
      identityId: request.identityId,
      form: request.form ?? bookingForm,
      caseId: request.caseId ?? null,
      centreId: request.centreId,
      typeId: request.typeId,
      pool: definition.pool,
      places: start.places,
      dayLimit: definition.dayLimit,
      since: new Date(start.startsAt - longestMs),
      startsAt: new Date(start.startsAt),
      endsAt: new Date(start.endsAt),
      heldUntil: new Date(request.now + holdMinutes * 60_000),
      now: new Date(request.now),
    },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  const { known } = row;
  const heldUntil = request.now + holdMinutes * 60_000;
  return {
    free: row.free,
    booked: row.booked,
    place: row.inserted === null ? null : { placeId: row.inserted, startsAt: start.startsAt, endsAt: start.endsAt, heldUntil },
    known: known && {
      same:
        known.identity_id === request.identityId &&
        known.centre_id === request.centreId &&
        known.type_id === request.typeId &&
        Date.parse(known.starts_at) === start.startsAt,
      place: {
        placeId: request.id,
        startsAt: Date.parse(known.starts_at),
        endsAt: Date.parse(known.ends_at),
        heldUntil: Date.parse(known.held_until ?? known.ends_at),
      },
    },
  };
}
