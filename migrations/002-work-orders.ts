import type { Knex } from 'knex';

/**
 * A second kind of case: types of all kinds in one table, groups that handle stages, what administrators say of a type by version,
 * the fields that an officer fills in, and how cases hang together.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE message_types RENAME TO case_types;
    ALTER INDEX message_types_pkey RENAME TO case_types_pkey;
    ALTER INDEX message_types_region_id_idx RENAME TO case_types_region_id_idx;
    ALTER TABLE case_types ADD COLUMN kind text NOT NULL DEFAULT 'message' CHECK (kind IN ('message', 'work-order'));
    ALTER TABLE case_types ALTER COLUMN kind DROP DEFAULT;

    CREATE TABLE handling_groups (
      id text PRIMARY KEY,
      region_id text NOT NULL REFERENCES regions,
      centre_id text NOT NULL REFERENCES centres,
      name text NOT NULL,
      name_en text NOT NULL,
      position int NOT NULL DEFAULT 0
    );
    CREATE INDEX ON handling_groups (region_id);
    CREATE TABLE group_members (
      group_id text NOT NULL REFERENCES handling_groups ON DELETE CASCADE,
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      PRIMARY KEY (group_id, officer_id)
    );
    CREATE TABLE work_order_versions (
      type_id text NOT NULL REFERENCES case_types,
      version int NOT NULL,
      definition jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      created_by uuid REFERENCES officers,
      PRIMARY KEY (type_id, version)
    );
    CREATE TRIGGER work_order_versions_append_only BEFORE UPDATE OR DELETE ON work_order_versions
      FOR EACH ROW EXECUTE FUNCTION append_only();

    CREATE TABLE order_forms (
      case_id uuid PRIMARY KEY,
      identity_id uuid NOT NULL REFERENCES identities,
      fields jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz
    );
    CREATE TABLE case_links (
      case_id uuid NOT NULL REFERENCES cases,
      other_id uuid NOT NULL,
      PRIMARY KEY (case_id, other_id)
    );
    CREATE INDEX ON case_links (other_id);

    -- An ended case may live on for its rating: its history is archived when its workflow has ended.
    ALTER TABLE cases ADD COLUMN live boolean NOT NULL DEFAULT true;
    UPDATE cases SET live = closed_at IS NULL;
    ALTER TABLE cases ALTER COLUMN live DROP DEFAULT;
    CREATE INDEX cases_over ON cases (closed_at) WHERE NOT live;
    DROP INDEX cases_closed;
    CREATE INDEX cases_open_of_type ON cases (identity_id, type_id) WHERE closed_at IS NULL;

    ALTER TABLE tasks ADD COLUMN group_id text, ADD COLUMN stage text, ADD COLUMN urges int NOT NULL DEFAULT 0;
    CREATE INDEX tasks_orders ON tasks (centre_id, stage, due_at) WHERE kind = 'work-order';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX tasks_orders;
    ALTER TABLE tasks DROP COLUMN group_id, DROP COLUMN stage, DROP COLUMN urges;
    DROP INDEX cases_open_of_type;
    DROP INDEX cases_over;
    CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at IS NOT NULL;
    ALTER TABLE cases DROP COLUMN live;
    DROP TABLE case_links, order_forms, work_order_versions, group_members, handling_groups;
    DELETE FROM case_types WHERE kind <> 'message';
    ALTER TABLE case_types DROP COLUMN kind;
    ALTER TABLE case_types RENAME TO message_types;
  `);
}
