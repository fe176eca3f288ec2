/** Formatting of a report's figures, and contents of its tables. */
import { t } from '#lib/i18n.svelte.ts';
import { durationWords } from '#lib/time.ts';
import type { Figures } from '../../../../api/report.ts';

/** For example 3 天 4 小时; the word for "none" when there is no value. */
export function timeWords(seconds: number | null): string {
  if (seconds === null) return t('report:none');
  const minutes = Math.round(seconds / 60);
  return durationWords({ days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 });
}

/** For example 12.5%; the word for "none" when the whole is zero. */
export const shareWords = (part: number, whole: number): string =>
  whole === 0 ? t('report:none') : t('report:percent', { value: ((part / whole) * 100).toFixed(1) });

export const ratingsIn = (stars: readonly number[]): number => stars.reduce((sum, count) => sum + count, 0);

/** 4.6 分 */
export function averageWords(stars: readonly number[]): string {
  const ratings = ratingsIn(stars);
  if (ratings === 0) return t('report:none');
  return t('report:average', { value: (stars.reduce((sum, count, i) => sum + count * (i + 1), 0) / ratings).toFixed(1) });
}

/** A main figure, with the same figure of the preceding period. */
export interface Tile {
  readonly id: 'opened' | 'ended' | 'open' | 'waiting' | 'handling' | 'overdue' | 'resolved' | 'ratings';
  readonly name: string;
  readonly value: string;
  readonly before: string;
  /** Exact definition. */
  readonly hint: string;
  /** 90th percentile. */
  readonly p90?: string;
}

export function tilesOf(totals: Figures, earlier: Figures): Tile[] {
  const of = (id: Tile['id'], words: (figures: Figures) => string, count = 0): Tile => ({
    id,
    name: t(`report:${id}`),
    value: words(totals),
    before: words(earlier),
    hint: t(`report:hint.${id}`, { count }),
  });
  const slow = (id: 'waiting' | 'handling'): Tile => ({
    ...of(id, (figures) => timeWords(figures[id].median), totals[id].count),
    name: t(`report:${id}Median`),
    p90: timeWords(totals[id].p90),
  });
  return [
    of('opened', ({ opened }) => t('report:count', { count: opened })),
    of('ended', ({ ended }) => t('report:count', { count: ended })),
    of('open', ({ open }) => t('report:count', { count: open })),
    slow('waiting'),
    slow('handling'),
    of('overdue', ({ overdue, ended }) => shareWords(overdue, ended), totals.overdue),
    of('resolved', ({ resolved, settled }) => shareWords(resolved, settled), totals.resolved),
    of('ratings', ({ stars }) => averageWords(stars), ratingsIn(totals.stars)),
  ];
}
