/**
 * One command given to many cases at once.
 *
 * 1. A supervisor reassigns cases of the centre (`reassign`). An officer hands over their own cases with a note (`handOver`).
 * 2. Each case applies its own rules, because it receives the same command as a single case would.
 */
import type { CaseKind } from './case.ts';
import type { AnyKind } from './kind.ts';
import { kinds } from './kinds.ts';

export type BulkCommand = keyof AnyKind['inBulk'];

/**
 * Returns the command in the form that a case of this kind takes.
 * @throws TypeError for a hand-over without a note
 */
export function bulkCommandTo(kind: CaseKind, command: BulkCommand, officerId: string, noteId: string | null): { type: string } {
  const { inBulk } = kinds[kind];
  if (command === 'reassign') return inBulk.reassign(officerId, noteId);
  if (noteId === null) throw new TypeError('a hand-over carries a note');
  return inBulk.handOver(officerId, noteId);
}
