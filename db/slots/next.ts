/** The next free place for somebody who has lost theirs, held for them. */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { dayNumberOf, startOfDay } from '../../domain/shanghai.ts';
import { firstFree } from './free.ts';
import { slotService } from './ground.ts';
import { holdPlace, type HeldPlace, type HoldRequest } from './hold.ts';

/** Attempts before it is given up: others may take each place that was found, and days may be full for this taxpayer. */
const mostAttempts = 20;

/**
 * Holds the first free place that does not begin before an instant. Somebody may take it at the same moment; then the next one is tried.
 * @param after epoch milliseconds
 * @returns null when there is none until the last bookable day
 */
export async function holdNext(knex: Knex, request: Omit<HoldRequest, 'id' | 'start'>, after: number): Promise<HeldPlace | null> {
  const { centreId, typeId, now } = request;
  const service = await slotService(knex, centreId, typeId, now);
  let from = after;
  for (let attempt = 0; service !== null && attempt < mostAttempts; attempt += 1) {
    const start = await firstFree(knex, service, now, from);
    if (start === null) return null;
    const held = await holdPlace(knex, { ...request, id: randomUUID(), start: start.startsAt });
    if ('place' in held) return held.place;
    if ('refusal' in held) from = held.refusal === 'day-limit' ? startOfDay(dayNumberOf(start.startsAt) + 1) : start.startsAt + 1;
  }
  return null;
}
