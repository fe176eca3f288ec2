/** Tells whether events of a centre's worklist affect the list shown; only then it is fetched again. */
import type { WorklistItem, WorklistView } from '../../../../api/desk.ts';
import type { LiveEvent } from '../../../../api/live.ts';
import type { WorklistFilters } from './worklist-filters.ts';

type WorklistChange = Extract<LiveEvent, { kind: 'worklist' }>['body']['changes'][number];
type Standing = NonNullable<WorklistChange['standing']>;

export interface ShownList {
  readonly filters: WorklistFilters;
  readonly officerId: string | undefined;
  readonly rows: readonly Pick<WorklistItem, 'id' | 'rank' | 'dueAt'>[];
  /** True when the list continues after the last row. */
  readonly more: boolean;
}

/** The same conditions as in db/worklist.ts. */
const belongs: Record<Exclude<WorklistView, 'closed'>, (standing: Standing, officerId: string | undefined) => boolean> = {
  mine: ({ assigneeId, turn }, officerId) => assigneeId === officerId && turn === 'officer',
  centre: ({ turn }) => turn === 'officer',
  unassigned: ({ assigneeId }) => assigneeId === null,
  waiting: ({ turn }) => turn === 'taxpayer',
  overdue: ({ escalated }) => escalated,
};

/**
 * True when the change's row is shown, or would now belong among the rows shown. What the event does not contain (text, status, stage, times)
 * is not known here, so every case that passes the other filters may belong.
 */
export const touches = ({ caseId, standing }: WorklistChange, { filters, officerId, rows, more }: ShownList): boolean => {
  if (rows.some(({ id }) => id === caseId)) return true;
  const { view, sort, kind, typeId, assigneeId } = filters;
  // A case that is no longer a to-do may have been closed.
  if (view === 'closed') return standing === null;
  if (standing === null || !belongs[view](standing, officerId)) return false;
  if (kind !== undefined && standing.kind !== kind) return false;
  if (typeId !== undefined && standing.typeId !== typeId) return false;
  if (assigneeId !== undefined && (standing.assigneeId ?? 'nobody') !== assigneeId) return false;
  const last = rows.at(-1);
  if (!more || sort !== 'due' || last === undefined || last.dueAt === null) return true;
  return standing.rank === last.rank ? standing.dueAt <= last.dueAt : standing.rank < last.rank;
};
