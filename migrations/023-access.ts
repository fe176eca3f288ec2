import type { Knex } from 'knex';

/**
 * Failed sign-ins are counted by address, login and device instead of at the officer; sessions can be listed; an identity belongs to
 * the host that vouches for it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE throttles (
      key text PRIMARY KEY,
      points int NOT NULL,
      until timestamptz NOT NULL
    );
    CREATE INDEX ON throttles (until);

    CREATE TABLE officer_devices (
      token_hash bytea PRIMARY KEY,
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      created_at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX ON officer_devices (officer_id);

    ALTER TABLE officers DROP COLUMN failed_sign_ins, DROP COLUMN locked_until;
    ALTER TABLE officer_sessions ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN agent text NOT NULL DEFAULT '';
    CREATE UNIQUE INDEX ON officer_sessions (id);
    CREATE INDEX ON officer_sessions (officer_id);

    -- Until now a region's subjects were one host's: what is there belongs to the region's first.
    ALTER TABLE identities ADD COLUMN issuer text NOT NULL DEFAULT '';
    UPDATE identities i SET issuer = k.issuer
      FROM (SELECT region_id, min(issuer) AS issuer FROM host_keys GROUP BY region_id) k WHERE k.region_id = i.region_id;
    ALTER TABLE identities DROP CONSTRAINT identities_region_id_subject_key, ADD UNIQUE (region_id, issuer, subject);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE throttles, officer_devices;
    ALTER TABLE officers ADD COLUMN failed_sign_ins int NOT NULL DEFAULT 0, ADD COLUMN locked_until timestamptz;
    ALTER TABLE officer_sessions DROP COLUMN id, DROP COLUMN agent;
    DROP INDEX officer_sessions_officer_id_idx;
    ALTER TABLE identities DROP CONSTRAINT identities_region_id_issuer_subject_key;
    ALTER TABLE identities DROP COLUMN issuer;
    ALTER TABLE identities ADD UNIQUE (region_id, subject);
  `);
}
