import type { WorklistView } from '../../../api/desk.ts';
import type { Query } from './addresses.ts';

/** The parts of the worklist, in the order of the tabs. */
export const views = ['mine', 'centre', 'unassigned', 'waiting', 'overdue'] as const satisfies readonly WorklistView[];

export interface WorklistFilters {
  readonly view: WorklistView;
  readonly typeId: string | undefined;
  readonly q: string | undefined;
}

const given = (text: string | null): string | undefined => (text === null || text.trim() === '' ? undefined : text.trim());

/** What the address says about the worklist; anything unknown means what is most one's own. */
export const filtersOf = (query: Query): WorklistFilters => ({
  view: views.find((view) => view === query.get('view')) ?? 'mine',
  typeId: given(query.get('type')),
  q: given(query.get('q'))?.slice(0, 100),
});
