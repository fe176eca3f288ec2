import type { Knex } from 'knex';

/**
 * 1. Recordings of calls. The row stays when the files are deleted, so that it is known that there was one.
 * 2. Files of a recording: one for each stream that a side sent, each from its own time on.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE call_recordings (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES cases,
      call_id uuid NOT NULL,
      begun_at timestamptz NOT NULL DEFAULT now(),
      keep_until timestamptz NOT NULL,
      incomplete boolean NOT NULL DEFAULT false,
      deleted_at timestamptz
    );
    CREATE INDEX call_recordings_by_case ON call_recordings (case_id, begun_at);
    CREATE INDEX call_recordings_kept ON call_recordings (keep_until) WHERE deleted_at IS NULL;
    CREATE TABLE call_recording_parts (
      id uuid PRIMARY KEY,
      recording_id uuid NOT NULL REFERENCES call_recordings,
      server_id uuid NOT NULL,
      side text NOT NULL CHECK (side IN ('taxpayer', 'officer')),
      use text NOT NULL CHECK (use IN ('microphone', 'camera', 'screen')),
      status text NOT NULL DEFAULT 'writing' CHECK (status IN ('writing', 'stored', 'lost')),
      begun_at timestamptz NOT NULL DEFAULT now(),
      offset_ms int NOT NULL,
      duration_ms int,
      size bigint
    );
    CREATE INDEX call_recording_parts_by_recording ON call_recording_parts (recording_id, offset_ms);
    CREATE INDEX call_recording_parts_writing ON call_recording_parts (server_id) WHERE status = 'writing'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE call_recording_parts; DROP TABLE call_recordings');
}
