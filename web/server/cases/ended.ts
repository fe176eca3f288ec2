import type { Case } from '../../../db/models/index.ts';
import type { Refusal } from '../../../domain/case.ts';
import { refusalOfEnd as refusalOfEndedForm } from '../../../domain/service-form/decide.ts';

/** Why nothing can be done any more to a case whose workflow is over, read from its image. */
export function refusalOfEnded({ state, status }: Case): Refusal {
  if (state.kind === 'work-order')
    return { code: status === 'completed' ? 'order-completed' : 'order-terminated', details: { by: state.closedBy?.kind ?? 'system' } };
  if (state.kind === 'service-form') return refusalOfEndedForm(state);
  if (state.orderId !== null) return { code: 'already-converted', details: { orderId: state.orderId } };
  return { code: status === 'withdrawn' ? 'case-withdrawn' : 'case-closed' };
}
