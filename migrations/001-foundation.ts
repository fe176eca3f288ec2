import type { Knex } from 'knex';

/**
 * People and places, contents, and the image of what the workflows decided.
 * `case_events` and `audit_log` are append only: a trigger refuses anything else, whoever asks.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE EXTENSION IF NOT EXISTS btree_gin');
  await knex.raw(`
    CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$`);

  await knex.raw(`
    CREATE TABLE regions (
      id text PRIMARY KEY,
      name text NOT NULL,
      name_en text NOT NULL
    );
    CREATE TABLE centres (
      id text PRIMARY KEY,
      region_id text NOT NULL REFERENCES regions,
      bureau text NOT NULL,
      bureau_en text NOT NULL,
      name text NOT NULL,
      name_en text NOT NULL,
      position int NOT NULL DEFAULT 0
    );
    CREATE INDEX ON centres (region_id);
    CREATE TABLE settings (
      scope text NOT NULL CHECK (scope IN ('region', 'centre')),
      scope_id text NOT NULL,
      key text NOT NULL,
      value jsonb NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (scope, scope_id, key)
    );
    CREATE TABLE message_types (
      id text PRIMARY KEY,
      region_id text NOT NULL REFERENCES regions,
      name text NOT NULL,
      name_en text NOT NULL,
      position int NOT NULL DEFAULT 0,
      active boolean NOT NULL DEFAULT true
    );
    CREATE INDEX ON message_types (region_id);

    CREATE TABLE officers (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      region_id text NOT NULL REFERENCES regions,
      centre_id text REFERENCES centres,
      role text NOT NULL CHECK (role IN ('agent', 'supervisor', 'administrator')),
      login text NOT NULL UNIQUE,
      name text NOT NULL,
      password_hash text NOT NULL,
      failed_sign_ins int NOT NULL DEFAULT 0,
      locked_until timestamptz,
      on_duty boolean NOT NULL DEFAULT false,
      active boolean NOT NULL DEFAULT true,
      CHECK ((role = 'administrator') = (centre_id IS NULL))
    );
    CREATE INDEX ON officers (centre_id);
    CREATE TABLE officer_skills (
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      type_id text NOT NULL REFERENCES message_types,
      PRIMARY KEY (officer_id, type_id)
    );
    CREATE TABLE officer_sessions (
      token_hash bytea PRIMARY KEY,
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      created_at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX ON officer_sessions (expires_at);

    CREATE TABLE host_keys (
      region_id text NOT NULL REFERENCES regions,
      issuer text NOT NULL,
      algorithm text NOT NULL CHECK (algorithm IN ('HS256', 'RS256')),
      secret text,
      jwks_url text,
      PRIMARY KEY (region_id, issuer),
      CHECK (CASE algorithm WHEN 'HS256' THEN length(secret) >= 32 ELSE jwks_url IS NOT NULL END)
    );
    CREATE TABLE used_tokens (
      region_id text NOT NULL,
      issuer text NOT NULL,
      jti text NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (region_id, issuer, jti)
    );
    CREATE INDEX ON used_tokens (expires_at);
    CREATE TABLE identities (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      region_id text NOT NULL REFERENCES regions,
      subject text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('enterprise', 'natural-person')),
      role text NOT NULL CHECK (role IN ('legal-representative', 'finance-officer', 'invoice-clerk', 'natural-person')),
      person_name text NOT NULL,
      company_name text,
      tax_number text,
      phone text,
      created_at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (region_id, subject)
    );
  `);

  await knex.raw(`
    CREATE TABLE texts (
      id uuid PRIMARY KEY,
      author_kind text NOT NULL CHECK (author_kind IN ('taxpayer', 'officer')),
      author_id uuid NOT NULL,
      case_id uuid NOT NULL,
      body text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
    CREATE INDEX ON texts (case_id);
    CREATE INDEX texts_unadopted ON texts (created_at) WHERE adopted_at IS NULL;
    CREATE TABLE uploads (
      id uuid PRIMARY KEY,
      author_kind text NOT NULL CHECK (author_kind IN ('taxpayer', 'officer')),
      author_id uuid NOT NULL,
      region_id text NOT NULL REFERENCES regions,
      name text NOT NULL,
      size bigint NOT NULL,
      status text NOT NULL CHECK (status IN ('uploading', 'ready', 'refused')),
      media_type text,
      sha256 text,
      case_id uuid,
      event_version int,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX ON uploads (case_id, event_version) WHERE case_id IS NOT NULL;
    CREATE INDEX uploads_unadopted ON uploads (created_at) WHERE case_id IS NULL;
    CREATE TABLE message_forms (
      case_id uuid PRIMARY KEY,
      identity_id uuid NOT NULL REFERENCES identities,
      phone text,
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
  `);

  await knex.raw(`
    CREATE TABLE number_counters (
      day text NOT NULL,
      kind text NOT NULL,
      last int NOT NULL,
      PRIMARY KEY (day, kind)
    );
    CREATE TABLE cases (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      number text NOT NULL UNIQUE,
      region_id text NOT NULL REFERENCES regions,
      centre_id text NOT NULL REFERENCES centres,
      type_id text NOT NULL,
      identity_id uuid NOT NULL REFERENCES identities,
      assignee_id uuid REFERENCES officers,
      status text NOT NULL,
      version int NOT NULL,
      state jsonb NOT NULL,
      opened_at timestamptz NOT NULL,
      answered_at timestamptz,
      changed_at timestamptz NOT NULL,
      closed_at timestamptz,
      stars smallint,
      resolved boolean
    );
    CREATE INDEX cases_of_identity ON cases (identity_id, kind, opened_at DESC, id);
    CREATE INDEX cases_of_centre ON cases (centre_id, opened_at DESC, id);
    CREATE INDEX cases_open ON cases (id) WHERE closed_at IS NULL;
    CREATE TABLE case_events (
      case_id uuid NOT NULL REFERENCES cases,
      version int NOT NULL,
      type text NOT NULL,
      at timestamptz NOT NULL,
      actor_kind text NOT NULL CHECK (actor_kind IN ('taxpayer', 'officer', 'system')),
      actor_id uuid,
      data jsonb NOT NULL,
      PRIMARY KEY (case_id, version)
    );
    CREATE TRIGGER case_events_append_only BEFORE UPDATE OR DELETE ON case_events
      FOR EACH ROW EXECUTE FUNCTION append_only();

    CREATE TABLE tasks (
      case_id uuid PRIMARY KEY REFERENCES cases,
      kind text NOT NULL,
      region_id text NOT NULL,
      centre_id text NOT NULL,
      type_id text NOT NULL,
      assignee_id uuid REFERENCES officers,
      status text NOT NULL,
      turn text NOT NULL CHECK (turn IN ('officer', 'taxpayer')),
      rank smallint NOT NULL,
      due_at timestamptz NOT NULL,
      warn_at timestamptz,
      warned boolean NOT NULL,
      escalated boolean NOT NULL,
      opened_at timestamptz NOT NULL,
      version int NOT NULL,
      search text NOT NULL
    );
    CREATE INDEX tasks_of_centre ON tasks (centre_id, turn, rank, due_at, case_id);
    CREATE INDEX tasks_of_assignee ON tasks (assignee_id, centre_id, turn, rank, due_at, case_id);
    CREATE INDEX tasks_unassigned ON tasks (centre_id, rank, due_at, case_id) WHERE assignee_id IS NULL;
    CREATE INDEX tasks_escalated ON tasks (centre_id, rank, due_at, case_id) WHERE escalated;
    CREATE INDEX tasks_of_type ON tasks (centre_id, type_id, turn, rank, due_at, case_id);

    -- Texts are found by short pieces of them: two signs, as most Chinese words have, for which trigrams are no help; but
    -- three where all are ASCII, for two digits are in every number. Not for parallel use: starting workers takes
    -- longer than any page of a list.
    CREATE FUNCTION grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT coalesce(array_agg(DISTINCT CASE WHEN ascii(a) < 128 AND ascii(b) < 128 THEN a || b || c ELSE a || b END), '{}')
      FROM (SELECT sign AS a, lead(sign) OVER w AS b, lead(sign, 2) OVER w AS c
            FROM regexp_split_to_table(lower($1), '') WITH ORDINALITY AS s (sign, place) WINDOW w AS (ORDER BY place)) p
      WHERE b IS NOT NULL AND (ascii(a) >= 128 OR ascii(b) >= 128 OR ascii(c) < 128) $$;
    CREATE INDEX tasks_search ON tasks USING gin (centre_id, grams(search));
    CREATE INDEX identities_names ON identities USING gin (region_id, grams(person_name || ' ' || coalesce(company_name, '')));
    CREATE INDEX cases_closed_of_centre ON cases (centre_id, closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;

    CREATE TABLE notices (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      case_id uuid NOT NULL REFERENCES cases,
      version int NOT NULL,
      kind text NOT NULL,
      channel text NOT NULL CHECK (channel IN ('inbox', 'sms')),
      identity_id uuid NOT NULL REFERENCES identities,
      category text NOT NULL CHECK (category IN ('todo', 'news')),
      created_at timestamptz NOT NULL DEFAULT now(),
      read_at timestamptz,
      status text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'delivered', 'failed')),
      attempts int NOT NULL DEFAULT 0,
      sent_at timestamptz,
      delivered_at timestamptz,
      failure text,
      UNIQUE (case_id, version, kind, channel)
    );
    CREATE INDEX notices_of_identity ON notices (identity_id, created_at DESC, id) WHERE channel = 'inbox';
    CREATE INDEX notices_unread ON notices (identity_id, category) WHERE channel = 'inbox' AND read_at IS NULL;
    CREATE INDEX notices_unsent ON notices (case_id) WHERE channel = 'sms' AND status IN ('pending', 'sending');

    CREATE TABLE case_histories (
      case_id uuid PRIMARY KEY REFERENCES cases,
      run_id text NOT NULL,
      history jsonb NOT NULL,
      archived_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at IS NOT NULL;

    CREATE TABLE audit_log (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT now(),
      actor_kind text NOT NULL,
      actor_id uuid,
      region_id text,
      action text NOT NULL,
      object_kind text NOT NULL,
      object_id text NOT NULL,
      request_id text,
      detail jsonb NOT NULL DEFAULT '{}'
    );
    CREATE INDEX ON audit_log (object_kind, object_id, at);
    CREATE INDEX ON audit_log (actor_id, at);
    CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION append_only();
    CREATE TRIGGER audit_log_never_truncated BEFORE TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION append_only();

    -- What the demo's SMS gateway was given: the other end of a wire, not part of the product's own data.
    CREATE TABLE demo_short_messages (
      id uuid PRIMARY KEY,
      phone text NOT NULL,
      body text NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      deliveries int NOT NULL DEFAULT 1
    );
    CREATE INDEX ON demo_short_messages (phone, received_at DESC);
  `);
}

/** The first step has nothing to go back to. */
export function down(): Promise<void> {
  return Promise.reject(new Error('001-foundation cannot be undone: drop the database instead'));
}
