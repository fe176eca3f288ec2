import type { Knex } from 'knex';

/** A bulk command that counts the deadlines of running cases anew, after a calendar was corrected. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE bulk_runs
      DROP CONSTRAINT bulk_runs_command_check,
      ADD CONSTRAINT bulk_runs_command_check
        CHECK (command IN ('reassign', 'handOver', 'moveBooking', 'cancelBooking', 'recount'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM bulk_runs WHERE command = 'recount';
    ALTER TABLE bulk_runs
      DROP CONSTRAINT bulk_runs_command_check,
      ADD CONSTRAINT bulk_runs_command_check CHECK (command IN ('reassign', 'handOver', 'moveBooking', 'cancelBooking'));
  `);
}
