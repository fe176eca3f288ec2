import type { Knex } from 'knex';

/** Few enough that a batch is done well within the statement's time limit. */
const batchSize = 5_000;

/**
 * Deletes rows batch by batch: each is a statement of its own, so that none runs long and none holds many locks.
 * @param table a table's name, from the code
 * @param condition what makes a row go, in SQL; judged again when a row has changed meanwhile
 * @param beat called after every batch
 * @returns how many rows went
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
