import type { Knex } from 'knex';

/**
 * The robot's knowledge. Processes hold it in memory, so a region has a version that rises in the transaction of every change: reading it
 * costs one row, and a process that sees a new one reads the knowledge again. Statements are counted, not rows, because an import changes
 * thousands at once. An entry has a version of its own, which names what a taxpayer was told.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE knowledge_entries (
      id text NOT NULL,
      region_id text NOT NULL REFERENCES regions (id),
      version int NOT NULL DEFAULT 1,
      topic text NOT NULL,
      question text NOT NULL,
      answer text NOT NULL,
      keywords text[] NOT NULL DEFAULT '{}',
      audience text[] NOT NULL CHECK (audience <@ ARRAY['enterprise', 'natural-person', 'both'] AND audience <> '{}'),
      counter_only bool NOT NULL DEFAULT false,
      verified bool NOT NULL DEFAULT false,
      note text,
      sources jsonb NOT NULL DEFAULT '[]',
      related text[] NOT NULL DEFAULT '{}',
      valid_from date,
      valid_to date,
      status text NOT NULL DEFAULT 'published' CHECK (status IN ('published', 'withdrawn')),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (region_id, id),
      CHECK (valid_from <= valid_to)
    );
    COMMENT ON COLUMN knowledge_entries.note IS 'for editors: what could not be confirmed';
    COMMENT ON COLUMN knowledge_entries.related IS 'ids of entries that are offered beside this one';
    CREATE TABLE knowledge_wordings (
      region_id text NOT NULL,
      entry_id text NOT NULL,
      wording text NOT NULL,
      PRIMARY KEY (region_id, entry_id, wording),
      FOREIGN KEY (region_id, entry_id) REFERENCES knowledge_entries (region_id, id) ON DELETE CASCADE
    );
    CREATE TABLE knowledge_versions (
      region_id text PRIMARY KEY REFERENCES regions (id),
      version bigint NOT NULL
    );

    CREATE FUNCTION new_knowledge_entry_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.version := OLD.version + 1;
      NEW.updated_at := now();
      RETURN NEW;
    END $$;
    CREATE TRIGGER knowledge_entry_version BEFORE UPDATE ON knowledge_entries FOR EACH ROW EXECUTE FUNCTION new_knowledge_entry_version();

    CREATE FUNCTION new_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO knowledge_versions (region_id, version)
      SELECT DISTINCT region_id, 1 FROM changed ORDER BY region_id
      ON CONFLICT (region_id) DO UPDATE SET version = knowledge_versions.version + 1;
      RETURN NULL;
    END $$;
  `);
  for (const table of ['knowledge_entries', 'knowledge_wordings'])
    await knex.raw(`
      CREATE TRIGGER ${table}_inserted AFTER INSERT ON ${table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION new_knowledge_version();
      CREATE TRIGGER ${table}_updated AFTER UPDATE ON ${table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION new_knowledge_version();
      CREATE TRIGGER ${table}_deleted AFTER DELETE ON ${table}
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION new_knowledge_version();
    `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE knowledge_versions, knowledge_wordings, knowledge_entries;
    DROP FUNCTION new_knowledge_version;
    DROP FUNCTION new_knowledge_entry_version;
  `);
}
