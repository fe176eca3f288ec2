import type { Knex } from 'knex';

/**
 * 1. How often the robot has given each entry as its answer, by day of Asia/Shanghai: 热点推荐 and 问答套餐 are ranked by it.
 * 2. The conversation that a taxpayer has begun last. One of several tabs that begin at the same moment wins the row.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE knowledge_asked (
      region_id text NOT NULL REFERENCES regions (id),
      entry_id text NOT NULL,
      day date NOT NULL,
      times int NOT NULL,
      PRIMARY KEY (region_id, entry_id, day)
    );
    CREATE TABLE conversation_starts (
      identity_id uuid PRIMARY KEY REFERENCES identities,
      case_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT now()
    )`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE conversation_starts; DROP TABLE knowledge_asked');
}
