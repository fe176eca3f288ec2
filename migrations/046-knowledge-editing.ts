import type { Knex } from 'knex';

/**
 * Editing of the robot's knowledge (B11).
 *
 * 1. `knowledge_entries` stays what the robot reads: the published state of each entry. A trigger copies every state into
 *    `knowledge_entry_versions`, which is append-only, so an answer that names entry and version can be read back for years, whoever changed
 *    the entry and by what statement.
 * 2. `knowledge_drafts` holds at most one change per entry on its way to publication. Its `revision` rises with every save, so that of two
 *    editors the later one is told. `authors` are all who have saved it: none of them may review it.
 * 3. The role of editors works for a region, like the administrator's.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE officers DROP CONSTRAINT officers_role_check, DROP CONSTRAINT officers_check;
    ALTER TABLE officers
      ADD CONSTRAINT officers_role_check CHECK (role IN ('agent', 'supervisor', 'administrator', 'editor')),
      ADD CONSTRAINT officers_check CHECK ((role IN ('administrator', 'editor')) = (centre_id IS NULL));

    ALTER TABLE knowledge_entries
      ADD COLUMN IF NOT EXISTS in_scope bool NOT NULL DEFAULT true,
      ADD COLUMN where_to_go text,
      ADD COLUMN author_ids uuid[] NOT NULL DEFAULT '{}',
      ADD COLUMN reviewer_id uuid REFERENCES officers;
    COMMENT ON COLUMN knowledge_entries.in_scope IS 'false for a matter of others: the answer says whom to ask';
    COMMENT ON COLUMN knowledge_entries.where_to_go IS 'for a matter that is handled at a counter only';
    COMMENT ON COLUMN knowledge_entries.reviewer_id IS 'who published this version; null for one that was installed or imported';
    CREATE INDEX knowledge_entries_by_topic ON knowledge_entries (region_id, topic);

    ALTER TABLE knowledge_wordings
      ADD COLUMN origin text NOT NULL DEFAULT 'editor' CHECK (origin IN ('editor', 'import', 'question')),
      ADD COLUMN added_by uuid REFERENCES officers,
      ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();
    COMMENT ON COLUMN knowledge_wordings.origin IS 'question: taken from what a taxpayer asked';

    CREATE TABLE knowledge_entry_versions (
      region_id text NOT NULL,
      entry_id text NOT NULL,
      version int NOT NULL,
      status text NOT NULL,
      content jsonb NOT NULL,
      author_ids uuid[] NOT NULL,
      reviewer_id uuid REFERENCES officers,
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (region_id, entry_id, version)
    );
    CREATE FUNCTION knowledge_content(e knowledge_entries) RETURNS jsonb LANGUAGE sql STABLE AS $$
      SELECT jsonb_build_object('topic', e.topic, 'question', e.question, 'answer', e.answer, 'keywords', to_jsonb(e.keywords),
        'audience', to_jsonb(e.audience), 'counterOnly', e.counter_only, 'whereToGo', e.where_to_go, 'inScope', e.in_scope,
        'verified', e.verified, 'note', e.note, 'sources', e.sources, 'related', to_jsonb(e.related),
        'validFrom', to_char(e.valid_from, 'YYYY-MM-DD'), 'validTo', to_char(e.valid_to, 'YYYY-MM-DD'))
    $$;
    CREATE FUNCTION keep_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO knowledge_entry_versions (region_id, entry_id, version, status, content, author_ids, reviewer_id)
      VALUES (NEW.region_id, NEW.id, NEW.version, NEW.status, knowledge_content(NEW), NEW.author_ids, NEW.reviewer_id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER knowledge_entry_kept AFTER INSERT OR UPDATE ON knowledge_entries
      FOR EACH ROW EXECUTE FUNCTION keep_knowledge_version();
    INSERT INTO knowledge_entry_versions (region_id, entry_id, version, status, content, author_ids, at)
    SELECT region_id, id, version, status, knowledge_content(e), '{}', updated_at FROM knowledge_entries e;

    CREATE FUNCTION next_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT coalesce(max(version), 0) + 1 INTO NEW.version FROM knowledge_entry_versions
      WHERE region_id = NEW.region_id AND entry_id = NEW.id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER knowledge_entry_first BEFORE INSERT ON knowledge_entries FOR EACH ROW EXECUTE FUNCTION next_knowledge_version();

    CREATE FUNCTION refuse_knowledge_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'knowledge_entry_versions is append-only';
    END $$;
    CREATE TRIGGER knowledge_entry_versions_fixed BEFORE UPDATE OR DELETE ON knowledge_entry_versions
      FOR EACH ROW EXECUTE FUNCTION refuse_knowledge_version_change();

    CREATE TABLE knowledge_drafts (
      region_id text NOT NULL REFERENCES regions (id),
      entry_id text NOT NULL,
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'review')),
      revision int NOT NULL DEFAULT 1,
      based_on int,
      content jsonb NOT NULL,
      author_ids uuid[] NOT NULL CHECK (author_ids <> '{}'),
      changed_by uuid NOT NULL REFERENCES officers,
      changed_at timestamptz NOT NULL DEFAULT now(),
      submitted_at timestamptz,
      review_note text,
      returned_by uuid REFERENCES officers,
      PRIMARY KEY (region_id, entry_id)
    );
    COMMENT ON COLUMN knowledge_drafts.based_on IS 'version of the entry that the draft began with; null for a new entry';
    COMMENT ON COLUMN knowledge_drafts.review_note IS 'why a reviewer has returned it';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE knowledge_drafts;
    DROP TRIGGER knowledge_entry_kept ON knowledge_entries;
    DROP TRIGGER knowledge_entry_first ON knowledge_entries;
    DROP TABLE knowledge_entry_versions;
    DROP FUNCTION keep_knowledge_version;
    DROP FUNCTION next_knowledge_version;
    DROP FUNCTION refuse_knowledge_version_change;
    DROP FUNCTION knowledge_content;
    ALTER TABLE knowledge_wordings DROP COLUMN origin, DROP COLUMN added_by, DROP COLUMN added_at;
    ALTER TABLE knowledge_entries
      DROP COLUMN in_scope, DROP COLUMN where_to_go, DROP COLUMN author_ids, DROP COLUMN reviewer_id;
    DROP INDEX IF EXISTS knowledge_entries_by_topic;
    DELETE FROM officers WHERE role = 'editor';
    ALTER TABLE officers DROP CONSTRAINT officers_role_check, DROP CONSTRAINT officers_check;
    ALTER TABLE officers
      ADD CONSTRAINT officers_role_check CHECK (role IN ('agent', 'supervisor', 'administrator')),
      ADD CONSTRAINT officers_check CHECK ((role = 'administrator') = (centre_id IS NULL));
  `);
}
