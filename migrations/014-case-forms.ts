import type { Knex } from 'knex';

/**
 * One table says of every case what it begins with beside its first text, whatever its kind: how its taxpayer wants to be reminded, under
 * which number, and what was filled in.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE case_forms (
      case_id uuid PRIMARY KEY,
      identity_id uuid NOT NULL REFERENCES identities,
      reminder text NOT NULL CHECK (reminder IN ('none', 'sms', 'inbox')),
      phone text,
      fields jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
    INSERT INTO case_forms (case_id, identity_id, reminder, phone, created_at, adopted_at)
      SELECT f.case_id, f.identity_id,
        coalesce(c.state->>'reminder', CASE WHEN f.phone IS NULL THEN 'none' ELSE 'sms' END), f.phone, f.created_at, f.adopted_at
      FROM message_forms f LEFT JOIN cases c ON c.id = f.case_id;
    INSERT INTO case_forms (case_id, identity_id, reminder, fields, created_at, adopted_at)
      SELECT case_id, identity_id, 'none', fields, created_at, adopted_at FROM order_forms
      ON CONFLICT (case_id) DO UPDATE SET fields = excluded.fields;
    CREATE INDEX case_forms_unadopted ON case_forms (created_at) WHERE adopted_at IS NULL;
    DROP TABLE message_forms, order_forms;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE message_forms (
      case_id uuid PRIMARY KEY,
      identity_id uuid NOT NULL REFERENCES identities,
      phone text,
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
    CREATE TABLE order_forms (
      case_id uuid PRIMARY KEY,
      identity_id uuid NOT NULL REFERENCES identities,
      fields jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
    INSERT INTO message_forms SELECT f.case_id, f.identity_id, f.phone, f.created_at, f.adopted_at
      FROM case_forms f LEFT JOIN cases c ON c.id = f.case_id WHERE c.kind IS NULL OR c.kind = 'message';
    INSERT INTO order_forms SELECT f.case_id, f.identity_id, f.fields, f.created_at, f.adopted_at
      FROM case_forms f JOIN cases c ON c.id = f.case_id WHERE c.kind = 'work-order';
    DROP TABLE case_forms;
  `);
}
