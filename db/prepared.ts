import { createHash } from 'node:crypto';

import type { Knex } from 'knex';

/**
 * Runs a frequent statement as a prepared statement. Each connection parses its text once and soon plans it once, which costs more than
 * executing it. Use it only for a small number of texts, because a connection keeps them all, and only where one generic plan serves all
 * values.
 * @param sql with `:name` for each value
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- who asks knows the rows that its statement gives
export const prepared = <Row>(knex: Knex, sql: string, values: Record<string, Knex.RawBinding>): Knex.Raw<{ rows: Row[] }> =>
  knex.raw<{ rows: Row[] }>(sql, values).options({ name: nameOf(sql) });

const names = new Map<string, string>();

/** A connection identifies a statement by its name, so different texts need different names. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('sha256').update(sql).digest('base64url').slice(0, 22);
  names.set(sql, name);
  return name;
}
