import type { Case } from '../../db/models/index.ts';
import type { CommandAnswer } from '../api/cases.ts';
import { Refused } from './fault.ts';
import type { Outcome } from './temporal/gateway.ts';

type Answer = { status: 200; body: CommandAnswer } | { status: 202; body: CommandAnswer };

/**
 * What a command's outcome is over HTTP: 200 with the new state, 202 when it is taken but its image is late.
 * @param image the case as it was before, if it is known
 * @throws Refused
 */
export function answerOf(caseId: string, outcome: Outcome, image?: Pick<Case, 'number' | 'status' | 'version'>): Answer {
  if (outcome.kind === 'refused') throw new Refused(outcome.refusal);
  if (outcome.kind === 'taken')
    return {
      status: 202,
      body: { caseId, number: image?.number ?? null, status: image?.status ?? 'submitted', version: image?.version ?? 0 },
    };
  const { number, status, version } = outcome.result;
  return { status: 200, body: { caseId, number, status, version } };
}

/** The answer to a command that was carried out earlier: how the case stands. */
export const answerOfImage = ({ id, number, status, version }: Pick<Case, 'id' | 'number' | 'status' | 'version'>): Answer => ({
  status: 200,
  body: { caseId: id, number, status, version },
});
