import type { Knex } from 'knex';

/** Questions are counted by the capacity of whoever asked, so that 热点推荐 are those of one's own kind; '' for earlier ones. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE knowledge_asked
      ADD COLUMN role text NOT NULL DEFAULT '',
      DROP CONSTRAINT knowledge_asked_pkey,
      ADD PRIMARY KEY (region_id, entry_id, day, role)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TEMPORARY TABLE asked_before ON COMMIT DROP AS
      SELECT region_id, entry_id, day, sum(times)::int AS times FROM knowledge_asked GROUP BY region_id, entry_id, day;
    DELETE FROM knowledge_asked;
    ALTER TABLE knowledge_asked DROP CONSTRAINT knowledge_asked_pkey, DROP COLUMN role, ADD PRIMARY KEY (region_id, entry_id, day);
    INSERT INTO knowledge_asked (region_id, entry_id, day, times) SELECT region_id, entry_id, day, times FROM asked_before`);
}
