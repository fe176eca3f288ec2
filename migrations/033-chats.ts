import type { Knex } from 'knex';

/**
 * Chats of cases, and what officers need for them.
 *
 * 1. A chat is the stand of its case: who may write, who waits. The projection's transaction moves it; a message is inserted under its row
 *    lock, which also gives the next number.
 * 2. Messages are partitioned by the month (Asia/Shanghai) in which their chat began, so that number and client id are unique within a chat
 *    by an index of one partition, and a month can be detached as a whole. Messages of a month without a partition are kept in
 *    `chat_messages_default`.
 * 3. An officer has one status. They are present while a page of theirs renews the lease `present_until`. `on_duty` follows the status.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE officers
      ADD COLUMN status text NOT NULL DEFAULT 'away' CHECK (status IN ('online', 'busy', 'away')),
      ADD COLUMN status_reason text,
      ADD COLUMN present_until timestamptz,
      ADD COLUMN capacity smallint NOT NULL DEFAULT 5 CHECK (capacity BETWEEN 0 AND 50);
    UPDATE officers SET status = 'online' WHERE on_duty;
    ALTER TABLE officers DROP COLUMN on_duty;
    ALTER TABLE officers ADD COLUMN on_duty boolean NOT NULL GENERATED ALWAYS AS (status = 'online') STORED;

    CREATE TABLE chats (
      case_id uuid PRIMARY KEY REFERENCES cases,
      month date NOT NULL,
      identity_id uuid NOT NULL REFERENCES identities,
      centre_id text NOT NULL REFERENCES centres,
      type_id text NOT NULL,
      version int NOT NULL,
      epoch int NOT NULL,
      officer_id uuid REFERENCES officers,
      held_by uuid REFERENCES officers,
      robot boolean NOT NULL,
      taxpayer boolean NOT NULL,
      waiting_since timestamptz,
      waiting_rank smallint,
      passed_over jsonb NOT NULL DEFAULT '[]',
      last_seq int NOT NULL DEFAULT 0,
      last_at timestamptz,
      last_by text CHECK (last_by IN ('taxpayer', 'officer', 'robot')),
      owes_answer_to int,
      taxpayer_delivered int NOT NULL DEFAULT 0,
      taxpayer_read int NOT NULL DEFAULT 0,
      officer_delivered int NOT NULL DEFAULT 0,
      officer_read int NOT NULL DEFAULT 0,
      CHECK ((waiting_since IS NULL) = (waiting_rank IS NULL))
    );
    COMMENT ON COLUMN chats.owes_answer_to IS 'number of the message that the robot has still to answer';
    CREATE INDEX chats_waiting ON chats (centre_id, waiting_rank, waiting_since, case_id) WHERE waiting_since IS NOT NULL;
    CREATE INDEX chats_held ON chats (held_by) WHERE held_by IS NOT NULL;
    CREATE INDEX chats_owing ON chats (last_at) WHERE owes_answer_to IS NOT NULL;
    CREATE INDEX chats_of_identity ON chats (identity_id, month DESC);

    CREATE TABLE chat_messages (
      month date NOT NULL,
      case_id uuid NOT NULL,
      seq int NOT NULL,
      client_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      speaker text NOT NULL CHECK (speaker IN ('taxpayer', 'officer', 'robot', 'system')),
      speaker_id uuid,
      audience text NOT NULL CHECK (audience IN ('everybody', 'officers')),
      type text NOT NULL CHECK (type IN ('text', 'files', 'answer', 'choices', 'none', 'card', 'line')),
      body text NOT NULL DEFAULT '',
      data jsonb NOT NULL DEFAULT '{}',
      epoch int NOT NULL,
      quotes int,
      answers int,
      recalled_at timestamptz,
      rating text CHECK (rating IN ('useful', 'useless')),
      PRIMARY KEY (month, case_id, seq),
      UNIQUE (month, case_id, client_id)
    ) PARTITION BY RANGE (month);
    CREATE TABLE chat_messages_default PARTITION OF chat_messages DEFAULT;
    CREATE UNIQUE INDEX chat_messages_answered ON chat_messages (month, case_id, answers) WHERE answers IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE chat_messages;
    DROP TABLE chats;
    ALTER TABLE officers DROP COLUMN on_duty;
    ALTER TABLE officers ADD COLUMN on_duty boolean NOT NULL DEFAULT false;
    UPDATE officers SET on_duty = status = 'online';
    ALTER TABLE officers DROP COLUMN status, DROP COLUMN status_reason, DROP COLUMN present_until, DROP COLUMN capacity;
  `);
}
