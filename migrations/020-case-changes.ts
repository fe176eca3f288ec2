import type { Knex } from 'knex';

/**
 * The log of which case changed when, from which the live connection reads on. A row names its transaction, because transactions do
 * not commit in the order in which they begin: what a snapshot did not show is found by comparing with that snapshot, never by time
 * or by a sequence. The trigger writes it, so that no writer of an image can leave it out. Rows are kept for an hour.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE case_changes (
      xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
      id bigint GENERATED ALWAYS AS IDENTITY,
      case_id uuid NOT NULL,
      version int NOT NULL,
      region_id text NOT NULL,
      centre_id text NOT NULL,
      left_centre_id text,
      identity_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (xid, id)
    );
    COMMENT ON COLUMN case_changes.left_centre_id IS 'where the case was before, when this change moved it to another centre';

    CREATE FUNCTION log_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO case_changes (case_id, version, region_id, centre_id, left_centre_id, identity_id)
      VALUES (NEW.id, NEW.version, NEW.region_id, NEW.centre_id,
        CASE WHEN TG_OP = 'UPDATE' AND OLD.centre_id <> NEW.centre_id THEN OLD.centre_id END, NEW.identity_id);
      PERFORM pg_notify('live', '{"type":"cases"}');
      RETURN NULL;
    END $$;
    CREATE TRIGGER cases_change_logged AFTER INSERT OR UPDATE OF version ON cases FOR EACH ROW EXECUTE FUNCTION log_case_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER cases_change_logged ON cases;
    DROP FUNCTION log_case_change;
    DROP TABLE case_changes;
  `);
}
