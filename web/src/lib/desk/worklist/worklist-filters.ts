/** Filters of the worklist, held in the address so that they can be bookmarked and shared. */
import { caseKinds } from '../../../../../domain/case.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import type { Directory, WorklistView } from '../../../../api/desk.ts';
import type { SavedView } from '../../../../api/views.ts';
import type { Query } from '#lib/desk/shell/addresses.ts';

/** Views of the worklist, in the order of the tabs. */
export const views = ['mine', 'centre', 'unassigned', 'waiting', 'overdue'] as const satisfies readonly WorklistView[];

export interface WorklistFilters {
  readonly view: WorklistView;
  readonly kind: CaseKind | undefined;
  readonly typeId: string | undefined;
  readonly q: string | undefined;
}

/** A type of cases, as a choice of the filter. */
export type TypeChoice = Directory['types'][number];

const given = (text: string | null): string | undefined => (text === null || text.trim() === '' ? undefined : text.trim());

/** Reads the filters from the address; an unknown view means the officer's own. */
export const filtersOf = (query: Query): WorklistFilters => ({
  view: views.find((view) => view === query.get('view')) ?? 'mine',
  kind: caseKinds.find((kind) => kind === query.get('kind')),
  typeId: given(query.get('type')),
  q: given(query.get('q'))?.slice(0, 100),
});

/** Filters of a saved view. */
export const filtersOfView = ({ view, kind, typeId, q }: SavedView): WorklistFilters => ({
  view,
  kind: kind ?? undefined,
  typeId: typeId ?? undefined,
  q: q ?? undefined,
});

/** Builds a saved view from filters. */
export const viewOf = (id: string, name: string, { view, kind, typeId, q }: WorklistFilters): SavedView => ({
  id,
  name,
  view,
  kind: kind ?? null,
  typeId: typeId ?? null,
  q: q ?? null,
});

/** Query parameters for exactly these filters. */
export const queryOf = ({ view, kind, typeId, q }: WorklistFilters): Readonly<Record<string, string | null>> => ({
  view,
  kind: kind ?? null,
  type: typeId ?? null,
  q: q ?? null,
});

export const sameFilters = (one: WorklistFilters, other: WorklistFilters): boolean =>
  one.view === other.view && one.kind === other.kind && one.typeId === other.typeId && one.q === other.q;
