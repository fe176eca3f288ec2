/**
 * The application's role does not own the tables, so it cannot create partitions. These functions create the one partition of a month with
 * the owner's rights. They take nothing but a date, and leave a month whose rows are already in the default partition there.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION make_audit_partition(month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      name text := 'audit_log_' || to_char(month, 'YYYY_MM');
      starts timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'Asia/Shanghai';
      ends timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'Asia/Shanghai';
    BEGIN
      IF EXISTS (SELECT FROM audit_log_default WHERE at >= starts AND at < ends) THEN RETURN false; END IF;
      -- The table is created first and attached afterwards, so that reads and writes are not blocked.
      EXECUTE format('CREATE TABLE %I (LIKE audit_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
      EXECUTE format('CREATE TRIGGER audit_log_never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', name);
      EXECUTE format('ALTER TABLE audit_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, starts, ends);
      RETURN true;
    END $$;

    CREATE FUNCTION make_chat_partition(month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      name text := 'chat_messages_' || to_char(month, 'YYYY_MM');
      starts date := date_trunc('month', month::timestamp);
      ends date := date_trunc('month', month::timestamp) + interval '1 month';
    BEGIN
      IF EXISTS (SELECT FROM chat_messages_default d WHERE d.month >= starts AND d.month < ends) THEN RETURN false; END IF;
      EXECUTE format('CREATE TABLE %I (LIKE chat_messages INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
      EXECUTE format('ALTER TABLE chat_messages ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, starts, ends);
      RETURN true;
    END $$;

    REVOKE EXECUTE ON FUNCTION make_audit_partition(date), make_chat_partition(date) FROM PUBLIC;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION make_audit_partition(date), make_chat_partition(date)');
}
