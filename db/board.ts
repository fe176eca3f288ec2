/** The supervisor's board (J3): how the open orders stand, by type and stage, and who has them. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

/**
 * So many orders, and how they stand. `in_time`, `warned`, `overdue` and `awaiting` (the clock stands still until the papers are
 * there) share all of them out; the others count what is so besides.
 */
export interface Standing {
  open: number;
  in_time: number;
  warned: number;
  overdue: number;
  awaiting: number;
  urged: number;
  disputed: number;
  unassigned: number;
}

interface BoardStage extends Standing {
  key: string;
  name: string;
  name_en: string;
}

interface BoardType extends Standing {
  id: string;
  name: string;
  name_en: string;
  /** In the order of the newest version that has them. */
  stages: BoardStage[];
}

interface BoardOfficer {
  id: string;
  name: string;
  on_duty: boolean;
  orders: Standing;
  /** 留言 beside them. */
  messages: Standing;
}

export interface Board {
  totals: Standing;
  types: BoardType[];
  /** Whoever works in these centres or holds something of theirs, the busiest first. */
  officers: BoardOfficer[];
}

const standingKeys = ['open', 'in_time', 'warned', 'overdue', 'awaiting', 'urged', 'disputed', 'unassigned'] as const;

/**
 * Everything open in the centres is counted once, and the counts are put together in two ways: by type and stage, and by who holds
 * it. No column that the index `tasks_board` lacks, or every row would be looked up.
 */
const boardQuery = `
  WITH counted AS MATERIALIZED (
    SELECT kind, type_id, stage, assignee_id,
      count(*) AS open,
      count(*) FILTER (WHERE status <> 'awaiting-materials' AND NOT escalated AND NOT warned) AS in_time,
      count(*) FILTER (WHERE status <> 'awaiting-materials' AND NOT escalated AND warned) AS warned,
      count(*) FILTER (WHERE status <> 'awaiting-materials' AND escalated) AS overdue,
      count(*) FILTER (WHERE status = 'awaiting-materials') AS awaiting,
      count(*) FILTER (WHERE urges > 0) AS urged,
      count(*) FILTER (WHERE status = 'disputed') AS disputed,
      count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned
    FROM tasks WHERE centre_id = ANY (:centreIds::text[])
    GROUP BY kind, type_id, stage, assignee_id)
  SELECT kind, type_id, stage, assignee_id, GROUPING(assignee_id) = 0 AS by_officer,
    ${standingKeys.map((key) => `sum(${key})::int AS ${key}`).join(', ')}
  FROM counted GROUP BY GROUPING SETS ((kind, type_id, stage), (kind, assignee_id))`;

interface Counted extends Standing {
  kind: CaseKind;
  /** Of a row by stage. */
  type_id: string | null;
  stage: string | null;
  /** Of a row by officer; null is what nobody holds. */
  assignee_id: string | null;
  by_officer: boolean;
}

/** @param centreIds of one region */
export async function board(knex: Knex, centreIds: readonly string[]): Promise<Board> {
  const { rows } = await knex.raw<{ rows: Counted[] }>(boardQuery, { centreIds: [...centreIds] });
  const byStage = rows.filter((row) => !row.by_officer && row.kind === 'work-order');
  const held = Map.groupBy(
    rows.filter((row) => row.by_officer),
    ({ assignee_id }) => assignee_id,
  );
  const [types, officers] = await Promise.all([typesOf(knex, centreIds, byStage), officersOf(knex, centreIds, [...held.keys()])]);
  const heldBy = (id: string, kind: CaseKind): Standing => sumOf((held.get(id) ?? []).filter((row) => row.kind === kind));
  return {
    totals: sumOf(byStage),
    types,
    officers: officers
      .map((officer) => ({ ...officer, orders: heldBy(officer.id, 'work-order'), messages: heldBy(officer.id, 'message') }))
      .sort((a, b) => b.orders.open + b.messages.open - a.orders.open - a.messages.open),
  };
}

/** The types of which there are orders, with the stages that stand here: those of these centres' groups, and wherever one is. */
async function typesOf(knex: Knex, centreIds: readonly string[], counted: readonly Counted[]): Promise<BoardType[]> {
  const typeIds = [...new Set(counted.flatMap(({ type_id }) => type_id ?? []))];
  if (typeIds.length === 0) return [];
  const { rows } = await knex.raw<{ rows: NamedStage[] }>(
    `SELECT t.id AS type_id, t.name AS type_name, t.name_en AS type_name_en, s.key, s.name, s.name_en, s.newest AND g.id IS NOT NULL AS here
     FROM case_types t
     JOIN LATERAL (
       SELECT DISTINCT ON (stage ->> 'key') stage ->> 'key' AS key, stage ->> 'name' AS name, stage ->> 'nameEn' AS name_en,
         stage ->> 'groupId' AS group_id, v.version, place, v.version = max(v.version) OVER () AS newest
       FROM type_versions v, jsonb_array_elements(v.definition -> 'stages') WITH ORDINALITY AS at (stage, place)
       WHERE v.type_id = t.id ORDER BY stage ->> 'key', v.version DESC) s ON true
     LEFT JOIN handling_groups g ON g.id = s.group_id AND g.centre_id = ANY (:centreIds::text[])
     WHERE t.id = ANY (:typeIds::text[])
     ORDER BY t.position, t.id, s.version DESC, s.place`,
    { typeIds, centreIds: [...centreIds] },
  );
  return [...Map.groupBy(rows, ({ type_id }) => type_id).values()].flatMap((stages) => {
    const [type] = stages;
    if (!type) return [];
    const of = counted.filter((row) => row.type_id === type.type_id);
    return {
      id: type.type_id,
      name: type.type_name,
      name_en: type.type_name_en,
      ...sumOf(of),
      stages: stages
        .map(({ key, name, name_en, here }) => ({ key, name, name_en, here, ...sumOf(of.filter(({ stage }) => stage === key)) }))
        .filter(({ here, open }) => here || open > 0)
        .map(({ here: _, ...stage }) => stage),
    };
  });
}

interface NamedStage {
  type_id: string;
  type_name: string;
  type_name_en: string;
  key: string;
  name: string;
  name_en: string;
  here: boolean;
}

async function officersOf(
  knex: Knex,
  centreIds: readonly string[],
  holders: readonly (string | null)[],
): Promise<{ id: string; name: string; on_duty: boolean }[]> {
  return await knex('officers')
    .where((either) => {
      void either.whereIn('centre_id', [...centreIds]).where({ active: true });
    })
    .orWhereIn(
      'id',
      holders.filter((id) => id !== null),
    )
    .orderBy(['name', 'id'])
    .select<{ id: string; name: string; on_duty: boolean }[]>('id', 'name', 'on_duty');
}

const sumOf = (rows: readonly Standing[]): Standing =>
  Object.fromEntries(standingKeys.map((key) => [key, rows.reduce((total, row) => total + row[key], 0)])) as Record<
    (typeof standingKeys)[number],
    number
  >;
