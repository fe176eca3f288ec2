import type { Knex } from 'knex';

/**
 * 1. Media processes that serve calls, each for as long as its lease.
 * 2. Place of each running call. It moves to another process when the lease of its own has expired.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE media_servers (
      id uuid PRIMARY KEY,
      url text NOT NULL,
      lease_until timestamptz NOT NULL
    );
    CREATE TABLE media_rooms (
      call_id uuid PRIMARY KEY,
      case_id uuid NOT NULL,
      server_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX media_rooms_by_server ON media_rooms (server_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE media_rooms; DROP TABLE media_servers');
}
