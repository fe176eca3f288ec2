import type { Knex } from 'knex';

/** The same case begun for many taxpayers at once, each at places of its own, and what became of each. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE bulk_openings (
      id uuid PRIMARY KEY,
      region_id text NOT NULL REFERENCES regions,
      centre_id text NOT NULL REFERENCES centres,
      actor_id uuid NOT NULL REFERENCES officers,
      kind text NOT NULL,
      contents uuid NOT NULL,
      opening jsonb NOT NULL,
      policy jsonb NOT NULL,
      body text NOT NULL,
      days text[] NOT NULL,
      places_each smallint NOT NULL CHECK (places_each > 0),
      created_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    );
    CREATE INDEX bulk_openings_of_actor ON bulk_openings (actor_id, created_at);
    COMMENT ON COLUMN bulk_openings.contents IS 'id derived from the whole request: the same id with other contents is refused';
    COMMENT ON COLUMN bulk_openings.opening IS 'what each case begins with, without what is its own: id, taxpayer, text, places, reminder';
    CREATE TABLE bulk_opening_items (
      run_id uuid NOT NULL REFERENCES bulk_openings ON DELETE CASCADE,
      position int NOT NULL,
      identity_id uuid NOT NULL REFERENCES identities,
      case_id uuid NOT NULL,
      outcome text CHECK (outcome IN ('done', 'refused')),
      code text,
      PRIMARY KEY (run_id, position)
    );
    CREATE INDEX bulk_opening_items_left ON bulk_opening_items (run_id, position) WHERE outcome IS NULL;
    CREATE INDEX identities_tax_number ON identities (region_id, upper(tax_number)) WHERE tax_number IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX identities_tax_number; DROP TABLE bulk_opening_items, bulk_openings');
}
