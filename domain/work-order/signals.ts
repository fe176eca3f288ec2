import type { Signals } from '../kind.ts';
import { serviceFormOutcomes } from '../service-form/form.ts';
import { isUuid } from '../uuid.ts';
import type { WorkOrderCommand } from './order.ts';

/** Signals to an order (G3, G4). Other systems urge and terminate on behalf of the taxpayer. A form signals its outcome. */
export const workOrderSignals: Signals<WorkOrderCommand> = {
  formEnded: ({ formId, outcome }) => {
    const known = serviceFormOutcomes.find((each) => each === outcome);
    return isUuid(formId) && known !== undefined ? { type: 'formEnded', formId, outcome: known } : null;
  },
  urge: () => ({ type: 'urge' }),
  terminate: ({ reasonId }) => (reasonId === null || isUuid(reasonId) ? { type: 'terminate', reasonId } : null),
};
