/** Opening hours of a week as people read them: days in a row with the same hours are one line. */
import type { Hours, Span } from './calendar.ts';
import type { Weekday } from './shanghai.ts';

/** Days in a row, both included, that have the same hours. */
export interface OpeningHours {
  from: Weekday;
  to: Weekday;
  spans: readonly Span[];
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Returns the open days of a week, from Monday on. */
export function openingHoursOf(week: Hours['week']): OpeningHours[] {
  const lines: OpeningHours[] = [];
  for (const day of weekdays) {
    const spans = week[day];
    const last = lines.at(-1);
    if (spans.length === 0) continue;
    if (last !== undefined && last.to === day - 1 && areSame(last.spans, spans)) last.to = day;
    else lines.push({ from: day, to: day, spans });
  }
  return lines;
}

const areSame = (one: readonly Span[], other: readonly Span[]): boolean =>
  one.length === other.length && one.every(({ from, to }, at) => from === other[at]?.from && to === other[at].to);
