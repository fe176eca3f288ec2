/** Tells whether events of a centre's worklist affect the list shown; only then it is fetched again. */
import type { CaseKind } from '../../../../../domain/case.ts';
import type { WorklistItem, WorklistView } from '../../../../api/desk.ts';
import type { LiveEvent } from '../../../../api/live.ts';

type WorklistChange = Extract<LiveEvent, { kind: 'worklist' }>['body']['changes'][number];
type Standing = NonNullable<WorklistChange['standing']>;

export interface ShownList {
  readonly view: WorklistView;
  readonly kind: CaseKind | undefined;
  readonly typeId: string | undefined;
  readonly officerId: string | undefined;
  readonly rows: readonly Pick<WorklistItem, 'id' | 'rank' | 'dueAt'>[];
  /** True when the list continues after the last row. */
  readonly more: boolean;
}

/** The same conditions as in db/worklist.ts. */
const belongs: Record<WorklistView, (standing: Standing, officerId: string | undefined) => boolean> = {
  mine: ({ assigneeId, turn }, officerId) => assigneeId === officerId && turn === 'officer',
  centre: ({ turn }) => turn === 'officer',
  unassigned: ({ assigneeId }) => assigneeId === null,
  waiting: ({ turn }) => turn === 'taxpayer',
  overdue: ({ escalated }) => escalated,
};

/**
 * True when the change's row is shown, or would now belong among the rows shown. With a search text the contents are not known here, so
 * every case that passes the other filters may belong.
 */
export const touches = ({ caseId, standing }: WorklistChange, list: ShownList): boolean => {
  if (list.rows.some(({ id }) => id === caseId)) return true;
  if (standing === null || !belongs[list.view](standing, list.officerId)) return false;
  if (list.kind !== undefined && standing.kind !== list.kind) return false;
  if (list.typeId !== undefined && standing.typeId !== list.typeId) return false;
  const last = list.rows.at(-1);
  if (!list.more || last === undefined) return true;
  return standing.rank === last.rank ? standing.dueAt <= last.dueAt : standing.rank < last.rank;
};
