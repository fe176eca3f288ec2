/** Reports (J3): what came, what was answered, what ended and how, in the days of a period, by day, type, officer and centre. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { daysIn, instantsOf, periodBefore, type Period } from '../domain/report-period.ts';
import { dateOf } from '../domain/shanghai.ts';

/** What a report is of. */
export interface ReportFilter {
  period: Period;
  /** Of one region. */
  centreIds: readonly string[];
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
}

/** So many durations in seconds: half of them took no longer than the median, nine of ten no longer than the other; both are among them. */
interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
}

/** What happened in some days. */
interface Figures {
  opened: number;
  /** At the end of the last of them. */
  open: number;
  ended: number;
  /** From when the taxpayer could expect an answer to the first one, of what was answered first. */
  waiting: Spread;
  /** From opening to end, of what ended; so is the rest. */
  handling: Spread;
  /** Of which a limit has ever passed. */
  overdue: number;
  /** What did not go on as another case; and what of it was resolved. */
  settled: number;
  resolved: number;
  /** How many gave one star, two, …, five. */
  stars: readonly [number, number, number, number, number];
}

/** A figure of a day that can be read off a chart. */
interface DayCount {
  id: string;
  opened: number;
  ended: number;
  open: number;
}

export interface Report {
  totals: Figures;
  /** Of as many days before. */
  earlier: Figures;
  /** Every day, by its date. */
  days: DayCount[];
  types: Row[];
  centres: Row[];
  /** As `tableOf` gives them, of one centre; of many nobody is named. */
  officers: Row[];
}

/** For officers nothing is opened, and what they have open is on the board: of both there is none. */
export interface Row extends Figures {
  id: string;
}

export type Grouping = keyof typeof columns;
const columns = { day: 'day', type: 'type_id', officer: 'officer', centre: 'centre_id' } as const;

/**
 * What the page of a report shows.
 * 1. A case belongs to the centre that has it, or had it when it ended; who answered it first to that officer, its end to who had it.
 * 2. What is counted belongs to the day on which it happened: an answer to the day of the answer, an end and all about it to that of
 *    the end. So the figures of days that are over change no more, but for ratings, which come later.
 * 3. All figures are of one moment.
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
 * One table with all its figures, as `report` counts them: every day, by its date; types of which there is something; all of these
 * centres; officers of these centres by id, of whom there is something (`elsewhere` are those of others, `nobody` had what nobody had
 * when it ended).
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

/** Compiling statements would take longer than carrying them out. */
const atOneMoment = <T>(knex: Knex, ask: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  knex.transaction(
    async (trx) => {
      await trx.raw('SET LOCAL jit = off');
      return await ask(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );

/** Cases that belong together by what they are grouped by. Several groups are one by adding them up. */
interface Group extends Partial<Record<Grouping, string>> {
  count: number;
}
interface Answered extends Group {
  /** Seconds, four bytes each: sorting them in the database by every grouping takes several times as long. */
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

/** What was open at the end of a day is what was open before, with what came and without what ended. */
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
/** Somebody of another centre is somebody, and no more. */
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
 * @param rows a table with the columns by which it is grouped, and what is counted
 * @param numbers what is counted of each group, beside how many there are
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
      // The taxpayer has the last word (domain/report.ts, rule 4).
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

/** What is open now, and what has ended since; of both what was opened before the end. */
const openAtTheEnd = (trx: Knex, filter: ReportFilter, by: readonly Grouping[]): Promise<Group[]> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT c.type_id, c.centre_id FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at IS NULL
     UNION ALL
     SELECT c.type_id, c.centre_id FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at >= :until`,
  );
