import type { Case } from '../../../db/models/index.ts';
import type { CommandAnswer } from '../../api/cases.ts';
import { Refused } from '../http/fault.ts';
import type { Outcome } from '../temporal/gateway.ts';

type Answer = { status: 200; body: CommandAnswer } | { status: 202; body: CommandAnswer };

/** How a case stands, as far as it is written down. */
interface Stand {
  number: string | null;
  status: string;
  version: number;
}

/** A case that has begun and has no image yet. */
export const begun = (status: Case['state']['status']): Stand => ({ number: null, status, version: 0 });

/**
 * What a command's outcome is over HTTP: 200 with the new state, 202 when it is taken but its image is late.
 * @param before the case as it was
 * @throws Refused
 */
export function answerOf(caseId: string, outcome: Outcome, before: Stand): Answer {
  if (outcome.kind === 'refused') throw new Refused(outcome.refusal);
  const { number, status, version } = outcome.kind === 'taken' ? before : outcome.result;
  return { status: outcome.kind === 'taken' ? 202 : 200, body: { caseId, number, status, version } };
}

/** The answer to a command that was carried out earlier: how the case stands. */
export const answerOfImage = ({ id, number, status, version }: Pick<Case, 'id' | 'number' | 'status' | 'version'>): Answer => ({
  status: 200,
  body: { caseId: id, number, status, version },
});
