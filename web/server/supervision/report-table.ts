import type { Row } from '../../../db/report.ts';
import type { Figures, ReportTable } from '../../api/report.ts';
import type { Language, Translate } from '../../i18n/index.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import type { Cell } from '../http/csv.ts';
import { centreRows, officerRows, typeRows, type ReportNames } from './report-presenter.ts';

type Counted = Omit<Figures, 'stars'> & { stars: readonly number[] };

interface Column<F> {
  head: string;
  cell: (figures: F) => Cell;
}

/** Rounds to one decimal. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
const minutes = (seconds: number | null): Cell => (seconds === null ? null : rounded(seconds / 60));
const percent = (part: number, whole: number): Cell => (whole === 0 ? null : rounded((part / whole) * 100));
const ratingsIn = (stars: readonly number[]): number => stars.reduce((sum, count) => sum + count, 0);
const starsIn = (stars: readonly number[]): number => stars.reduce((sum, count, i) => sum + count * (i + 1), 0);

/** One table of a report as cells with a header row. Durations are in minutes. */
export function reportCells(
  kinds: ServerKinds,
  rows: readonly Row[],
  table: ReportTable,
  names: ReportNames,
  language: Language,
  t: Translate,
): Cell[][] {
  const head = t(`report:file.${table}`);
  switch (table) {
    case 'day':
      return cellsOf([{ head, cell: ({ id }) => id }, ...figureColumns(t)], rows);
    case 'type':
      return cellsOf(
        [
          { head: t('report:file.kind'), cell: ({ kind }) => t(`${kinds[kind].namespace}:short`) },
          { head, cell: ({ name }) => name },
          ...figureColumns(t),
        ],
        typeRows(rows, names, language),
      );
    case 'centre':
      return cellsOf([{ head, cell: ({ name }) => name }, ...figureColumns(t)], centreRows(rows, names, language));
    case 'officer':
      return cellsOf(
        [{ head, cell: ({ id, name }) => (id === 'nobody' || id === 'elsewhere' ? t(`report:${id}`) : name) }, ...handledColumns(t)],
        officerRows(rows, names, language),
      );
  }
}

const cellsOf = <F>(columns: readonly Column<F>[], rows: readonly F[]): Cell[][] => [
  columns.map(({ head }) => head),
  ...rows.map((row) => columns.map(({ cell }) => cell(row))),
];

const figureColumns = (t: Translate): Column<Counted>[] => [
  { head: t('report:opened'), cell: ({ opened }) => opened },
  { head: t('report:open'), cell: ({ open }) => open },
  ...handledColumns(t),
];

const spreadColumns = (of: 'waiting' | 'handling', t: Translate): Column<Counted>[] =>
  (['median', 'p90'] as const).map((which) => ({
    head: t('report:file.minutes', { name: t(`report:${of}`), which: t(`report:${which}`) }),
    cell: (figures) => minutes(figures[of][which]),
  }));

const handledColumns = (t: Translate): Column<Counted>[] => [
  { head: t('report:ended'), cell: ({ ended }) => ended },
  { head: t('report:file.answered'), cell: ({ waiting }) => waiting.count },
  ...spreadColumns('waiting', t),
  ...spreadColumns('handling', t),
  { head: t('report:file.overdue'), cell: ({ overdue }) => overdue },
  { head: t('report:file.overdueShare'), cell: ({ overdue, ended }) => percent(overdue, ended) },
  { head: t('report:file.resolved'), cell: ({ resolved }) => resolved },
  { head: t('report:file.resolvedShare'), cell: ({ resolved, settled }) => percent(resolved, settled) },
  { head: t('report:file.ratings'), cell: ({ stars }) => ratingsIn(stars) },
  {
    head: t('report:file.average'),
    cell: ({ stars }) => (ratingsIn(stars) === 0 ? null : Math.round((starsIn(stars) / ratingsIn(stars)) * 100) / 100),
  },
  ...[1, 2, 3, 4, 5].map((count, i) => ({
    head: t('report:file.stars', { stars: t('report:stars', { count }) }),
    cell: ({ stars }: Counted) => stars[i] ?? 0,
  })),
];
