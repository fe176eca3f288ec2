import type { Knex } from 'knex';

/**
 * 1. The policy of a case lies beside its image: pages and the API judge by what its workflow judges by. A case that began before
 *    this column has none here.
 * 2. A case whose workflow cannot go on is marked, with the reason, until somebody lets it go on or ends it. Cases whose workflow
 *    should be there are walked through by id.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE cases
      ADD COLUMN policy jsonb,
      ADD COLUMN stalled_at timestamptz,
      ADD COLUMN stalled_as text CHECK (stalled_as IN ('workflow-gone', 'conflict')),
      ADD CONSTRAINT cases_stalled_whole CHECK ((stalled_at IS NULL) = (stalled_as IS NULL));
    CREATE INDEX cases_stalled ON cases (centre_id, stalled_at, id) WHERE stalled_at IS NOT NULL;
    CREATE INDEX cases_live ON cases (id) WHERE live`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX cases_live;
    DROP INDEX cases_stalled;
    ALTER TABLE cases
      DROP CONSTRAINT cases_stalled_whole,
      DROP COLUMN stalled_as,
      DROP COLUMN stalled_at,
      DROP COLUMN policy`);
}
