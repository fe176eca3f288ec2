import type { Knex } from 'knex';

/** Small enough for a batch to finish well within the statement's time limit. */
const batchSize = 5_000;

/**
 * Deletes rows in batches. Each batch is its own statement, so none runs long or holds many locks.
 * @param table a table's name, from the code
 * @param condition SQL condition of the rows to delete; checked again for rows that have changed meanwhile
 * @param beat called after every batch
 * @returns number of deleted rows
 */
export async function deleteInBatches(
  knex: Knex,
  table: string,
  condition: string,
  bindings: Record<string, Knex.RawBinding> = {},
  beat: () => void = () => undefined,
): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await knex.raw<{ rowCount: number }>(
      `DELETE FROM ${table} WHERE (${condition})
         AND ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${String(batchSize)}))`,
      bindings,
    );
    deleted += rowCount;
    beat();
    if (rowCount < batchSize) return deleted;
  }
}
