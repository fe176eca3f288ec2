import type { Knex } from 'knex';

/**
 * The robot finds by meaning and by words.
 *
 * 1. `knowledge_changes`: which entry changed last at which version of its region, so that a process that holds the knowledge in memory reads
 *    only what has changed since. It keeps deleted entries, too.
 * 2. `text_vectors`: the meaning of texts as the model sees it, by hash of model and text: the scale as a float and 512 signed bytes.
 * 3. `robot_learnt`: what the robot has learnt from a region's knowledge, with the version of the knowledge that it learnt from. `source` is
 *    what it finds by: `meaning` with the model, `words` without.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE knowledge_changes (
      region_id text NOT NULL,
      entry_id text NOT NULL,
      version bigint NOT NULL,
      PRIMARY KEY (region_id, entry_id)
    );
    CREATE INDEX knowledge_changes_by_version ON knowledge_changes (region_id, version);
    CREATE OR REPLACE FUNCTION new_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO knowledge_versions (region_id, version)
      SELECT DISTINCT region_id, 1 FROM changed ORDER BY region_id
      ON CONFLICT (region_id) DO UPDATE SET version = knowledge_versions.version + 1;
      IF TG_TABLE_NAME = 'knowledge_entries' THEN
        INSERT INTO knowledge_changes (region_id, entry_id, version)
        SELECT DISTINCT region_id, id, version.version FROM changed JOIN knowledge_versions version USING (region_id)
        ON CONFLICT (region_id, entry_id) DO UPDATE SET version = excluded.version;
      ELSE
        INSERT INTO knowledge_changes (region_id, entry_id, version)
        SELECT DISTINCT region_id, entry_id, version.version FROM changed JOIN knowledge_versions version USING (region_id)
        ON CONFLICT (region_id, entry_id) DO UPDATE SET version = excluded.version;
      END IF;
      RETURN NULL;
    END $$;

    CREATE TABLE text_vectors (
      hash bytea PRIMARY KEY,
      vector bytea NOT NULL
    );
    CREATE TABLE robot_learnt (
      region_id text NOT NULL REFERENCES regions (id),
      source text NOT NULL CHECK (source IN ('meaning', 'words')),
      version int NOT NULL DEFAULT 1,
      knowledge_version bigint NOT NULL,
      learnt jsonb NOT NULL,
      learnt_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (region_id, source)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE robot_learnt, text_vectors;
    CREATE OR REPLACE FUNCTION new_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO knowledge_versions (region_id, version)
      SELECT DISTINCT region_id, 1 FROM changed ORDER BY region_id
      ON CONFLICT (region_id) DO UPDATE SET version = knowledge_versions.version + 1;
      RETURN NULL;
    END $$;
    DROP TABLE knowledge_changes;
  `);
}
