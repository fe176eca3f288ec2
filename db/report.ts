/** Reports (J3): what came, what was answered, what ended and how, in the days of a period, by day, type, officer and centre. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { instantsOf, periodBefore, type Period } from '../domain/report-period.ts';
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
export interface Spread {
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
export interface DayCount {
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

export type Grouping = 'day' | 'type' | 'officer' | 'centre';

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
    const by: By[] = ['total', 'type', ...(centreIds.length > 1 ? (['centre'] as const) : (['officer'] as const))];
    const tables = {
      opened: await opened(trx, filter, ['total', 'type', 'centre', 'day']),
      answered: await answered(trx, filter, by),
      ended: await ended(trx, filter, by),
      open: await openAtTheEnd(trx, filter, ['total', 'type', 'centre']),
    };
    const before = {
      opened: await opened(trx, earlier, ['total']),
      answered: await answered(trx, earlier, ['total']),
      ended: await ended(trx, earlier, ['total']),
      open: none,
    };
    const totals = figuresOf(tables, 'total', '');
    const had = totals.open - totals.opened + totals.ended;
    const days = daysOf({ ...tables, ended: await endedByDay(trx, filter) }, period, had);
    // Of one centre all is as of the whole.
    const [only] = centreIds;
    return {
      totals,
      earlier: { ...figuresOf(before, 'total', ''), open: had },
      days,
      types: rowsOf(tables, 'type'),
      centres:
        centreIds.length === 1 && only !== undefined ? [{ id: only, ...totals }] : centreIds.map((id) => rowOf(tables, 'centre', id)),
      officers: rowsOf(tables, 'officer'),
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
    const tables = {
      opened: by === 'officer' ? none : await opened(trx, filter, ['total', by]),
      answered: await answered(trx, filter, [by]),
      ended: await ended(trx, filter, ['total', by]),
      open: by === 'officer' ? none : await openAtTheEnd(trx, filter, by === 'day' ? ['total'] : [by]),
    };
    if (by === 'centre') return filter.centreIds.map((id) => rowOf(tables, by, id));
    if (by !== 'day') return rowsOf(tables, by);
    const { open, opened: came, ended: went } = figuresOf(tables, 'total', '');
    return daysOf(tables, filter.period, open - came + went).map((day) => ({ ...rowOf(tables, by, day.id), ...day }));
  });
}

/** Compiling statements would take longer than carrying them out, and a month of a region is sorted in memory. */
const atOneMoment = <T>(knex: Knex, ask: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  knex.transaction(
    async (trx) => {
      await trx.raw(`SET LOCAL jit = off; SET LOCAL work_mem = '32MB'`);
      return await ask(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );

type By = Grouping | 'total';
const columns = { total: '', day: 'day', type: 'type_id', officer: 'officer', centre: 'centre_id' } as const;
interface Group {
  by: By;
  id: string;
}
interface Counted extends Group {
  count: number;
}
interface Answered extends Counted {
  spread: [number, number] | null;
}
interface Ended extends Answered {
  overdue: number;
  settled: number;
  resolved: number;
  stars: Figures['stars'];
}
/** By what is grouped and the group's id. */
type Table<G extends Group> = ReadonlyMap<string, G>;
interface Tables {
  opened: Table<Counted>;
  answered: Table<Answered>;
  ended: Table<Ended>;
  open: Table<Counted>;
}

const none: Table<Counted> = new Map();
const place = (by: By, id: string): string => `${by} ${id}`;

const rowsOf = (tables: Tables, by: By): Row[] => {
  const groups = Object.values(tables).flatMap((table: Table<Group>) => [...table.values()]);
  const ids = new Set(groups.filter((group) => group.by === by).map(({ id }) => id));
  return [...ids].map((id) => rowOf(tables, by, id));
};

const rowOf = (tables: Tables, by: By, id: string): Row => ({ id, ...figuresOf(tables, by, id) });

function figuresOf({ opened, open, answered, ended }: Tables, by: By, id: string): Figures {
  const at = place(by, id);
  const over = ended.get(at);
  return {
    opened: opened.get(at)?.count ?? 0,
    open: open.get(at)?.count ?? 0,
    waiting: spreadOf(answered.get(at)),
    handling: spreadOf(over),
    ended: over?.count ?? 0,
    overdue: over?.overdue ?? 0,
    settled: over?.settled ?? 0,
    resolved: over?.resolved ?? 0,
    stars: over?.stars ?? [0, 0, 0, 0, 0],
  };
}

const spreadOf = (group: Answered | undefined): Spread => ({
  count: group?.count ?? 0,
  median: group?.spread?.[0] ?? null,
  p90: group?.spread?.[1] ?? null,
});

/** What was open at the end of a day is what was open before, with what came and without what ended. */
function daysOf({ opened, ended }: { opened: Table<Counted>; ended: Table<Counted> }, { from, to }: Period, had: number): DayCount[] {
  let open = had;
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const id = dateOf(from + i);
    const [came, went] = [opened, ended].map((table) => table.get(place('day', id))?.count ?? 0) as [number, number];
    open += came - went;
    return { id, opened: came, ended: went, open };
  });
}

const shanghaiDay = (at: string): string => `(${at} AT TIME ZONE 'UTC' + interval '8 hours')::date`;
/** Somebody of another centre is somebody, and no more. */
const officer = (column: string): string => `CASE WHEN o.id IS NULL THEN 'elsewhere' ELSE ${column}::text END COLLATE "C"`;
const ofTheseCentres = (column: string): string => `LEFT JOIN officers o ON o.id = ${column} AND o.centre_id = ANY (:centreIds::text[])`;
/** Sorted by the bytes, which is quicker, and the order is nobody's business. */
const typeAndCentre = 'c.type_id COLLATE "C" AS type_id, c.centre_id COLLATE "C" AS centre_id';
/** Whole numbers are sorted in half the time. */
const quantiles = `percentile_disc('{0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY seconds)`;
const secondsBetween = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from})::int`;

const narrowed = ({ kind, typeId }: ReportFilter): string =>
  [
    'c.centre_id = ANY (:centreIds::text[])',
    ...(kind === undefined ? [] : ['c.kind = :kind']),
    ...(typeId === undefined ? [] : ['c.type_id = :typeId']),
  ].join(' AND ');

/**
 * @param rows a table of the columns by which it is grouped, and what is counted
 * @param numbers what is counted of each group, beside how many there are
 */
async function grouped<G extends Group>(
  trx: Knex,
  { period, centreIds, kind, typeId }: ReportFilter,
  by: readonly By[],
  rows: string,
  numbers: readonly string[] = [],
): Promise<Table<G>> {
  const { since, until } = instantsOf(period);
  const keys = by.filter((each) => each !== 'total').map((each) => columns[each]);
  const named = by.filter((each) => each !== 'total').map((each) => `WHEN GROUPING(${columns[each]}) = 0 THEN '${each}'`);
  const { rows: found } = await trx.raw<{ rows: G[] }>(
    `SELECT ${named.length === 0 ? `'total'` : `CASE ${named.join(' ')} ELSE 'total' END`} AS by,
       ${keys.length === 0 ? `''` : `coalesce(${keys.map((key) => `${key}::text`).join(', ')}, '')`} AS id, ${['count(*) AS count', ...numbers].join(', ')}
     FROM (${rows}) AS counted
     GROUP BY GROUPING SETS (${by.map((each) => `(${columns[each]})`).join(', ')})`,
    {
      centreIds: [...centreIds],
      since: new Date(since),
      until: new Date(until),
      ...(kind !== undefined && { kind }),
      ...(typeId !== undefined && { typeId }),
    },
  );
  return new Map(found.map((row) => [place(row.by, row.id), row]));
}

const opened = (trx: Knex, filter: ReportFilter, by: readonly By[]): Promise<Table<Counted>> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.opened_at')} AS day, ${typeAndCentre} FROM cases c
     WHERE ${narrowed(filter)} AND c.opened_at >= :since AND c.opened_at < :until`,
  );

