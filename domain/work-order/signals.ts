import type { Signals } from '../kind.ts';
import { serviceFormOutcomes } from '../service-form/form.ts';
import { isUuid } from '../uuid.ts';
import type { WorkOrderCommand } from './order.ts';

/**
 * What other systems may send to an order (G3, G4): they press for the taxpayer, and end what the taxpayer does not want any more. How
 * a form ended, that form tells.
 */
export const workOrderSignals: Signals<WorkOrderCommand> = {
  formEnded: ({ formId, outcome }) => {
    const known = serviceFormOutcomes.find((each) => each === outcome);
    return isUuid(formId) && known !== undefined ? { type: 'formEnded', formId, outcome: known } : null;
  },
  urge: () => ({ type: 'urge' }),
  terminate: ({ reasonId }) => (reasonId === null || isUuid(reasonId) ? { type: 'terminate', reasonId } : null),
};
