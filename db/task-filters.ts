/** Conditions on to-dos that officers' and supervisors' lists share. The alias of the to-do is `t`. */
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
}

/** Returns the conditions of the filters that are set, with the values they bind. */
export function taskConditions({ kind, typeId, stage, status, what, assigneeId }: TaskFilter): {
  conditions: string[];
  bindings: Record<string, string>;
} {
  return {
    conditions: [
      ...(kind === undefined ? [] : ['t.kind = :kind']),
      ...(typeId === undefined ? [] : ['t.type_id = :typeId']),
      ...(stage === undefined ? [] : ['t.stage = :stage']),
      ...(status === undefined ? [] : ['t.status = :status']),
      ...(what === undefined ? [] : [plights[what]]),
      ...(assigneeId === undefined ? [] : [assigneeId === 'nobody' ? 't.assignee_id IS NULL' : 't.assignee_id = :assigneeId']),
    ],
    bindings: {
      ...(kind !== undefined && { kind }),
      ...(typeId !== undefined && { typeId }),
      ...(stage !== undefined && { stage }),
      ...(status !== undefined && { status }),
      ...(assigneeId !== undefined && assigneeId !== 'nobody' && { assigneeId }),
    },
  };
}