const answered = (trx: Knex, filter: ReportFilter, by: readonly By[]): Promise<Table<Answered>> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.first_answered_at')} AS day, ${typeAndCentre}, ${officer('c.first_answered_by')} AS officer,
       ${secondsBetween('c.first_asked_at', 'c.first_answered_at')} AS seconds
     FROM cases c ${ofTheseCentres('c.first_answered_by')}
     WHERE ${narrowed(filter)} AND c.first_answered_at >= :since AND c.first_answered_at < :until`,
    [`${quantiles} AS spread`],
  );

const ended = (trx: Knex, filter: ReportFilter, by: readonly By[]): Promise<Table<Ended>> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${shanghaiDay('c.closed_at')} AS day, ${typeAndCentre},
       CASE WHEN c.assignee_id IS NULL THEN 'nobody' ELSE ${officer('c.assignee_id')} END AS officer,
       ${secondsBetween('c.opened_at', 'c.closed_at')} AS seconds, c.first_overdue_at, c.ended_as, c.resolved, c.stars
     FROM cases c ${ofTheseCentres('c.assignee_id')}
     WHERE ${narrowed(filter)} AND c.closed_at >= :since AND c.closed_at < :until`,
    [
      `${quantiles} AS spread`,
      'count(first_overdue_at) AS overdue',
      `count(*) FILTER (WHERE ended_as <> 'passed-on') AS settled`,
      // The taxpayer has the last word (domain/report.ts, rule 4).
      `count(*) FILTER (WHERE ended_as = 'resolved' AND resolved IS NOT FALSE) AS resolved`,
      `ARRAY[${[1, 2, 3, 4, 5].map((stars) => `count(*) FILTER (WHERE stars = ${String(stars)})`).join(', ')}]::int[] AS stars`,
    ],
  );

const endedByDay = (trx: Knex, filter: ReportFilter): Promise<Table<Counted>> =>
  grouped(
    trx,
    filter,
    ['day'],
    `SELECT ${shanghaiDay('c.closed_at')} AS day FROM cases c WHERE ${narrowed(filter)} AND c.closed_at >= :since AND c.closed_at < :until`,
  );

/** What is open now, and what has ended since; of both what was opened before the end. */
const openAtTheEnd = (trx: Knex, filter: ReportFilter, by: readonly By[]): Promise<Table<Counted>> =>
  grouped(
    trx,
    filter,
    by,
    `SELECT ${typeAndCentre} FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at IS NULL
     UNION ALL
     SELECT ${typeAndCentre} FROM cases c WHERE ${narrowed(filter)} AND c.opened_at < :until AND c.closed_at >= :until`,
  );
