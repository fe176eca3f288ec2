import type { Knex } from 'knex';

/**
 * 1. The audit log is partitioned by calendar month of Asia/Shanghai. A month that is no longer needed here is detached as a whole; no row
 *    is ever deleted.
 * 2. What was written before stays as it is, in one partition that ends with the present month.
 * 3. Rows of a month without a partition of its own are kept in `audit_log_default`: no write is refused.
 * 4. Every partition refuses UPDATE, DELETE and TRUNCATE. The triggers for rows come with the parent; the one for TRUNCATE is made with
 *    each partition.
 * 5. Repeated looks are counted in `audit_looks` until their window is over; see `db/audit.ts`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    LOCK TABLE audit_log;
    ALTER TABLE audit_log RENAME TO audit_log_earlier;
    ALTER INDEX audit_log_pkey RENAME TO audit_log_earlier_pkey;
    ALTER INDEX audit_log_object_kind_object_id_at_idx RENAME TO audit_log_earlier_of_object;
    ALTER INDEX audit_log_actor_id_at_idx RENAME TO audit_log_earlier_of_actor;
    DROP TRIGGER audit_log_append_only ON audit_log_earlier;
    ALTER TABLE audit_log_earlier
      ALTER COLUMN id DROP IDENTITY,
      DROP CONSTRAINT audit_log_earlier_pkey,
      ADD CONSTRAINT audit_log_earlier_pkey PRIMARY KEY (id, at);

    -- A sequence, for PostgreSQL 16 knows no identity columns of partitioned tables.
    CREATE SEQUENCE audit_log_id_seq;
    SELECT setval('audit_log_id_seq', coalesce((SELECT max(id) FROM audit_log_earlier), 0) + 1, false);
    CREATE TABLE audit_log (
      id bigint NOT NULL DEFAULT nextval('audit_log_id_seq'),
      at timestamptz NOT NULL DEFAULT now(),
      actor_kind text NOT NULL,
      actor_id uuid,
      region_id text,
      action text NOT NULL,
      object_kind text NOT NULL,
      object_id text NOT NULL,
      request_id text,
      detail jsonb NOT NULL DEFAULT '{}',
      PRIMARY KEY (id, at)
    ) PARTITION BY RANGE (at);
    ALTER SEQUENCE audit_log_id_seq OWNED BY audit_log.id;
    CREATE INDEX audit_log_of_object ON audit_log (object_kind, object_id, at);
    CREATE INDEX audit_log_of_actor ON audit_log (actor_id, at);
    CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION append_only();
    CREATE TRIGGER audit_log_never_truncated BEFORE TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION append_only();

    CREATE TABLE audit_log_default PARTITION OF audit_log DEFAULT;
    CREATE TRIGGER audit_log_never_truncated BEFORE TRUNCATE ON audit_log_default
      FOR EACH STATEMENT EXECUTE FUNCTION append_only();

    DO $$ BEGIN
      EXECUTE format('ALTER TABLE audit_log ATTACH PARTITION audit_log_earlier FOR VALUES FROM (MINVALUE) TO (%L)',
        (date_trunc('month', greatest(now(), (SELECT max(at) FROM audit_log_earlier)) AT TIME ZONE 'Asia/Shanghai') + interval '1 month')
          AT TIME ZONE 'Asia/Shanghai');
    END $$;

    CREATE TABLE audit_looks (
      window_start timestamptz NOT NULL,
      actor_kind text NOT NULL,
      actor_id uuid NOT NULL,
      action text NOT NULL,
      object_kind text NOT NULL,
      object_id text NOT NULL,
      detail jsonb NOT NULL,
      region_id text,
      shown_as text NOT NULL,
      shown jsonb NOT NULL,
      further int NOT NULL DEFAULT 0,
      last_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (window_start, actor_kind, actor_id, action, object_kind, object_id, detail)
    );
  `);
}

/** Writes all rows into one table again: those of detached months, which are kept elsewhere, do not come back. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE audit_looks;
    CREATE TABLE audit_log_whole (LIKE audit_log INCLUDING DEFAULTS);
    INSERT INTO audit_log_whole SELECT * FROM audit_log;
    ALTER SEQUENCE audit_log_id_seq OWNED BY NONE;
    DROP TABLE audit_log;
    ALTER TABLE audit_log_whole RENAME TO audit_log;
    ALTER TABLE audit_log ALTER COLUMN id DROP DEFAULT;
    DROP SEQUENCE audit_log_id_seq;
    ALTER TABLE audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id), ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
    SELECT setval(pg_get_serial_sequence('audit_log', 'id'), coalesce((SELECT max(id) FROM audit_log), 0) + 1, false);
    CREATE INDEX ON audit_log (object_kind, object_id, at);
    CREATE INDEX ON audit_log (actor_id, at);
    CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION append_only();
    CREATE TRIGGER audit_log_never_truncated BEFORE TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION append_only();
  `);
}
