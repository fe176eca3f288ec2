/** Filters of a report, held in the address so that they can be bookmarked and shared. */
import { caseKinds } from '../../../../../domain/case.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import { lastDays } from '../../../../../domain/report-period.ts';
import { dateOf, dayNumberOfDate } from '../../../../../domain/shanghai.ts';
import { withQuery } from '#lib/desk/shell/addresses.ts';
import type { Query } from '#lib/desk/shell/addresses.ts';

/** Days are dates in Asia/Shanghai, `YYYY-MM-DD`. */
export interface ReportFilters {
  readonly from: string;
  readonly to: string;
  readonly kind?: CaseKind;
  readonly typeId?: string;
  readonly centreId?: string;
}

/** Periods offered as buttons: this many days, ending today. */
export const usualDays = [7, 30, 90] as const;

const longestId = 60;

export const daysUpTo = (count: number, now: number): Pick<ReportFilters, 'from' | 'to'> => {
  const { from, to } = lastDays(count, now);
  return { from: dateOf(from), to: dateOf(to) };
};

/** True for an existing date; the browser's Date would accept the 31st of any month. */
const isDate = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayNumberOfDate(text)) && dateOf(dayNumberOfDate(text)) === text;

/** Reads the filters from an address; without valid days, the last thirty. Unknown values are ignored. */
export function reportFiltersOf(query: Query, now: number): ReportFilters {
  const [from, to] = [query.get('from'), query.get('to')];
  const kind = caseKinds.find((known) => known === query.get('kind'));
  const id = (name: 'typeId' | 'centreId'): string | undefined => {
    const value = query.get(name) ?? '';
    return value === '' || value.length > longestId ? undefined : value;
  };
  const [typeId, centreId] = [id('typeId'), id('centreId')];
  return {
    ...(isDate(from) && isDate(to) ? { from, to } : daysUpTo(30, now)),
    ...(kind !== undefined && { kind }),
    ...(typeId !== undefined && { typeId }),
    ...(centreId !== undefined && { centreId }),
  };
}

/** Address of a report's page or file; empty filters are left out. */
export const reportAddress = (
  path: string,
  filters: Readonly<Partial<Record<keyof ReportFilters, string>>>,
  more: Readonly<Record<string, string>> = {},
): string => withQuery(path, new URLSearchParams(), { ...filters, ...more });
