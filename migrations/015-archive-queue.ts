import type { Knex } from 'knex';

/**
 * 1. What is to be archived stands in a queue: no round looks through all closed cases. A case enters it when it is over, whoever
 *    writes that. `run_id` is empty for the last run of a case, whose id nobody knows before it is fetched; an earlier run, which went
 *    on as a new one, enters it by its id.
 * 2. A row that fails is tried later, and one whose history is gone is marked (`gone_at`); neither holds up another.
 * 3. A file that cannot be removed holds up no other: its upload says how often, why, and when it is tried again.
 * 4. The archive keeps every run of a case. `final` is false of a run that went on as a new one.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE archive_queue (
      case_id uuid NOT NULL REFERENCES cases,
      run_id text NOT NULL,
      due_at timestamptz NOT NULL,
      attempts int NOT NULL DEFAULT 0,
      error text,
      gone_at timestamptz,
      PRIMARY KEY (case_id, run_id)
    );
    CREATE INDEX archive_queue_due ON archive_queue (due_at) WHERE gone_at IS NULL;

    INSERT INTO archive_queue (case_id, run_id, due_at)
      SELECT id, '', coalesce(closed_at, changed_at) FROM cases
      WHERE NOT live AND NOT EXISTS (SELECT FROM case_histories WHERE case_id = cases.id);

    -- The image says so a moment before the workflow has ended.
    CREATE FUNCTION enqueue_archive() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO archive_queue (case_id, run_id, due_at) VALUES (NEW.id, '', now() + interval '5 seconds') ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE TRIGGER cases_over AFTER UPDATE OF live ON cases
      FOR EACH ROW WHEN (OLD.live AND NOT NEW.live) EXECUTE FUNCTION enqueue_archive();
    CREATE TRIGGER cases_over_at_once AFTER INSERT ON cases
      FOR EACH ROW WHEN (NOT NEW.live) EXECUTE FUNCTION enqueue_archive();

    ALTER TABLE case_histories
      ADD COLUMN final boolean NOT NULL DEFAULT true,
      ADD COLUMN started_at timestamptz,
      DROP CONSTRAINT case_histories_pkey,
      ADD PRIMARY KEY (case_id, run_id);
    UPDATE case_histories SET started_at = coalesce((history->'events'->0->>'eventTime')::timestamptz, archived_at);
    ALTER TABLE case_histories ALTER COLUMN started_at SET NOT NULL, ALTER COLUMN final DROP DEFAULT;
    DROP INDEX cases_over;

    ALTER TABLE uploads
      ADD COLUMN removal_attempts int NOT NULL DEFAULT 0,
      ADD COLUMN removal_due_at timestamptz,
      ADD COLUMN removal_error text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE uploads DROP COLUMN removal_attempts, DROP COLUMN removal_due_at, DROP COLUMN removal_error;
    CREATE INDEX cases_over ON cases (closed_at) WHERE NOT live;
    DELETE FROM case_histories WHERE NOT final;
    DELETE FROM case_histories h USING case_histories later WHERE later.case_id = h.case_id AND later.started_at > h.started_at;
    ALTER TABLE case_histories
      DROP CONSTRAINT case_histories_pkey,
      ADD PRIMARY KEY (case_id),
      DROP COLUMN final,
      DROP COLUMN started_at;
    DROP TRIGGER cases_over ON cases;
    DROP TRIGGER cases_over_at_once ON cases;
    DROP FUNCTION enqueue_archive;
    DROP TABLE archive_queue;
  `);
}
