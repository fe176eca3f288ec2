import type { Knex } from 'knex';

/** The filters of the worklist that officers keep under names of their own. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE saved_views (
      id uuid PRIMARY KEY,
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      name text NOT NULL,
      part text NOT NULL,
      kind text,
      type_id text REFERENCES case_types,
      q text,
      position int NOT NULL,
      UNIQUE (officer_id, name)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE saved_views');
}
