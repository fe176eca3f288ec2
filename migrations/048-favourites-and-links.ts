import type { Knex } from 'knex';

/**
 * Personal arrangements of a taxpayer.
 * 1. 我的收藏 (B8): answers that were kept, each in the version that was kept.
 * 2. 快捷入口 (A8): the links that a region offers, each to kinds of taxpayer, and each taxpayer's own choice and order of them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE favourites (
      identity_id uuid NOT NULL REFERENCES identities ON DELETE CASCADE,
      entry_id text NOT NULL,
      version int NOT NULL,
      kept_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (identity_id, entry_id)
    );
    CREATE INDEX favourites_newest ON favourites (identity_id, kept_at DESC);

    CREATE TABLE quick_links (
      region_id text NOT NULL REFERENCES regions (id),
      id uuid NOT NULL,
      name text NOT NULL,
      name_en text NOT NULL,
      href text NOT NULL,
      audience text[] NOT NULL CHECK (audience <@ ARRAY['enterprise', 'natural-person', 'both'] AND audience <> '{}'),
      position int NOT NULL,
      PRIMARY KEY (region_id, id)
    );
    COMMENT ON COLUMN quick_links.href IS 'https address, or a page of the window';
    CREATE TABLE own_quick_links (
      identity_id uuid PRIMARY KEY REFERENCES identities ON DELETE CASCADE,
      link_ids text[] NOT NULL
    );
    COMMENT ON COLUMN own_quick_links.link_ids IS 'in the taxpayer''s order; pages of the window by their address; what is not offered any more is passed over';
    CREATE TABLE quick_link_versions (
      region_id text PRIMARY KEY REFERENCES regions (id),
      version int NOT NULL
    );
    COMMENT ON TABLE quick_link_versions IS 'rises with every change of a region''s links, so that of two administrators the later one is told';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE quick_link_versions, own_quick_links, quick_links, favourites');
}
