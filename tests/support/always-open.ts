import type { Knex } from 'knex';

import { roundTheClock } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';

/** Stores a setting of a region of the demo. */
export const setInRegion = (knex: Knex, key: string, value: unknown, regionId = 'binhai') =>
  knex('settings')
    .insert({ scope: 'region', scope_id: regionId, key, value: JSON.stringify(value) })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge();

/** Opens a region of the demo day and night, also on holidays: today and tomorrow. */
export async function alwaysOpen(knex: Knex): Promise<void> {
  const { week, makeUp } = roundTheClock;
  await setInRegion(knex, 'calendar.hours', { week, makeUp });
  await setInRegion(knex, 'calendar.days', Object.fromEntries([0, 1].map((ahead) => [dateOf(dayNumberOf(Date.now()) + ahead), 'workday'])));
}
