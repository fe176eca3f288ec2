/** Conditions on to-dos that officers' and supervisors' lists share. */
import type { CaseKind } from '../domain/case.ts';
import type { Case } from './models/index.ts';

/** Conditions of a to-do by name; they match its indexes and the counts of the supervisor's board. */
const plights = {
  'in-time': `t.turn = 'officer' AND NOT t.escalated AND NOT t.warned`,
  warned: `t.warned AND NOT t.escalated AND t.turn = 'officer'`,
  overdue: 't.escalated',
  awaiting: `t.status = 'awaiting-materials'`,
  urged: 't.urges > 0',
  disputed: `t.status = 'disputed'`,
} as const;
type Plight = keyof typeof plights;

export interface TaskFilter {
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
  /** Key of the stage, of kinds with stages. */
  stage?: string | undefined;
  status?: Case['status'] | undefined;
  what?: Plight | undefined;
  /** Officer's id, or `nobody` for unassigned cases. */
  assigneeId?: string | undefined;
  /** Bounds of a time in epoch milliseconds: `since` inclusive, `until` exclusive. */
  since?: number | undefined;
  until?: number | undefined;
}

/**
 * Returns the conditions of the filters that are set, with the values they bind.
 * @param alias of the to-do; of the case where `stage` and `what` are never set, because only to-dos have them
 * @param time column that `since` and `until` bound
 */
export function taskConditions(
  { kind, typeId, stage, status, what, assigneeId, since, until }: TaskFilter,
  alias: 't' | 'c' = 't',
  time: 'opened_at' | 'closed_at' = 'opened_at',
): { conditions: string[]; bindings: Record<string, string> } {
  return {
    conditions: [
      ...(kind === undefined ? [] : [`${alias}.kind = :kind`]),
      ...(typeId === undefined ? [] : [`${alias}.type_id = :typeId`]),
      ...(stage === undefined ? [] : [`${alias}.stage = :stage`]),
      ...(status === undefined ? [] : [`${alias}.status = :status`]),
      ...(what === undefined ? [] : [plights[what]]),
      ...(assigneeId === undefined
        ? []
        : [assigneeId === 'nobody' ? `${alias}.assignee_id IS NULL` : `${alias}.assignee_id = :assigneeId`]),
      ...(since === undefined ? [] : [`${alias}.${time} >= :since::timestamptz`]),
      ...(until === undefined ? [] : [`${alias}.${time} < :until::timestamptz`]),
    ],
    bindings: {
      ...(kind !== undefined && { kind }),
      ...(typeId !== undefined && { typeId }),
      ...(stage !== undefined && { stage }),
      ...(status !== undefined && { status }),
      ...(assigneeId !== undefined && assigneeId !== 'nobody' && { assigneeId }),
      ...(since !== undefined && { since: new Date(since).toISOString() }),
      ...(until !== undefined && { until: new Date(until).toISOString() }),
    },
  };
}
