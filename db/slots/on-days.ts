/** Places on chosen days for one of many taxpayers. */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { freeStarts } from './free.ts';
import { slotService } from './ground.ts';
import { holdPlace, type HeldPlace, type HoldRequest } from './hold.ts';

export interface OnDays {
  /** Dates `YYYY-MM-DD` in Shanghai, ascending. */
  days: readonly string[];
  /** Most places. */
  count: number;
}

/**
 * Holds the earliest free places of these days, none of which overlaps another. Others may take one at the same moment; then the next is
 * tried. A day on which the taxpayer has as many bookings as allowed is passed over.
 * @param request its form is the prefix of one form per place, so that a second try replaces the holds of the first
 * @returns fewer than wanted when no more are free; empty for none
 */
export async function holdOnDays(
  knex: Knex,
  { form, ...request }: Omit<HoldRequest, 'id' | 'start' | 'form'> & { form: string },
  { days, count }: OnDays,
): Promise<HeldPlace[]> {
  const { centreId, typeId, now } = request;
  const service = await slotService(knex, centreId, typeId, now);
  const [from, to] = [days[0], days.at(-1)];
  if (service === null || from === undefined || to === undefined) return [];
  const wanted = new Set(days);
  const free = (await freeStarts(knex, service, { from, to, now })).filter(({ date }) => wanted.has(date));
  const held: HeldPlace[] = [];
  const fullDays = new Set<string>();
  for (const { startsAt, free: left } of free.flatMap(({ starts }) => starts)) {
    if (held.length === count) break;
    const day = dateOf(dayNumberOf(startsAt));
    if (left === 0 || startsAt < (held.at(-1)?.endsAt ?? 0) || fullDays.has(day)) continue;
    const answer = await holdPlace(knex, { ...request, form: `${form}-${String(held.length + 1)}`, id: randomUUID(), start: startsAt });
    if ('place' in answer) held.push(answer.place);
    else if ('refusal' in answer && answer.refusal === 'day-limit') fullDays.add(day);
  }
  return held;
}
