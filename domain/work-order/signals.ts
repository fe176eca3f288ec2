import type { Signals } from '../kind.ts';
import { isUuid } from '../uuid.ts';
import type { WorkOrderCommand } from './order.ts';

/** What other systems may send to an order (G3, G4): they press for the taxpayer, and end what the taxpayer does not want any more. */
export const workOrderSignals: Signals<WorkOrderCommand> = {
  urge: () => ({ type: 'urge' }),
  terminate: ({ reasonId }) => (reasonId === null || isUuid(reasonId) ? { type: 'terminate', reasonId } : null),
};
