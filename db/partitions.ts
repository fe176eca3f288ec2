import type { Knex } from 'knex';

/**
 * Creates the partitions of months by a function that runs with the owner's rights (migration 071).
 * @param months dates of the first days, YYYY-MM-DD
 * @returns number of partitions created; a month whose rows are already in the default partition stays there
 */
export async function makePartitions(
  knex: Knex,
  by: 'make_audit_partition' | 'make_chat_partition',
  months: readonly string[],
): Promise<number> {
  let made = 0;
  for (const month of months) {
    const { rows } = await knex.raw<{ rows: { made: boolean }[] }>('SELECT ??(?) AS made', [by, month]);
    made += Number(rows[0]?.made === true);
  }
  return made;
}
