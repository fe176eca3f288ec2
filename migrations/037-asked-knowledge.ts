import type { Knex } from 'knex';

/** How often the robot has given each entry as its answer, by day of Asia/Shanghai: 热点推荐 and 问答套餐 are ranked by it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE knowledge_asked (
      region_id text NOT NULL REFERENCES regions (id),
      entry_id text NOT NULL,
      day date NOT NULL,
      times int NOT NULL,
      PRIMARY KEY (region_id, entry_id, day)
    )`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE knowledge_asked');
}
