import type { Knex } from 'knex';

/** Texts that officers send again and again: those of a centre, and those of one officer. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE canned_replies (
      id uuid PRIMARY KEY,
      centre_id text NOT NULL REFERENCES centres,
      officer_id uuid REFERENCES officers ON DELETE CASCADE,
      title text NOT NULL,
      body text NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON COLUMN canned_replies.officer_id IS 'whose own it is; null for one of the whole centre';
    CREATE INDEX canned_replies_of_centre ON canned_replies (centre_id, title) WHERE officer_id IS NULL;
    CREATE INDEX canned_replies_of_officer ON canned_replies (officer_id, title) WHERE officer_id IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE canned_replies');
}
