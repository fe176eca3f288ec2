/**
 * A change of a rule as it may come to a product in use: who terminates an order has to say why. Orders that began before run for
 * weeks; some of them were terminated without a reason, and that was right when it was done.
 */
import { refuse } from '../../../domain/case.ts';
import type { Kind } from '../../../domain/kind.ts';
import { workOrderKind, type WorkOrderTypes } from '../../../domain/work-order/kind.ts';

/** The name under which histories remember that they began with the change; never used for another. */
export const change = 'termination-has-a-reason';

/** The rules before the change. */
export const rulesBefore: Kind<WorkOrderTypes> = workOrderKind;

/** The rules after it. */
export const rulesAfter: Kind<WorkOrderTypes> = {
  ...workOrderKind,
  decide: (state, actor, command, policy, now) =>
    command.type === 'terminate' && command.reasonId === null
      ? refuse('reason-missing')
      : workOrderKind.decide(state, actor, command, policy, now),
};
