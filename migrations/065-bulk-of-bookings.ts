import type { Knex } from 'knex';

/**
 * Bulk commands without a receiver: the bookings in a closed time are moved or cancelled. A run names its closure without a foreign key,
 * because the closure may be lifted while the run goes on.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE bulk_runs
      ALTER COLUMN officer_id DROP NOT NULL,
      ADD COLUMN closure_id uuid,
      DROP CONSTRAINT bulk_runs_command_check,
      ADD CONSTRAINT bulk_runs_command_check CHECK (command IN ('reassign', 'handOver', 'moveBooking', 'cancelBooking')),
      ADD CONSTRAINT bulk_runs_receiver CHECK ((officer_id IS NOT NULL) = (command IN ('reassign', 'handOver'))),
      ADD CONSTRAINT bulk_runs_closure CHECK ((closure_id IS NOT NULL) = (command IN ('moveBooking', 'cancelBooking')));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM bulk_runs WHERE officer_id IS NULL;
    ALTER TABLE bulk_runs
      DROP CONSTRAINT bulk_runs_closure,
      DROP CONSTRAINT bulk_runs_receiver,
      DROP CONSTRAINT bulk_runs_command_check,
      ADD CONSTRAINT bulk_runs_command_check CHECK (command IN ('reassign', 'handOver')),
      DROP COLUMN closure_id,
      ALTER COLUMN officer_id SET NOT NULL;
  `);
}
