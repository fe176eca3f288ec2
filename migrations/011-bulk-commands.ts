import type { Knex } from 'knex';

/** What is asked of many cases at once: a supervisor reassigns them, an officer hands over their own, with a note. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE bulk_runs
      ADD COLUMN command text NOT NULL DEFAULT 'reassign' CHECK (command IN ('reassign', 'handOver')),
      ADD CONSTRAINT bulk_runs_note_of_hand_over CHECK (command <> 'handOver' OR note IS NOT NULL);
    ALTER TABLE bulk_runs ALTER COLUMN command DROP DEFAULT;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE bulk_runs DROP CONSTRAINT bulk_runs_note_of_hand_over, DROP COLUMN command');
}
