import type { Knex } from 'knex';

import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { appointmentLimits } from '../../domain/slots/definition.ts';
import { slotDays, type SlotDay, type Start } from '../../domain/slots/starts.ts';
import { prepared } from '../prepared.ts';
import type { SlotService } from './ground.ts';

/** A start with the places that are still free. */
export interface FreeStart extends Start {
  free: number;
}
export interface FreeDay extends Omit<SlotDay, 'starts'> {
  starts: readonly FreeStart[];
}

export interface FreeQuery {
  /** Dates `YYYY-MM-DD` in Shanghai, both included. */
  from: string;
  to: string;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Returns the days of a centre for a type of appointment, with the starts that exist and the places left. One rule (`domain/slots`) and one
 * count serve the picture of a month, the list of a day and the transaction.
 */
export async function freeStarts(knex: Knex, service: SlotService, { from, to, now }: FreeQuery): Promise<FreeDay[]> {
  const days = slotDays(service.ground, service.definition, now, from, to);
  const starts = days.flatMap((day) => day.starts);
  const free = await countFree(knex, service, starts, now);
  return days.map((day) => ({ ...day, starts: day.starts.map((start) => ({ ...start, free: free.get(start.startsAt) ?? start.places })) }));
}

/** Returns the first start of these days with a place left, not before an instant; null when they have none. */
export const firstOf = (days: readonly FreeDay[], after = 0): FreeStart | null =>
  days.flatMap(({ starts }) => starts).find(({ startsAt, free }) => free > 0 && startsAt >= after) ?? null;

/** Days that a search for a free start looks at together. */
const searchedDays = 14;

/**
 * Returns the first start with a place left; null when there is none until the horizon.
 * @param after instant before which no start is wanted
 */
export async function firstFree(knex: Knex, service: SlotService, now: number, after = now): Promise<FreeStart | null> {
  const last = dayNumberOf(now) + service.definition.horizonDays;
  for (let day = dayNumberOf(Math.max(now, after)); day <= last; day += searchedDays) {
    const days = await freeStarts(knex, service, { from: dateOf(day), to: dateOf(Math.min(last, day + searchedDays - 1)), now });
    const first = firstOf(days, after);
    if (first !== null) return first;
  }
  return null;
}

/** No place begins earlier than this before an instant at which it still lasts. */
export const longestMs = appointmentLimits.lengthMinutes[1] * 60_000;

/**
 * Counts the place numbers that are free during the whole of each start. A number is what the exclusion constraint guards, so the count is
 * exactly what can be taken. An expired hold counts as free.
 */
async function countFree(
  knex: Knex,
  { centreId, definition }: SlotService,
  starts: readonly Start[],
  now: number,
): Promise<Map<number, number>> {
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  // A number travels as a character: to read tens of thousands of numbers as arrays takes longer than to find them.
  const { rows } = await prepared<{ at: Date; until: Date; numbers: string }>(
    knex,
    `SELECT starts_at AS at, ends_at AS until, string_agg(chr(place_no), '') AS numbers
     FROM slot_places
     WHERE centre_id = :centreId AND pool = :pool AND starts_at > :since AND starts_at < :to AND ends_at > :from
       AND (held_until IS NULL OR held_until > :now)
     GROUP BY starts_at, ends_at ORDER BY starts_at`,
    {
      centreId,
      pool: definition.pool,
      since: new Date(first.startsAt - longestMs),
      from: new Date(first.startsAt),
      to: new Date(last.endsAt),
      now: new Date(now),
    },
  );
  const taken = rows.map(({ at, until, numbers }) => ({ startsAt: at.getTime(), endsAt: until.getTime(), numbers }));
  let behind = 0;
  return new Map(
    starts.map(({ startsAt, endsAt, places }) => {
      while ((taken[behind]?.startsAt ?? Infinity) <= startsAt - longestMs) behind += 1;
      const groups: string[] = [];
      for (let i = behind; i < taken.length; i += 1) {
        const group = taken[i];
        if (group === undefined || group.startsAt >= endsAt) break;
        if (group.endsAt > startsAt) groups.push(group.numbers);
      }
      return [startsAt, places - countOf(groups, places)] as const;
    }),
  );
}

/** Counts the numbers in these groups that are not beyond the places. Those of one group are all different. */
function countOf(groups: readonly string[], places: number): number {
  const [only, more] = groups;
  if (only === undefined) return 0;
  if (more !== undefined) return [...new Set(groups.join(''))].filter((number) => number.charCodeAt(0) <= places).length;
  let count = 0;
  for (let i = 0; i < only.length; i += 1) if (only.charCodeAt(i) <= places) count += 1;
  return count;
}

/** Days around the wanted one in which another start is looked for: near by first, then further. Most starts that are offered instead. */
const nearDays = [
  { before: 1, after: 1 },
  { before: 7, after: 21 },
];
const mostNearest = 3;

/** Returns the free starts nearest to an instant, the nearest first. */
export async function nearestFree(knex: Knex, service: SlotService, wanted: number, now: number): Promise<FreeStart[]> {
  const day = dayNumberOf(wanted);
  let nearest: FreeStart[] = [];
  for (const { before, after } of nearDays) {
    const days = await freeStarts(knex, service, { from: dateOf(day - before), to: dateOf(day + after), now });
    nearest = days
      .flatMap(({ starts }) => starts)
      .filter(({ free }) => free > 0)
      .sort((a, b) => Math.abs(a.startsAt - wanted) - Math.abs(b.startsAt - wanted) || a.startsAt - b.startsAt)
      .slice(0, mostNearest);
    if (nearest.length === mostNearest) return nearest;
  }
  return nearest;
}
