import type { Knex } from 'knex';

/** What is still to be done is found by case, the newest first, among all that an identity was ever asked for. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX notices_asking ON notices (identity_id, case_id, version DESC) INCLUDE (id)
      WHERE channel = 'inbox' AND category = 'todo'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX notices_asking');
}
