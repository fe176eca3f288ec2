/** A large region full of work orders to measure the supervisor's board on: made up in SQL, in the shape that the workflows write. */
import type { Knex } from 'knex';

import { foldBoard } from '../db/board-counts.ts';
import { dropIndexes, fillPeople, identitiesOf, officerUuid, type WorklistSize } from './worklist-data.ts';

/** 留言 beside so many orders: one for each ten. */
const messageShare = 10;
/** Commands within two minutes, fifty a second. */
const unfolded = 6_000;

/**
 * Fills an empty, migrated database with so many open orders, and some 留言 beside them. The first centre has twice the work of an
 * average one. Of the orders one in ten waits for papers, one in a hundred is disputed, one in sixteen was urged, one in twenty is
 * overdue, one in twelve soon will be, and one in twenty is nobody's. They were opened in the last sixty days.
 * @returns the busiest centre and an officer of it, a type and a stage
 */
export async function fillBoard(
  knex: Knex,
  size: WorklistSize,
): Promise<{ centreId: string; officerId: string; typeId: string; stage: string }> {
  await fillPeople(knex, size);
  await knex.raw(
    `INSERT INTO case_types (id, kind, region_id, name, name_en)
     SELECT 'o' || n, 'work-order', 'r1', '工单类型' || n, 'Type of order ' || n FROM generate_series(1, 6) n
     UNION ALL SELECT 't1', 'message', 'r1', '类型1', 'Type 1'`,
  );
  await knex.raw(
    `INSERT INTO handling_groups (id, region_id, centre_id, name, name_en)
     SELECT 'g' || n, 'r1', 'c' || n, '办理组', 'Handling' FROM generate_series(1, :centres::int) n`,
    { centres: size.centres },
  );
  await knex.raw(
    `INSERT INTO type_versions (type_id, version, definition)
     SELECT 'o' || n, v, jsonb_build_object('fields', '[]'::jsonb, 'papers', '[]'::jsonb, 'stages', (
       SELECT jsonb_agg(jsonb_build_object('key', key, 'name', key, 'nameEn', key, 'groupId', 'g1') ORDER BY place)
       FROM unnest('{accept,handle,review,conclude}'::text[]) WITH ORDINALITY AS s (key, place)))
     FROM generate_series(1, 6) n, generate_series(1, 5) v`,
  );
  const bindings = {
    centres: size.centres,
    officers: size.officersOfCentre,
    identities: identitiesOf(size),
    orders: size.tasks,
    all: size.tasks + Math.ceil(size.tasks / messageShare),
  };
  await knex.raw(
    `CREATE TABLE seeds AS
     SELECT n, md5('order' || n)::uuid AS id, n <= :orders::int AS is_order, 'c' || centre AS centre_id,
       CASE WHEN n <= :orders::int THEN 'o' || 1 + (n / 3) % 6 ELSE 't1' END AS type_id,
       -- Most are at work, few at their beginning and end.
       CASE WHEN n <= :orders::int THEN (ARRAY['accept', 'accept', 'handle', 'handle', 'handle', 'handle', 'review', 'review', 'review', 'conclude'])[1 + (a & 255) % 10] END AS stage,
       CASE WHEN n > :orders::int THEN 'assigned' WHEN b & 255 < 26 THEN 'awaiting-materials' WHEN b & 255 < 29 THEN 'disputed' ELSE 'in-progress' END AS status,
       CASE WHEN a & 4095 >= 205 THEN ${officerUuid('centre', '(1 + (n / 7) % :officers::int)')} END AS assignee_id,
       (n > :orders::int OR b & 255 >= 26) AND c & 255 < 13 AS escalated,
       c & 255 < 34 AS warned,
       CASE WHEN n <= :orders::int AND c / 256 & 255 < 16 THEN 1 + n % 3 ELSE 0 END AS urges,
       md5('identity' || 1 + n % :identities::int)::uuid AS identity_id,
       date_trunc('milliseconds', now() - make_interval(secs => (n::bigint * 7919 % 5184000)::int)) AS opened_at
     FROM (SELECT n, CASE WHEN n % 50 < 2 THEN 1 ELSE 1 + n % :centres::int END AS centre,
             hashint4(n) AS a, hashint4(n + 1) AS b, hashint4(n + 2) AS c
           FROM generate_series(1, :all::int) n) numbers`,
    bindings,
  );
  const restore = await dropIndexes(knex, ['cases', 'tasks']);
  await knex.raw(
    `INSERT INTO cases (id, kind, number, region_id, centre_id, type_id, identity_id, assignee_id, status, version, state, opened_at, changed_at, live)
     SELECT id, CASE WHEN is_order THEN 'work-order' ELSE 'message' END, to_char(opened_at, 'YYYYMMDD') || '6' || lpad(n::text, 7, '0'),
       'r1', centre_id, type_id, identity_id, assignee_id, status, 2, '{}', opened_at, opened_at, true
     FROM seeds`,
  );
  await knex.raw(
    `INSERT INTO tasks (case_id, kind, region_id, centre_id, type_id, assignee_id, status, turn, rank, due_at, warned, escalated, opened_at, version,
       search, stage, urges)
     SELECT id, CASE WHEN is_order THEN 'work-order' ELSE 'message' END, 'r1', centre_id, type_id, assignee_id, status,
       CASE status WHEN 'awaiting-materials' THEN 'taxpayer' ELSE 'officer' END, CASE WHEN escalated OR urges > 0 THEN 0 ELSE 1 END,
       opened_at + interval '3 days', warned, escalated, opened_at, 2, '某市第' || n || '贸易有限公司 申请将数电票总额度调整为 50 万元', stage, urges
     FROM seeds`,
  );
  await knex.raw('DROP TABLE seeds');
  await restore();
  await knex.raw('ALTER TABLE tasks SET (autovacuum_enabled = false)');
  await knex.raw('VACUUM (ANALYZE)');
  await changeSome(knex);
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(`SELECT ${officerUuid('1', '1')} AS id`);
  const [officer] = rows;
  if (!officer) throw new Error('the data have no officer');
  return { centreId: 'c1', officerId: officer.id, typeId: 'o3', stage: 'handle' };
}

/**
 * As many as change before the table is tidied again, the moment when counting without it helps least; and as many commands, one by
 * one, as a busy region gives from one fold of the board's counts to the next.
 */
async function changeSome(knex: Knex): Promise<void> {
  await knex.raw(`UPDATE tasks SET due_at = due_at + interval '1 hour', version = version + 1 WHERE hashtext(case_id::text) % 50 = 0`);
  await foldBoard(knex);
  await knex.raw(
    `DO $$ BEGIN FOR n IN 1..${String(unfolded)} LOOP
       UPDATE tasks SET urges = urges + 1, assignee_id = NULL, version = version + 1 WHERE case_id = md5('order' || n * 7)::uuid;
     END LOOP; END $$`,
  );
  await knex.raw('ANALYZE board_counts, board_changes');
}
