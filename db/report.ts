/** Reports (J3): counts and durations of opened, answered and ended cases in a period, by day, type, officer and centre. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { daysIn, instantsOf, periodBefore, type Period } from '../domain/report-period.ts';
import { dateOf } from '../domain/shanghai.ts';

export interface ReportFilter {
  period: Period;
  /** Centres of one region. */
  centreIds: readonly string[];
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
}

/** Distribution of durations in seconds: count, median and 90th percentile; the limits themselves are included. */
interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
}

/** Figures of a period. */
interface Figures {
  opened: number;
  /** Number of open cases at the end of the last day. */
  open: number;
  ended: number;
  /** From the time when the taxpayer could first expect an answer to the first answer, over the cases first answered in the period. */
  waiting: Spread;
  /** From opening to end, over the cases ended in the period; the following figures also refer to these. */
  handling: Spread;
  /** Number of cases with a limit that has ever passed. */
  overdue: number;
  /** Number of cases that did not continue as another case, and how many of these were resolved. */
  settled: number;
  resolved: number;
  /** Number of ratings with one star, two, …, five. */
  stars: readonly [number, number, number, number, number];
}

/** Daily figures for a chart. */
interface DayCount {
  id: string;
  opened: number;
  ended: number;
  open: number;
}

export interface Report {
  totals: Figures;
  /** Figures of the preceding period of equal length. */
  earlier: Figures;
  /** One entry per day, by date. */
  days: DayCount[];
  types: Row[];
  centres: Row[];
  /** Rows as from `tableOf`; only for a single centre, otherwise officers are not listed. */
  officers: Row[];
}

/** Rows of officers have no `opened` and `open`: nothing is opened for an officer, and the board shows their open cases. */
export interface Row extends Figures {
  id: string;
}

export type Grouping = keyof typeof columns;
const columns = { day: 'day', type: 'type_id', officer: 'officer', centre: 'centre_id' } as const;

/**
 * Returns the data of the report page.
 * 1. A case counts for the centre that has it or had it when it ended. Its first answer counts for the officer who gave it, its end for the
 *    assignee at the end.
 * 2. Every figure counts on the day of its event: an answer on the day of the answer, an end and its attributes on the day of the end.
 *    Figures of past days therefore change only by later ratings.
 * 3. All figures come from one snapshot.
 */
export async function report(knex: Knex, filter: ReportFilter): Promise<Report> {
  return await atOneMoment(knex, async (trx) => {
    const { period, centreIds } = filter;
    const earlier = { ...filter, period: periodBefore(period) };
    const [only, ...others] = centreIds;
    const by: Grouping[] = ['type', others.length === 0 ? 'officer' : 'centre'];
    const groups = {
      opened: await opened(trx, filter, ['type', 'centre']),
      answered: await answered(trx, filter, by),
      ended: await ended(trx, filter, by),
      open: await openAtTheEnd(trx, filter, ['type', 'centre']),
    };
    const before = {
      opened: await opened(trx, earlier, []),
      answered: await answered(trx, earlier, []),
      ended: await ended(trx, earlier, []),
      open: [],
    };
    const byDay = { opened: await opened(trx, filter, ['day']), ended: await endedByDay(trx, filter) };
    const totals = figuresOf(groups);
    const had = totals.open - totals.opened + totals.ended;
    return {
      totals,
      earlier: { ...figuresOf(before), open: had },
      days: daysOf(byDay, period, had),
      types: rowsOf(groups, 'type'),
      centres: only !== undefined && others.length === 0 ? [{ id: only, ...totals }] : centreIds.map((id) => rowOf(groups, 'centre', id)),
      officers: rowsOf({ ...groups, opened: [], open: [] }, 'officer'),
    };
  });
}

/**
 * Returns one table with all its figures, counted as in `report`: all days by date, types with figures, all of these centres, or officers
 * of these centres with figures, by id. `elsewhere` stands for officers of other centres, `nobody` for cases that ended unassigned.
 */
