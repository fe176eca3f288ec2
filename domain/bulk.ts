/**
 * One command given to many cases at once.
 *
 * 1. A supervisor reassigns cases of the centre (`reassign`). An officer hands over their own cases with a note (`handOver`).
 * 2. An administrator clears a closed time: its bookings are moved to the next free place (`moveBooking`) or cancelled (`cancelBooking`).
 * 3. An administrator has the deadlines of running cases counted anew after a calendar was corrected (`recount`).
 * 4. Each case applies its own rules, because it receives the same command as a single case would.
 */
import type { CaseKind } from './case.ts';
import type { AnyKind } from './kind.ts';
import { kinds } from './kinds.ts';

/** Bulk commands that give cases to an officer. */
export type HandingCommand = keyof AnyKind['inBulk'];
/** Bulk commands that clear a closed time. */
export const clearingCommands = ['moveBooking', 'cancelBooking'] as const satisfies readonly (keyof NonNullable<AnyKind['clearing']>)[];
export type ClearingCommand = (typeof clearingCommands)[number];
export type BulkCommand = HandingCommand | ClearingCommand | 'recount';

/**
 * Returns the command in the form that a case of this kind takes.
 * @throws TypeError for a hand-over without a note
 */
export function bulkCommandTo(kind: CaseKind, command: HandingCommand, officerId: string, noteId: string | null): { type: string } {
  const { inBulk } = kinds[kind];
  if (command === 'reassign') return inBulk.reassign(officerId, noteId);
  if (noteId === null) throw new TypeError('a hand-over carries a note');
  return inBulk.handOver(officerId, noteId);
}
