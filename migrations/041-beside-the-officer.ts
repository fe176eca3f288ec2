import type { Knex } from 'knex';

/** Others beside the officer of a conversation: a supervisor who speaks, a group that it waits for, colleagues whom a note mentions. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE chats ADD COLUMN joined_by uuid REFERENCES officers, ADD COLUMN waiting_group text;
    COMMENT ON COLUMN chats.joined_by IS 'supervisor who may write beside the officer';
    COMMENT ON COLUMN chats.waiting_group IS 'group whose officers alone can take the case while it waits';
    CREATE INDEX chats_supported ON chats (joined_by) WHERE joined_by IS NOT NULL;

    CREATE TABLE chat_mentions (
      case_id uuid NOT NULL REFERENCES chats,
      seq int NOT NULL,
      officer_id uuid NOT NULL REFERENCES officers,
      at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz,
      PRIMARY KEY (case_id, seq, officer_id)
    );
    CREATE INDEX chat_mentions_unseen ON chat_mentions (officer_id, at DESC) WHERE seen_at IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE chat_mentions;
    ALTER TABLE chats DROP COLUMN joined_by, DROP COLUMN waiting_group;
  `);
}
