/** Filters of the worklist, held in the address so that they can be bookmarked and shared. */
import { caseKinds } from '../../../../../domain/case.ts';
import { statuses } from '../../../../../domain/kinds.ts';
import { plights, worklistSorts, worklistViews } from '../../../../api/desk.ts';
import type { Directory, WorklistSort, WorklistView } from '../../../../api/desk.ts';
import type { SavedView } from '../../../../api/views.ts';
import type { Query } from '#lib/desk/shell/addresses.ts';

/** Filters of the list, as the API takes them; the same as those of a saved view. */
export type Narrowing = SavedView['filters'];
export interface WorklistFilters extends Narrowing {
  readonly view: WorklistView;
  readonly sort: WorklistSort;
}

/** A type of cases, as a choice of the filter. */
export type TypeChoice = Directory['types'][number];

/** Names of the filters in the address. */
const names = {
  kind: 'kind',
  typeId: 'type',
  assigneeId: 'assignee',
  status: 'status',
  stage: 'stage',
  what: 'what',
  from: 'from',
  to: 'to',
  q: 'q',
} as const satisfies Record<keyof Narrowing, string>;
const keys = Object.keys(names) as (keyof Narrowing)[];
/** Filters that only open work has. */
const ofOpenWork: readonly (keyof Narrowing)[] = ['stage', 'what'];

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a text from the address; null for one that the API would refuse. */
const readers: { readonly [K in keyof Narrowing]-?: (text: string) => Narrowing[K] } = {
  kind: (text) => caseKinds.find((kind) => kind === text),
  typeId: (text) => (text.length <= 60 ? text : undefined),
  assigneeId: (text) => (text === 'nobody' || uuid.test(text) ? text : undefined),
  status: (text) => statuses.find((status) => status === text),
  stage: (text) => (text.length <= 60 ? text : undefined),
  what: (text) => plights.find((what) => what === text),
  from: (text) => (day.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined),
  to: (text) => (day.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined),
  q: (text) => text.slice(0, 100),
};

/** Reads the filters from the address; an unknown view means the officer's own. */
export function filtersOf(query: Query): WorklistFilters {
  const view = worklistViews.find((known) => known === query.get('view')) ?? 'mine';
  const read = <K extends keyof Narrowing>(key: K): Pick<Narrowing, K> => {
    const text = query.get(names[key])?.trim() ?? '';
    const value = text === '' || (view === 'closed' && ofOpenWork.includes(key)) ? undefined : readers[key](text);
    return (value === undefined ? {} : { [key]: value }) as Pick<Narrowing, K>;
  };
  const sort = worklistSorts.find((known) => known === query.get('sort')) ?? 'due';
  const narrowing = keys.map(read).reduce<Narrowing>((all, one) => ({ ...all, ...one }), {});
  return { view, sort: view === 'closed' ? 'due' : sort, ...narrowing };
}

/** The filters without view and order. */
export const narrowingOf = (filters: Narrowing): Narrowing =>
  Object.fromEntries(keys.flatMap((key) => (filters[key] === undefined ? [] : [[key, filters[key]]])));

export const isNarrowed = (filters: Narrowing): boolean => Object.keys(narrowingOf(filters)).length > 0;

/** Filters of a saved view. */
export const filtersOfView = ({ view, sort, filters }: SavedView): WorklistFilters => ({ view, sort, ...narrowingOf(filters) });

/** Builds a saved view from filters. */
export const viewOf = (id: string, name: string, filters: WorklistFilters): SavedView => ({
  id,
  name,
  view: filters.view,
  sort: filters.sort,
  filters: narrowingOf(filters),
});

/** Query changes for exactly these filters. */
export const queryOf = (filters: WorklistFilters): Readonly<Record<string, string | null>> => ({
  view: filters.view,
  sort: filters.sort === 'due' ? null : filters.sort,
  ...queryOfNarrowing(filters),
});
/** Query changes for exactly these filters, in the same view and order. */
export const queryOfNarrowing = (filters: Narrowing): Readonly<Record<string, string | null>> =>
  Object.fromEntries(keys.map((key) => [names[key], filters[key] ?? null]));

export const sameFilters = (one: WorklistFilters, other: WorklistFilters): boolean =>
  one.view === other.view && one.sort === other.sort && keys.every((key) => one[key] === other[key]);
