import type { Knex } from 'knex';

/**
 * An upload says itself how far it has come, of which pieces, and who writes it: so it is the same for every web process.
 * `claimed_at` is when a command last named it; from then on nobody removes it but the sweep.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE uploads
      ADD COLUMN received bigint NOT NULL DEFAULT 0,
      ADD COLUMN pieces uuid[] NOT NULL DEFAULT '{}',
      ADD COLUMN writer uuid,
      ADD COLUMN claimed_at timestamptz,
      DROP CONSTRAINT uploads_status_check,
      ADD CONSTRAINT uploads_status_check CHECK (status IN ('uploading', 'ready', 'refused', 'removing'));
    UPDATE uploads SET received = size WHERE status = 'ready';
    CREATE INDEX uploads_held ON uploads (author_id) WHERE case_id IS NULL;
    CREATE INDEX uploads_of_day ON uploads (author_id, created_at);
    CREATE TABLE upload_begins (
      author_kind text NOT NULL,
      author_id uuid NOT NULL,
      minute timestamptz NOT NULL,
      begun int NOT NULL,
      PRIMARY KEY (author_kind, author_id)
    );`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE upload_begins;
    DELETE FROM uploads WHERE status = 'removing';
    DROP INDEX uploads_held, uploads_of_day;
    ALTER TABLE uploads
      DROP CONSTRAINT uploads_status_check,
      ADD CONSTRAINT uploads_status_check CHECK (status IN ('uploading', 'ready', 'refused')),
      DROP COLUMN received, DROP COLUMN pieces, DROP COLUMN writer, DROP COLUMN claimed_at;`);
}
