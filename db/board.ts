/** Supervisor's board (J3): counts of open orders by state, type, stage and assignee. */
import type { Knex } from 'knex';

import { ages, openedWithin, type Age } from '../domain/ages.ts';
import type { CaseKind } from '../domain/case.ts';
import { boardKind, otherKinds, type OtherKind } from '../domain/kinds.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';
import { standingKeys, type Standing } from './board-counts.ts';

/** Number of orders per age step. */
type Ages = Record<Age, number>;

interface BoardStage extends Standing {
  ages: Ages;
  key: string;
  name: string;
  name_en: string;
}

interface BoardType extends Standing {
  ages: Ages;
  id: string;
  name: string;
  name_en: string;
  /** Ordered as in the newest version that has them. */
  stages: BoardStage[];
}

interface BoardOfficer {
  id: string;
  name: string;
  on_duty: boolean;
  orders: Standing;
  /** Cases of other kinds that they hold. */
  others: Record<OtherKind, Standing>;
}

export interface Board {
  totals: Standing & { ages: Ages };
  types: BoardType[];
  /** Officers who work in these centres or hold cases of them, the busiest first. */
  officers: BoardOfficer[];
}

const centres = 'centre_id = ANY (:centreIds::text[])';
const both = (condition: string): string => `
  (SELECT * FROM board_counts WHERE ${condition} UNION ALL SELECT * FROM board_changes WHERE ${condition}) AS counted`;
const none = (names: readonly string[]): string => names.map((name) => `0 AS "${name}"`).join(', ');

/**
 * A single statement, so that all counts are of one snapshot. Groups whose count is zero have no row. Days are summed over the centres
 * before they are split into ages, because a region has many rows but few days.
 */
const boardQuery = `
  SELECT counted_by, kind, type_id, stage, assignee_id, ${standingKeys.map((key) => `sum(${key})::int AS ${key}`).join(', ')}, ${none(ages)}
  FROM ${both(`counted_by IN ('stage', 'holder') AND ${centres}`)}
  GROUP BY counted_by, kind, type_id, stage, assignee_id HAVING sum(open) <> 0
  UNION ALL
  SELECT counted_by, kind, type_id, stage, NULL, ${none(standingKeys)},
    ${ages.map((age, i) => `coalesce(sum(open) FILTER (WHERE opened_on >= :since${String(i)}::date AND opened_on < :until${String(i)}::date), 0)::int AS "${age}"`).join(', ')}
  FROM (
    SELECT counted_by, kind, type_id, stage, opened_on, sum(open) AS open FROM ${both(`counted_by = 'age' AND ${centres}`)}
    GROUP BY counted_by, kind, type_id, stage, opened_on) AS by_day
  GROUP BY counted_by, kind, type_id, stage HAVING sum(open) <> 0`;

interface Counted extends Standing, Ages {
  counted_by: 'stage' | 'age' | 'holder';
  kind: CaseKind;
  /** Set in rows by stage or age. */
  type_id: string | null;
  stage: string | null;
  /** Set in rows by assignee; null for unassigned orders. */
  assignee_id: string | null;
}

/** Returns the bounds of the age steps as dates: first day inclusive, last day exclusive. */
function daysOfAges(now: number): Record<string, string> {
  const dateAt = (at: number): string => (at === Infinity ? 'infinity' : at === -Infinity ? '-infinity' : dateOf(dayNumberOf(at)));
  return Object.fromEntries(
    ages.flatMap((age, i) => {
      const { since, until } = openedWithin(age, now);
      return [
        [`since${String(i)}`, dateAt(since)],
        [`until${String(i)}`, dateAt(until)],
      ];
    }),
  );
}

/** @param centreIds centres of one region */
export async function board(knex: Knex, centreIds: readonly string[]): Promise<Board> {
  const { rows } = await knex.raw<{ rows: Counted[] }>(boardQuery, { centreIds: [...centreIds], ...daysOfAges(Date.now()) });
  const byStage = rows.filter((row) => row.counted_by !== 'holder');
  const held = Map.groupBy(
    rows.filter((row) => row.counted_by === 'holder'),
    ({ assignee_id }) => assignee_id,
  );
  const [types, officers] = await Promise.all([typesOf(knex, centreIds, byStage), officersOf(knex, centreIds, [...held.keys()])]);
  const heldBy = (id: string, kind: CaseKind): Standing => sumOf((held.get(id) ?? []).filter((row) => row.kind === kind));
  return {
    totals: withAges(byStage),
    types,
    officers: officers
      .map((officer) => ({
        ...officer,
        orders: heldBy(officer.id, boardKind),
        others: byOtherKind((kind) => heldBy(officer.id, kind)),
      }))
      .sort((a, b) => openOf(b) - openOf(a)),
  };
}

/** One value per other kind. */
export const byOtherKind = <Value>(of: (kind: OtherKind) => Value): Record<OtherKind, Value> =>
  Object.fromEntries(otherKinds.map((kind) => [kind, of(kind)])) as Record<OtherKind, Value>;

const openOf = ({ orders, others }: BoardOfficer): number => sumOf([orders, ...Object.values(others)]).open;

/**
 * Returns the types of the counted orders, with their stages: those handled by groups of these centres, and those at which an order stands.
 */
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
      ...withAges(of),
      stages: stages
        .map(({ key, name, name_en, here }) => ({ key, name, name_en, here, ...withAges(of.filter(({ stage }) => stage === key)) }))
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

const sumsOf = <Key extends string>(keys: readonly Key[], rows: readonly Record<Key, number>[]): Record<Key, number> =>
  Object.fromEntries(keys.map((key) => [key, rows.reduce((total, row) => total + row[key], 0)])) as Record<Key, number>;
const sumOf = (rows: readonly Standing[]): Standing => sumsOf(standingKeys, rows);
const withAges = (rows: readonly Counted[]): Standing & { ages: Ages } => ({ ...sumOf(rows), ages: sumsOf(ages, rows) });
