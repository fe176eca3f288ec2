import type { Knex } from 'knex';

/** What is counted of each to-do, as the board shows it. Of an age only how many there are, or it would change with every command. */
const counts = {
  open: 'count(*)',
  in_time: `count(*) FILTER (WHERE status <> 'awaiting-materials' AND NOT escalated AND NOT warned)`,
  warned: `count(*) FILTER (WHERE status <> 'awaiting-materials' AND NOT escalated AND warned)`,
  overdue: `count(*) FILTER (WHERE status <> 'awaiting-materials' AND escalated)`,
  awaiting: `count(*) FILTER (WHERE status = 'awaiting-materials')`,
  urged: 'count(*) FILTER (WHERE urges > 0)',
  disputed: `count(*) FILTER (WHERE status = 'disputed')`,
  unassigned: 'count(*) FILTER (WHERE assignee_id IS NULL)',
};
const numbers = Object.keys(counts);
const each = (write: (number: string) => string): string => numbers.map(write).join(', ');

const cell = 'counted_by, centre_id, kind, type_id, stage, opened_on, assignee_id';
const columns = `${cell}, ${numbers.join(', ')}`;

/** Three times of the same rows: orders by where they stand, by that and the Shanghai day on which they were opened, all by who holds them. */
const cellsOf = (rows: string): string => `
  SELECT CASE WHEN GROUPING(assignee_id) = 0 THEN 'holder' WHEN GROUPING(opened_on) = 0 THEN 'age' ELSE 'stage' END AS counted_by,
    centre_id, kind, type_id, stage, opened_on, assignee_id,
    ${Object.entries(counts)
      .map(([number, sql]) =>
        number === 'open' ? `${sql} AS open` : `CASE WHEN GROUPING(opened_on) = 0 THEN 0 ELSE ${sql} END AS ${number}`,
      )
      .join(', ')}
  FROM (SELECT *, (opened_at AT TIME ZONE 'UTC' + interval '8 hours')::date AS opened_on FROM ${rows}) AS dated
  GROUP BY GROUPING SETS ((centre_id, kind, type_id, stage), (centre_id, kind, type_id, stage, opened_on), (centre_id, kind, assignee_id))
  HAVING GROUPING(assignee_id) = 0 OR kind = 'work-order'`;

/**
 * The supervisor's board is counted as the to-dos change. Every statement that changes some writes by how much the numbers
 * change, as rows of their own, so that nobody waits for anybody; the housekeeping folds those rows into the counts. A number is
 * the sum of both, exact in every snapshot.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE board_counts (
      counted_by text NOT NULL CHECK (counted_by IN ('stage', 'age', 'holder')),
      centre_id text NOT NULL,
      kind text NOT NULL,
      type_id text,
      stage text,
      opened_on date,
      -- Of a holder: nobody is null.
      assignee_id uuid,
      ${each((number) => `${number} int NOT NULL`)},
      UNIQUE NULLS NOT DISTINCT (${cell})
    ) WITH (fillfactor = 80, parallel_workers = 0);
    -- Starting workers takes longer than reading either.
    CREATE TABLE board_changes (LIKE board_counts) WITH (parallel_workers = 0);
    CREATE INDEX board_changes_of_centre ON board_changes (centre_id);

    CREATE FUNCTION count_on_board() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO board_changes (${columns}) ${cellsOf('new_rows')};
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO board_changes (${columns}) SELECT ${cell}, ${each((number) => `-${number}`)} FROM (${cellsOf('old_rows')}) AS gone;
      ELSE
        INSERT INTO board_changes (${columns})
        SELECT ${cell}, ${each((number) => `sum(${number})`)}
        FROM (
          SELECT ${cell}, ${each((number) => `-${number} AS ${number}`)} FROM (${cellsOf('old_rows')}) AS was
          UNION ALL ${cellsOf('new_rows')}) AS moved
        GROUP BY ${cell} HAVING (${each((number) => `sum(${number})`)}) <> (${each(() => '0')});
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER tasks_counted_in AFTER INSERT ON tasks
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_on_board();
    CREATE TRIGGER tasks_counted_on AFTER UPDATE ON tasks
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_on_board();
    CREATE TRIGGER tasks_counted_out AFTER DELETE ON tasks
      REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_on_board();
    -- From here on nothing changes uncounted: making a trigger waits for who writes, and holds up who would.
    INSERT INTO board_counts (${columns}) ${cellsOf('tasks')};

    -- Nothing is counted from the to-dos themselves any more. Orders are listed by how long they have been open.
    DROP INDEX tasks_board;
    CREATE INDEX tasks_by_age ON tasks (centre_id, opened_at, case_id) WHERE kind = 'work-order';
    CREATE INDEX tasks_overdue_of_stage ON tasks (centre_id, type_id, stage, rank, due_at, case_id) WHERE kind = 'work-order' AND escalated;
    CREATE INDEX tasks_of_type_by_age ON tasks (centre_id, type_id, opened_at, case_id) WHERE kind = 'work-order';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX tasks_by_age, tasks_of_type_by_age, tasks_overdue_of_stage;
    CREATE INDEX tasks_board ON tasks (centre_id, kind, type_id, stage, status, escalated, warned, urges, assignee_id);
    DROP TRIGGER tasks_counted_in ON tasks;
    DROP TRIGGER tasks_counted_on ON tasks;
    DROP TRIGGER tasks_counted_out ON tasks;
    DROP FUNCTION count_on_board;
    DROP TABLE board_changes, board_counts;
  `);
}
