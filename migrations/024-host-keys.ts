import type { Knex } from 'knex';

/**
 * A host may have several keys, each for a time, so that one can follow another without anybody being locked out; the last good set
 * of a host's published keys outlives an outage of the host; and it is known which key has signed when.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE host_keys DROP CONSTRAINT host_keys_pkey;
    ALTER TABLE host_keys
      ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      ADD COLUMN kid text,
      ADD COLUMN not_before timestamptz,
      ADD COLUMN not_after timestamptz,
      ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
    CREATE INDEX ON host_keys (region_id, issuer);

    CREATE TABLE host_key_uses (
      key_id uuid NOT NULL REFERENCES host_keys ON DELETE CASCADE,
      -- Of a published set, which of its keys; else empty.
      kid text NOT NULL,
      first_at timestamptz NOT NULL DEFAULT now(),
      last_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (key_id, kid)
    );
    CREATE TABLE published_keys (
      url text PRIMARY KEY,
      keys jsonb NOT NULL,
      fetched_at timestamptz NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE host_key_uses, published_keys;
    DELETE FROM host_keys a USING host_keys b WHERE a.region_id = b.region_id AND a.issuer = b.issuer AND a.created_at < b.created_at;
    ALTER TABLE host_keys DROP COLUMN id, DROP COLUMN kid, DROP COLUMN not_before, DROP COLUMN not_after, DROP COLUMN created_at;
    ALTER TABLE host_keys ADD PRIMARY KEY (region_id, issuer);
  `);
}
