import type { Knex } from 'knex';

/**
 * Places of appointments, and closures at short notice.
 *
 * 1. A row is a place that is held or booked. A place that is given back has no row. The story of who had it stands in `case_events`.
 * 2. The exclusion constraint makes a second winner impossible: one place number of a pool is never taken twice at one time.
 * 3. A hold without a case belongs to a form that somebody fills in, and expires. A hold with a case (an invitation) lasts until the case
 *    gives it back.
 * 4. The case of a grant is written later in the same transaction, so its foreign key is checked at commit.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE EXTENSION IF NOT EXISTS btree_gist');
  await knex.raw(`
    CREATE TABLE slot_places (
      id uuid PRIMARY KEY,
      centre_id text NOT NULL REFERENCES centres,
      pool text NOT NULL,
      place_no smallint NOT NULL CHECK (place_no > 0),
      type_id text NOT NULL REFERENCES case_types,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      state text NOT NULL CHECK (state IN ('held', 'booked')),
      held_until timestamptz,
      form text NOT NULL,
      day_limit smallint NOT NULL,
      identity_id uuid NOT NULL REFERENCES identities,
      case_id uuid REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
      CHECK (starts_at < ends_at),
      CHECK ((held_until IS NULL) = (case_id IS NOT NULL)),
      CHECK (state = 'held' OR case_id IS NOT NULL),
      CONSTRAINT slot_places_taken_once
        EXCLUDE USING gist (centre_id WITH =, pool WITH =, place_no WITH =, tstzrange(starts_at, ends_at) WITH &&)
    );
    COMMENT ON COLUMN slot_places.pool IS 'what shares a capacity; empty for the pool of the centre itself';
    COMMENT ON COLUMN slot_places.form IS 'form that holds it: a second hold of the same person and form replaces the first';
    COMMENT ON COLUMN slot_places.day_limit IS 'most bookings of the taxpayer on that day, as the type said when it was held';
    CREATE INDEX slot_places_by_time ON slot_places (centre_id, pool, starts_at) INCLUDE (ends_at, place_no, held_until);
    CREATE INDEX slot_places_of_identity ON slot_places (identity_id, starts_at);
    CREATE INDEX slot_places_of_case ON slot_places (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX slot_places_expiring ON slot_places (held_until) WHERE held_until IS NOT NULL;

    CREATE TABLE slot_closures (
      id uuid PRIMARY KEY,
      centre_id text NOT NULL REFERENCES centres,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      reason text NOT NULL,
      created_by uuid NOT NULL REFERENCES officers,
      created_at timestamptz NOT NULL DEFAULT now(),
      CHECK (starts_at < ends_at)
    );
    CREATE INDEX slot_closures_of_centre ON slot_closures (centre_id, ends_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE slot_closures; DROP TABLE slot_places;');
}