export async function tableOf(knex: Knex, filter: ReportFilter, by: Grouping): Promise<Row[]> {
  return await atOneMoment(knex, async (trx) => {
    const groups = {
      opened: by === 'officer' ? [] : await opened(trx, filter, [by]),
      answered: await answered(trx, filter, [by]),
      ended: await ended(trx, filter, [by]),
      open: by === 'officer' ? [] : await openAtTheEnd(trx, filter, by === 'day' ? [] : [by]),
    };
    if (by === 'centre') return filter.centreIds.map((id) => rowOf(groups, by, id));
    if (by !== 'day') return rowsOf(groups, by);
    const { open, opened: came, ended: went } = figuresOf(groups);
    return daysOf(groups, filter.period, open - came + went).map((day) => ({ ...rowOf(groups, by, day.id), ...day }));
  });
}

/** Runs queries in one snapshot; without JIT, because compiling would take longer than executing. */
const atOneMoment = <T>(knex: Knex, ask: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  knex.transaction(
    async (trx) => {
      await trx.raw('SET LOCAL jit = off');
      return await ask(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );

/** Aggregate of cases by grouping columns. Groups can be merged by addition. */
interface Group extends Partial<Record<Grouping, string>> {
  count: number;
}
interface Answered extends Group {
  /** Seconds, four bytes each. Sorting them in the database for every grouping would take several times as long. */
  durations: Buffer | null;
}
interface Ended extends Answered {
  overdue: number;
  settled: number;
  resolved: number;
  stars: readonly number[];
}
interface Groups {
  opened: readonly Group[];
  answered: readonly Answered[];
  ended: readonly Ended[];
  open: readonly Group[];
}

function rowsOf(groups: Groups, by: Grouping): Row[] {
  const ids = new Set(Object.values(groups).flatMap((each: readonly Group[]) => each.flatMap((group) => group[by] ?? [])));
  return [...ids].map((id) => rowOf(groups, by, id));
}

const rowOf = (groups: Groups, by: Grouping, id: string): Row => {
  const here = (group: Group): boolean => group[by] === id;
  const { opened, answered, ended, open } = groups;
  return {
    id,
    ...figuresOf({ opened: opened.filter(here), answered: answered.filter(here), ended: ended.filter(here), open: open.filter(here) }),
  };
};

const sumOf = <G>(groups: readonly G[], number: (group: G) => number): number => groups.reduce((sum, group) => sum + number(group), 0);
const countOf = (groups: readonly Group[]): number => sumOf(groups, ({ count }) => count);

function figuresOf({ opened, answered, ended, open }: Groups): Figures {
  const given = (stars: number): number => sumOf(ended, (group) => group.stars[stars - 1] ?? 0);
  return {
    opened: countOf(opened),
    open: countOf(open),
    ended: countOf(ended),
    waiting: spreadOf(answered),
    handling: spreadOf(ended),
    overdue: sumOf(ended, ({ overdue }) => overdue),
    settled: sumOf(ended, ({ settled }) => settled),
    resolved: sumOf(ended, ({ resolved }) => resolved),
    stars: [given(1), given(2), given(3), given(4), given(5)],
  };
}

function spreadOf(groups: readonly Answered[]): Spread {
  const bytes = Buffer.concat(groups.flatMap(({ durations }) => durations ?? []));
  const seconds = new Int32Array(bytes.length / 4).map((_, i) => bytes.readInt32BE(i * 4)).sort();
  const within = (tenths: number): number | null => seconds[Math.ceil((seconds.length * tenths) / 10) - 1] ?? null;
  return { count: seconds.length, median: within(5), p90: within(9) };
}

/** Computes the open cases at the end of each day from the previous day's, plus opened, minus ended. */
function daysOf(
  { opened, ended }: Pick<Record<keyof Groups, readonly Group[]>, 'opened' | 'ended'>,
  period: Period,
  had: number,
): DayCount[] {
  let open = had;
  return Array.from({ length: daysIn(period) }, (_, i) => {
    const id = dateOf(period.from + i);
    const [came, went] = [countOf(opened.filter(({ day }) => day === id)), countOf(ended.filter(({ day }) => day === id))];
    open += came - went;
    return { id, opened: came, ended: went, open };
  });
}

const shanghaiDay = (at: string): string => `(${at} AT TIME ZONE 'UTC' + interval '8 hours')::date`;
/** Officers of other centres appear only as `elsewhere`. */
const officer = (column: string): string => `CASE WHEN o.id IS NULL THEN 'elsewhere' ELSE ${column}::text END`;
const ofTheseCentres = (column: string): string => `LEFT JOIN officers o ON o.id = ${column} AND o.centre_id = ANY (:centreIds::text[])`;
const secondsBetween = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from})::int`;
const durations = 'string_agg(int4send(seconds), NULL) AS durations';

const narrowed = ({ kind, typeId }: ReportFilter): string =>
  [
    'c.centre_id = ANY (:centreIds::text[])',
    ...(kind === undefined ? [] : ['c.kind = :kind']),
    ...(typeId === undefined ? [] : ['c.type_id = :typeId']),
  ].join(' AND ');

/**
 * @param rows table with the grouping columns and the values
 * @param numbers aggregates per group, in addition to the count
 */
async function grouped<G extends Group>(
  trx: Knex,
  { period, centreIds, kind, typeId }: ReportFilter,
  by: readonly Grouping[],
  rows: string,
  numbers: readonly string[] = [],
): Promise<G[]> {
  const { since, until } = instantsOf(period);
  const { rows: found } = await trx.raw<{ rows: G[] }>(
    `SELECT ${[...by.map((each) => `${columns[each]}::text AS ${each}`), 'count(*) AS count', ...numbers].join(', ')} FROM (${rows}) AS counted
     ${by.length === 0 ? '' : `GROUP BY ${by.map((each) => columns[each]).join(', ')}`}`,
    {
      centreIds: [...centreIds],
      since: new Date(since),
      until: new Date(until),
      ...(kind !== undefined && { kind }),
      ...(typeId !== undefined && { typeId }),
    },
  );
  return found;
}

const opened = (trx: Knex, filter: ReportFilter, by: readonly Grouping[]): Promise<Group[]> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.opened_at')} AS day, c.type_id, c.centre_id FROM cases c
     WHERE ${narrowed(filter)} AND c.opened_at >= :since AND c.opened_at < :until`,
  );

