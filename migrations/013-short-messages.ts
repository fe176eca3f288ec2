import type { Knex } from 'knex';

/** A short message is leased while it is being sent: no lock has to be held during the call to the gateway. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE notices ADD COLUMN sending_until timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE notices DROP COLUMN sending_until');
}
