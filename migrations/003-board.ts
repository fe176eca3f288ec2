import type { Knex } from 'knex';

/**
 * The supervisor's board: its figures come out of one index alone, and each of them leads to a list that an index has in order.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Nothing in it is of one row only, so equal entries are kept together: it stays small, and is counted from without the table.
    CREATE INDEX tasks_board ON tasks (centre_id, kind, type_id, stage, status, escalated, warned, urges, assignee_id);
    -- Counting without the table works for pages of it that were tidied since they changed.
    ALTER TABLE tasks SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

    DROP INDEX tasks_orders;
    CREATE INDEX tasks_of_stage ON tasks (centre_id, type_id, stage, turn, rank, due_at, case_id) WHERE kind = 'work-order';
    CREATE INDEX tasks_urged ON tasks (centre_id, rank, due_at, case_id) WHERE urges > 0;
    CREATE INDEX tasks_disputed ON tasks (centre_id, rank, due_at, case_id) WHERE status = 'disputed';
    CREATE INDEX tasks_awaiting ON tasks (centre_id, rank, due_at, case_id) WHERE status = 'awaiting-materials';
    CREATE INDEX tasks_warned ON tasks (centre_id, rank, due_at, case_id) WHERE warned AND NOT escalated AND turn = 'officer';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX tasks_board, tasks_of_stage, tasks_urged, tasks_disputed, tasks_awaiting, tasks_warned;
    ALTER TABLE tasks RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
    CREATE INDEX tasks_orders ON tasks (centre_id, stage, due_at) WHERE kind = 'work-order';
  `);
}
