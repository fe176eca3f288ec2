/** Chores of chats; migration 033 says how their messages are partitioned. */
import type { Knex } from 'knex';

import { makePartitions } from '../partitions.ts';

/** Number of months after the present one whose partitions are created in advance. */
const monthsAhead = 3;

/**
 * Creates the partitions of this and the coming months. A month whose messages are already in the default partition stays there.
 * @returns number of partitions created
 */
export const makeChatPartitions = async (knex: Knex): Promise<number> =>
  makePartitions(knex, 'make_chat_partition', await monthsToMake(knex));

/** Returns the months without a partition, each as the date of its first day. */
async function monthsToMake(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { month: string }[] }>(
    `SELECT month::date::text AS month
     FROM (SELECT date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AS start) present,
       generate_series(present.start, present.start + make_interval(months => :monthsAhead), interval '1 month') AS months(month)
     WHERE to_regclass('chat_messages_' || to_char(month, 'YYYY_MM')) IS NULL ORDER BY month`,
    { monthsAhead },
  );
  return rows.map(({ month }) => month);
}
