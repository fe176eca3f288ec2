import type { Knex } from 'knex';

/**
 * How long an officer was free while a conversation waited for one, from what happened and not from samples:
 * 1. `able_since` of an officer is the last instant at which they became able to take a conversation: they came on duty, a page of theirs
 *    was opened, they had one less, or their capacity was raised.
 * 2. When a waiting conversation gets an officer, `seat_grants` keeps since when both were there. An officer who is not given cases by rule
 *    counts as not free.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE officers ADD COLUMN able_since timestamptz NOT NULL DEFAULT now();
    CREATE FUNCTION note_able() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.able_since := clock_timestamp();
      RETURN NEW;
    END $$;
    CREATE TRIGGER officers_able BEFORE UPDATE OF status, present_until, capacity ON officers FOR EACH ROW
      WHEN ((NEW.status = 'online' AND OLD.status <> 'online') OR NEW.capacity > OLD.capacity
        OR (NEW.present_until > now() AND coalesce(OLD.present_until, '-infinity') <= now()))
      EXECUTE FUNCTION note_able();

    CREATE TABLE seat_grants (
      case_id uuid NOT NULL REFERENCES chats,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      centre_id text NOT NULL REFERENCES centres,
      officer_id uuid NOT NULL REFERENCES officers,
      waiting_since timestamptz NOT NULL,
      idle_seconds double precision NOT NULL CHECK (idle_seconds >= 0),
      PRIMARY KEY (case_id, at)
    );
    COMMENT ON COLUMN seat_grants.idle_seconds IS 'for which the officer was able to take the case while it waited';
    CREATE INDEX seat_grants_of_centre ON seat_grants (centre_id, at) INCLUDE (idle_seconds);

    CREATE FUNCTION idle_since(chat chats, officer officers) RETURNS timestamptz LANGUAGE sql STABLE AS $$
      SELECT greatest(chat.waiting_since, officer.able_since, (
        SELECT to_timestamp(max(p.until) / 1000.0) FROM jsonb_to_recordset(chat.passed_over) AS p("officerId" uuid, until bigint)
        WHERE p."officerId" = officer.id)) $$;

    CREATE FUNCTION note_seat() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      taker officers;
    BEGIN
      IF OLD.held_by IS NOT NULL AND NEW.held_by IS DISTINCT FROM OLD.held_by THEN
        UPDATE officers SET able_since = clock_timestamp() WHERE id = OLD.held_by;
      END IF;
      IF OLD.held_by IS NULL AND OLD.waiting_since IS NOT NULL AND NEW.held_by IS NOT NULL THEN
        SELECT * INTO taker FROM officers WHERE id = NEW.held_by;
        INSERT INTO seat_grants (case_id, centre_id, officer_id, waiting_since, idle_seconds)
        VALUES (NEW.case_id, NEW.centre_id, NEW.held_by, OLD.waiting_since,
          CASE WHEN taker.role = 'agent' AND taker.on_duty
              AND CASE WHEN OLD.waiting_group IS NULL
                THEN EXISTS (SELECT FROM officer_skills s WHERE s.officer_id = taker.id AND s.type_id = NEW.type_id)
                ELSE EXISTS (SELECT FROM group_members g WHERE g.officer_id = taker.id AND g.group_id = OLD.waiting_group) END
            THEN greatest(0, extract(epoch FROM clock_timestamp() - idle_since(OLD, taker))) ELSE 0 END)
        ON CONFLICT DO NOTHING;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER chats_seat_noted AFTER UPDATE OF held_by ON chats FOR EACH ROW EXECUTE FUNCTION note_seat();

    CREATE INDEX case_events_requested ON case_events (at) WHERE type = 'requested';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX case_events_requested;
    DROP TRIGGER chats_seat_noted ON chats;
    DROP FUNCTION note_seat;
    DROP TABLE seat_grants;
    DROP FUNCTION idle_since(chats, officers);
    DROP TRIGGER officers_able ON officers;
    DROP FUNCTION note_able;
    ALTER TABLE officers DROP COLUMN able_since;
  `);
}
