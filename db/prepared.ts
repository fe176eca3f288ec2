import { createHash } from 'node:crypto';

import type { Knex } from 'knex';

/**
 * A statement that a person waits for, many times a second: each connection takes its text apart once and soon plans it once,
 * which is more work than carrying it out. Only for texts of which there are few, for a connection keeps them all, and only where
 * one plan serves any values.
 * @param sql with `:name` for each value
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- who asks knows the rows that its statement gives
export const prepared = <Row>(knex: Knex, sql: string, values: Record<string, Knex.RawBinding>): Knex.Raw<{ rows: Row[] }> =>
  knex.raw<{ rows: Row[] }>(sql, values).options({ name: nameOf(sql) });

const names = new Map<string, string>();

/** A connection knows a statement by its name, so another text must never have the same. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('sha256').update(sql).digest('base64url').slice(0, 22);
  names.set(sql, name);
  return name;
}
