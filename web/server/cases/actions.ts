import type { Case } from '../../../db/models/index.ts';
import type { AnyKind } from '../../../domain/kind.ts';
import { caseActions, may, type CaseAction, type Viewer } from '../../../domain/policies.ts';
import { possible } from '../../../domain/possible.ts';
import { belongingOf, roleOf } from './access.ts';

/**
 * Returns the commands that the reader may send now: permitted to them (policies), and possible in the case's state under its policy. The
 * workflow decides in the end.
 * @param policy the policy of the case
 */
export function actionsOf(
  kind: AnyKind,
  { row, policy }: { row: Case; policy: unknown },
  viewer: Viewer,
  now: number,
  belonging = belongingOf(row),
): CaseAction[] {
  const role = roleOf(viewer);
  const asked = role === null ? [] : possible(kind, row.state, { actor: { kind: viewer.kind, id: viewer.id }, role }, policy, now);
  const open: readonly string[] = ['view', 'inspect', 'retry', ...asked];
  return caseActions.filter((action) => open.includes(action) && may(viewer, action, belonging));
}
