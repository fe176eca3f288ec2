import type { Knex } from 'knex';

/** One command given to many cases at once, and what became of it at each. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE bulk_runs (
      id uuid PRIMARY KEY,
      region_id text NOT NULL REFERENCES regions,
      actor_id uuid NOT NULL REFERENCES officers,
      officer_id uuid NOT NULL REFERENCES officers,
      note text,
      created_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    );
    CREATE TABLE bulk_items (
      run_id uuid NOT NULL REFERENCES bulk_runs ON DELETE CASCADE,
      position int NOT NULL,
      case_id uuid NOT NULL REFERENCES cases,
      outcome text CHECK (outcome IN ('done', 'refused')),
      code text,
      PRIMARY KEY (run_id, position),
      UNIQUE (run_id, case_id)
    );
    CREATE INDEX bulk_items_left ON bulk_items (run_id, position) WHERE outcome IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE bulk_items, bulk_runs');
}
