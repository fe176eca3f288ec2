import type { Knex } from 'knex';

/**
 * Officers filter and sort their worklist, and find closed cases. A to-do takes its search text along when it is deleted: closed cases are
 * found by the same words as open ones.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tasks ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
    UPDATE tasks t SET changed_at = c.changed_at FROM cases c WHERE c.id = t.case_id;
    CREATE INDEX tasks_by_activity ON tasks (centre_id, changed_at DESC, case_id DESC);
    CREATE INDEX tasks_by_opening ON tasks (centre_id, opened_at DESC, case_id DESC);

    CREATE TABLE task_searches (
      case_id uuid PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
      centre_id text NOT NULL REFERENCES centres,
      search text NOT NULL
    );
    INSERT INTO task_searches (case_id, centre_id, search)
      SELECT c.id, c.centre_id, fold(concat_ws(' ', c.number, i.company_name, i.person_name, i.tax_number, i.phone, f.phone,
        (SELECT left(x.body, 500) FROM case_events e JOIN texts x ON x.id = (e.data ->> 'textId')::uuid WHERE e.case_id = c.id AND e.version = 1)))
      FROM cases c JOIN identities i ON i.id = c.identity_id LEFT JOIN case_forms f ON f.case_id = c.id
      WHERE c.closed_at IS NOT NULL
      ON CONFLICT DO NOTHING;
    CREATE INDEX task_searches_words ON task_searches USING gin (centre_id, grams(search));
    CREATE FUNCTION keep_task_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO task_searches (case_id, centre_id, search)
        SELECT OLD.case_id, OLD.centre_id, OLD.search WHERE EXISTS (SELECT FROM cases WHERE id = OLD.case_id)
        ON CONFLICT (case_id) DO UPDATE SET centre_id = excluded.centre_id, search = excluded.search;
      RETURN NULL;
    END $$;
    CREATE TRIGGER tasks_keep_search AFTER DELETE ON tasks FOR EACH ROW EXECUTE FUNCTION keep_task_search();

    ALTER TABLE saved_views ADD COLUMN filters jsonb NOT NULL DEFAULT '{}', ADD COLUMN sort text NOT NULL DEFAULT 'due';
    UPDATE saved_views SET filters = jsonb_strip_nulls(jsonb_build_object('kind', kind, 'typeId', type_id, 'q', q));
    ALTER TABLE saved_views DROP COLUMN kind, DROP COLUMN type_id, DROP COLUMN q;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE saved_views ADD COLUMN kind text, ADD COLUMN type_id text REFERENCES case_types, ADD COLUMN q text;
    UPDATE saved_views SET kind = filters ->> 'kind', type_id = filters ->> 'typeId', q = filters ->> 'q';
    ALTER TABLE saved_views DROP COLUMN filters, DROP COLUMN sort;
    DROP TRIGGER tasks_keep_search ON tasks;
    DROP FUNCTION keep_task_search();
    DROP TABLE task_searches;
    DROP INDEX tasks_by_activity, tasks_by_opening;
    ALTER TABLE tasks DROP COLUMN changed_at;
  `);
}
