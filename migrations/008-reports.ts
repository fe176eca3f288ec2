import type { Knex } from 'knex';

/**
 * What reports ask of a case beside its state: when the taxpayer began to wait and was answered first, by whom, whether it was ever
 * overdue, how it ended. Of the cases that are there it is read from their events.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE cases
      ADD COLUMN first_asked_at timestamptz,
      ADD COLUMN first_answered_at timestamptz,
      ADD COLUMN first_answered_by uuid,
      ADD COLUMN first_overdue_at timestamptz,
      ADD COLUMN ended_as text CHECK (ended_as IN ('resolved', 'unresolved', 'passed-on'));

    WITH signs AS (
      SELECT e.case_id, e.at, e.version, e.actor_id,
        e.type IN ('submitted', 'opened', 'confirmed') AS asks,
        e.type = ANY (CASE c.kind
          WHEN 'message' THEN '{replied,asked-back}'::text[]
          WHEN 'work-order' THEN '{advanced,sent-back,papers-asked,papers-reviewed,form-sent,finished}'
          ELSE '{papers-reviewed,papers-asked,completed}' END) AS answers,
        e.type = 'escalated' AS is_late
      FROM case_events e JOIN cases c ON c.id = e.case_id),
    facts AS (
      SELECT case_id,
        (array_agg(at ORDER BY version) FILTER (WHERE asks))[1] AS asked_at,
        (array_agg(at ORDER BY version) FILTER (WHERE answers))[1] AS answered_at,
        (array_agg(actor_id ORDER BY version) FILTER (WHERE answers))[1] AS answered_by,
        (array_agg(at ORDER BY version) FILTER (WHERE is_late))[1] AS overdue_at
      FROM signs WHERE asks OR answers OR is_late GROUP BY case_id)
    UPDATE cases SET first_asked_at = asked_at, first_answered_at = facts.answered_at, first_answered_by = answered_by,
      first_overdue_at = overdue_at
    FROM facts WHERE facts.case_id = cases.id;
    UPDATE cases SET ended_as = CASE
        WHEN status = 'converted' THEN 'passed-on'
        WHEN state ->> 'outcome' IN ('rated', 'follow-up-elapsed', 'finished', 'completed') THEN 'resolved'
        ELSE 'unresolved' END
    WHERE closed_at IS NOT NULL;

    -- A report reads entries of these and no rows: what came, what was answered, what ended, and what is open still.
    DROP INDEX cases_of_centre, cases_closed_of_centre;
    CREATE INDEX cases_of_centre ON cases (centre_id, opened_at DESC, id) INCLUDE (kind, type_id);
    CREATE INDEX cases_answered_of_centre ON cases (centre_id, first_answered_at) INCLUDE (kind, type_id, first_answered_by, first_asked_at)
      WHERE first_answered_at IS NOT NULL;
    CREATE INDEX cases_closed_of_centre ON cases (centre_id, closed_at DESC, id DESC)
      INCLUDE (kind, type_id, assignee_id, opened_at, first_overdue_at, ended_as, stars, resolved) WHERE closed_at IS NOT NULL;
    CREATE INDEX cases_open_of_centre ON cases (centre_id, opened_at, kind, type_id) WHERE closed_at IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX cases_of_centre, cases_closed_of_centre, cases_answered_of_centre, cases_open_of_centre;
    CREATE INDEX cases_of_centre ON cases (centre_id, opened_at DESC, id);
    CREATE INDEX cases_closed_of_centre ON cases (centre_id, closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
    ALTER TABLE cases DROP COLUMN first_asked_at, DROP COLUMN first_answered_at, DROP COLUMN first_answered_by,
      DROP COLUMN first_overdue_at, DROP COLUMN ended_as;
  `);
}
