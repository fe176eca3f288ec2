import type { Case } from '../../../db/models/index.ts';
import type { CommandAnswer } from '../../api/cases.ts';
import { Refused } from '../http/fault.ts';
import type { Outcome } from '../temporal/gateway.ts';

export type Answer = { status: 200; body: CommandAnswer } | { status: 202; body: CommandAnswer };

/** Number, status and version of a case, as far as they are stored. */
interface Stand {
  number: string | null;
  status: string;
  version: number;
}

/** A case that has begun and has no image yet. */
export const begun = (status: Case['state']['status']): Stand => ({ number: null, status, version: 0 });

/**
 * Turns a command's outcome into the HTTP answer: 200 with the new state, 202 when the command was accepted but its image is late.
 * @param before number, status and version before the command
 * @throws Refused
 */
export function answerOf(caseId: string, outcome: Outcome, before: Stand): Answer {
  if (outcome.kind === 'refused') throw new Refused(outcome.refusal);
  const { number, status, version } = outcome.kind === 'taken' ? before : outcome.result;
  return { status: outcome.kind === 'taken' ? 202 : 200, body: { caseId, number, status, version } };
}

/** Returns the answer to a command that was carried out earlier: the present state of the case. */
export const answerOfImage = ({ id, number, status, version }: Pick<Case, 'id' | 'number' | 'status' | 'version'>): Answer => ({
  status: 200,
  body: { caseId: id, number, status, version },
});