const answered = (trx: Knex, filter: ReportFilter, by: readonly Grouping[]): Promise<Answered[]> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.first_answered_at')} AS day, c.type_id, c.centre_id, ${officer('c.first_answered_by')} AS officer,
       ${secondsBetween('c.first_asked_at', 'c.first_answered_at')} AS seconds
     FROM cases c ${ofTheseCentres('c.first_answered_by')}
     WHERE ${narrowed(filter)} AND c.first_answered_at >= :since AND c.first_answered_at < :until`,
    [durations],
  );

const ended = (trx: Knex, filter: ReportFilter, by: readonly Grouping[]): Promise<Ended[]> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.closed_at')} AS day, c.type_id, c.centre_id,
       CASE WHEN c.assignee_id IS NULL THEN 'nobody' ELSE ${officer('c.assignee_id')} END AS officer,
       ${secondsBetween('c.opened_at', 'c.closed_at')} AS seconds, c.first_overdue_at, c.ended_as, c.resolved, c.stars
     FROM cases c ${ofTheseCentres('c.assignee_id')}
     WHERE ${narrowed(filter)} AND c.closed_at >= :since AND c.closed_at < :until`,
    [
      durations,
      'count(first_overdue_at) AS overdue',
      `count(*) FILTER (WHERE ended_as <> 'passed-on') AS settled`,
      // The taxpayer's rating overrides the outcome (domain/report.ts, rule 4).
      `count(*) FILTER (WHERE ended_as = 'resolved' AND resolved IS NOT FALSE) AS resolved`,
      `ARRAY[${[1, 2, 3, 4, 5].map((stars) => `count(*) FILTER (WHERE stars = ${String(stars)})`).join(', ')}]::int[] AS stars`,
    ],
  );

const endedByDay = (trx: Knex, filter: ReportFilter): Promise<Group[]> =>
  grouped(
    trx,
    filter,
    ['day'],
    `SELECT ${shanghaiDay('c.closed_at')} AS day FROM cases c WHERE ${narrowed(filter)} AND c.closed_at >= :since AND c.closed_at < :until`,
  );

/** Cases open at the end of the period: those open now plus those ended since, if opened before the end. */
const openAtTheEnd = (trx: Knex, filter: ReportFilter, by: readonly Grouping[]): Promise<Group[]> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT c.type_id, c.centre_id FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at IS NULL
     UNION ALL
     SELECT c.type_id, c.centre_id FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at >= :until`,
  );
