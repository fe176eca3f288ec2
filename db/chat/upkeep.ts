/** Chores of chats; migration 033 says how their messages are partitioned. */
import type { Knex } from 'knex';

/** Number of months after the present one whose partitions are created in advance. */
const monthsAhead = 3;

interface Month {
  name: string;
  /** YYYY-MM-DD. */
  from: string;
  to: string;
}

/**
 * Creates the partitions of this and the coming months. A month whose messages are already in the default partition stays there.
 * @returns number of partitions created
 */
export async function makeChatPartitions(knex: Knex): Promise<number> {
  let made = 0;
  for (const month of await monthsToMake(knex)) made += Number(await makePartition(knex, month));
  return made;
}

async function monthsToMake(knex: Knex): Promise<Month[]> {
  const { rows } = await knex.raw<{ rows: Month[] }>(
    `SELECT m.name, m.month::date::text AS "from", (m.month + interval '1 month')::date::text AS "to"
     FROM (SELECT date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AS start) present,
       LATERAL (
         SELECT month, 'chat_messages_' || to_char(month, 'YYYY_MM') AS name
         FROM generate_series(present.start, present.start + make_interval(months => :monthsAhead), interval '1 month') AS months(month)) m
     WHERE to_regclass(m.name) IS NULL ORDER BY m.month`,
    { monthsAhead },
  );
  return rows;
}

/** Creates the table first and attaches it afterwards, so that reads and writes of other months are not blocked. */
async function makePartition(knex: Knex, { name, from, to }: Month): Promise<boolean> {
  return await knex.transaction(async (trx) => {
    if ((await trx('chat_messages_default').where('month', '>=', from).where('month', '<', to).first('seq')) !== undefined) return false;
    await trx.raw('CREATE TABLE ?? (LIKE chat_messages INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', [name]);
    await trx.raw(`ALTER TABLE chat_messages ATTACH PARTITION ?? FOR VALUES FROM ('${from}') TO ('${to}')`, [name]);
    return true;
  });
}
