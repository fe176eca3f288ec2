/**
 * One command given to many cases at once.
 *
 * 1. A supervisor reassigns cases of the centre (`reassign`); an officer hands over cases of their own, with a note (`handOver`).
 * 2. What each case says to it is that case's own rule: the command is the one that a single case is given.
 */
import type { CaseKind } from './case.ts';
import type { AnyKind } from './kind.ts';
import { kinds } from './kinds.ts';

export type BulkCommand = keyof AnyKind['inBulk'];

/**
 * The command as a case of this kind understands it.
 * @throws TypeError for a hand-over without a note
 */
export function bulkCommandTo(kind: CaseKind, command: BulkCommand, officerId: string, noteId: string | null): { type: string } {
  const { inBulk } = kinds[kind];
  if (command === 'reassign') return inBulk.reassign(officerId, noteId);
  if (noteId === null) throw new TypeError('a hand-over carries a note');
  return inBulk.handOver(officerId, noteId);
}
