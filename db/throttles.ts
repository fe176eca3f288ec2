/**
 * Throttle counters shared by all processes, for example of failed sign-ins. The window of a key begins with its first point and expires by
 * itself.
 */
import type { Knex } from 'knex';

export interface Throttle {
  key: string;
  most: number;
}

/**
 * Adds a point to every key in one statement, so that simultaneous calls are all counted.
 * @param windowMs duration of a window in milliseconds
 * @param now epoch milliseconds
 * @returns keys over their limit, with the end of their window
 */
export async function takePoints(
  knex: Knex,
  throttles: readonly Throttle[],
  windowMs: number,
  now: number,
): Promise<{ key: string; until: Date }[]> {
  const { rows } = await knex.raw<{ rows: { key: string; points: number; until: Date }[] }>(
    `INSERT INTO throttles (key, points, until) SELECT key, 1, :until::timestamptz FROM unnest(:keys::text[]) AS given (key) ORDER BY key
     ON CONFLICT (key) DO UPDATE SET
       points = CASE WHEN throttles.until <= :now THEN 1 ELSE throttles.points + 1 END,
       until = CASE WHEN throttles.until <= :now THEN :until ELSE throttles.until END
     RETURNING key, points, until`,
    { keys: throttles.map(({ key }) => key), until: new Date(now + windowMs), now: new Date(now) },
  );
  const limits = new Map(throttles.map(({ key, most }) => [key, most]));
  return rows.filter(({ key, points }) => points > (limits.get(key) ?? 0)).map(({ key, until }) => ({ key, until }));
}

/** Resets these keys. */
export async function clearPoints(knex: Knex, keys: readonly string[]): Promise<void> {
  await knex('throttles').whereIn('key', keys).delete();
}

/** Takes one point back after an attempt that turned out to be no failure. */
export async function givePointBack(knex: Knex, key: string): Promise<void> {
  await knex('throttles').where({ key }).where('points', '>', 0).decrement('points', 1);
}
