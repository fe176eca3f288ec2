/** Workflows that a worker hosts. The exported names are their workflow types. */
export { appointment } from './appointment.ts';
export { bulkReassign } from './bulk.ts';
export { bulkOpen } from './bulk-open.ts';
export { conversation } from './conversation.ts';
export { goingOn } from './going-on.ts';
export { chore, housekeeping } from './housekeeping.ts';
export { invitation } from './invitation.ts';
export { message } from './message.ts';
export { serviceForm } from './service-form.ts';
export { workOrder } from './work-order.ts';
