/**
 * One command given to many cases at once.
 *
 * 1. A supervisor reassigns cases of the centre (`reassign`); an officer hands over cases of their own, with a note (`handOver`).
 * 2. What each case says to it is that case's own rule: the command is the one that a single case is given.
 */
import type { CaseKind } from './case.ts';
import type { MessageCommand } from './message/message.ts';
import type { ServiceFormCommand } from './service-form/form.ts';
import type { WorkOrderCommand } from './work-order/order.ts';

export type BulkCommand = 'reassign' | 'handOver';

/** The command as a case of this kind understands it. */
export function bulkCommandTo(
  kind: CaseKind,
  command: BulkCommand,
  officerId: string,
  noteId: string | null,
): MessageCommand | WorkOrderCommand | ServiceFormCommand {
  if (command === 'reassign') return { type: 'reassign', officerId, noteId };
  if (noteId === null) throw new TypeError('a hand-over carries a note');
  return kind === 'message' ? { type: 'handOver', to: { officerId }, noteId } : { type: 'handOver', officerId, noteId };
}
