/** The workflows that a worker hosts, by the names under which they are started. */
export { bulkReassign } from './bulk.ts';
export { goingOn } from './going-on.ts';
export { chore, housekeeping } from './housekeeping.ts';
export { message } from './message.ts';
export { serviceForm } from './service-form.ts';
export { workOrder } from './work-order.ts';
