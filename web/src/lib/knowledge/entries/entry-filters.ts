/** Filters of the list of entries, held in the address so that they can be bookmarked and shared. */
import { entryChecks } from '../../../../api/knowledge-editing.ts';
import { draftStates, entryStatuses, validities } from '../../../../../domain/knowledge.ts';
import { withQuery } from '#lib/desk/shell/addresses.ts';
import type { Query } from '#lib/desk/shell/addresses.ts';

export const states = [...entryStatuses, ...draftStates] as const;

export interface EntryFilters {
  readonly q: string;
  readonly topic: string;
  readonly state: (typeof states)[number] | '';
  readonly validity: (typeof validities)[number] | '';
  readonly check: (typeof entryChecks)[number] | '';
  readonly page: number;
}

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | '' => known.find((one) => one === value) ?? '';

/** Reads the filters from an address; unknown values are ignored. */
export const entryFiltersOf = (query: Query): EntryFilters => ({
  q: query.get('q') ?? '',
  topic: query.get('topic') ?? '',
  state: oneOf(states, query.get('state')),
  validity: oneOf(validities, query.get('validity')),
  check: oneOf(entryChecks, query.get('check')),
  page: Math.max(1, Math.trunc(Number(query.get('page'))) || 1),
});

const list = '/admin/knowledge';

/** Address of the list with changed filters, from its first page unless a page is given. */
export const listWith = (query: Query, change: Readonly<Record<string, string>>): string =>
  withQuery(list, query, { page: null, ...change });

/** Address of the list with these filters alone. */
export const listOf = (filters: Readonly<Record<string, string>>): string => withQuery(list, new URLSearchParams(), filters);
