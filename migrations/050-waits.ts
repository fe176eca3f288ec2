import type { Knex } from 'knex';

/**
 * Presence of waiting taxpayers, and the waits that they were promised.
 *
 * 1. `taxpayer_presence`: until when a waiting taxpayer counts as present. Their pages renew it while they are connected.
 * 2. `live_beats`: since when the web processes have renewed presence without a gap. Nobody loses a place for an outage.
 * 3. `wait_promises`: the first wait that a taxpayer was told, in minutes from when they asked.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE taxpayer_presence (
      case_id uuid PRIMARY KEY REFERENCES cases,
      present_until timestamptz NOT NULL
    );
    CREATE TABLE live_beats (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      since timestamptz NOT NULL DEFAULT now(),
      at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE wait_promises (
      case_id uuid NOT NULL REFERENCES cases,
      asked_at timestamptz NOT NULL,
      from_minutes int NOT NULL,
      to_minutes int NOT NULL,
      promised_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (case_id, asked_at)
    );
    CREATE INDEX wait_promises_asked ON wait_promises (asked_at)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE wait_promises; DROP TABLE live_beats; DROP TABLE taxpayer_presence');
}
