import type { Knex } from 'knex';

/**
 * Questions that the knowledge did not serve well, for its editors (B5).
 *
 * 1. A row is made from the messages of a chat (`db/knowledge/collect-feedback.ts`) and names its question by case and number, so that it is
 *    made once. The text is kept without telephone and tax numbers, because editors have no access to the conversation.
 * 2. A chat is read again when it has gone on, or when one of its answers was rated: a trigger forgets that it was read.
 * 3. A draft knows when it was begun: wordings that were added to its entry since stay when it is published.
 * 4. A row is settled by an editor's decision. Nothing else changes the knowledge.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE knowledge_drafts ADD COLUMN begun_at timestamptz NOT NULL DEFAULT now();
    ALTER TABLE knowledge_wordings DROP CONSTRAINT knowledge_wordings_origin_check;
    ALTER TABLE knowledge_wordings ADD CONSTRAINT knowledge_wordings_origin_check CHECK (origin IN ('editor', 'question'));

    CREATE TABLE knowledge_feedback (
      region_id text NOT NULL REFERENCES regions (id),
      case_id uuid NOT NULL REFERENCES cases,
      seq int NOT NULL,
      signal text NOT NULL CHECK (signal IN ('useless', 'unanswered', 're-asked', 'chosen-second', 'transferred')),
      text text NOT NULL,
      entry_id text,
      version int,
      chosen_id text,
      at timestamptz NOT NULL,
      decision text CHECK (decision IN ('wording', 'task', 'out-of-scope', 'dismissed')),
      decided_by uuid REFERENCES officers,
      decided_at timestamptz,
      decided_entry_id text,
      PRIMARY KEY (case_id, seq),
      CHECK ((decision IS NULL) = (decided_at IS NULL))
    );
    COMMENT ON COLUMN knowledge_feedback.seq IS 'number of the question''s message';
    COMMENT ON COLUMN knowledge_feedback.entry_id IS 'entry that was given as the answer, or that was offered first';
    COMMENT ON COLUMN knowledge_feedback.chosen_id IS 'entry that the taxpayer chose instead';
    CREATE INDEX knowledge_feedback_open ON knowledge_feedback (region_id, at DESC) WHERE decision IS NULL;

    CREATE TABLE knowledge_feedback_marks (
      case_id uuid PRIMARY KEY REFERENCES cases,
      last_seq int NOT NULL
    );
    COMMENT ON TABLE knowledge_feedback_marks IS 'how far the messages of a chat have been read';
    CREATE FUNCTION forget_knowledge_feedback_mark() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM knowledge_feedback_marks WHERE case_id = NEW.case_id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER chat_messages_rated AFTER UPDATE OF rating ON chat_messages
      FOR EACH ROW WHEN (OLD.rating IS DISTINCT FROM NEW.rating) EXECUTE FUNCTION forget_knowledge_feedback_mark();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER chat_messages_rated ON chat_messages;
    DROP FUNCTION forget_knowledge_feedback_mark;
    DROP TABLE knowledge_feedback_marks, knowledge_feedback;
    ALTER TABLE knowledge_wordings DROP CONSTRAINT knowledge_wordings_origin_check;
    ALTER TABLE knowledge_wordings
      ADD CONSTRAINT knowledge_wordings_origin_check CHECK (origin IN ('editor', 'import', 'question'));
    ALTER TABLE knowledge_drafts DROP COLUMN begun_at;
  `);
}
