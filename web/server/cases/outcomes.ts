/** Route for the outcome of a command that was answered 202. */
import { z } from 'zod';

import { dismissOutcome, openOutcomes, outcomeOf, type OpenOutcome } from '../../../db/command-outcomes.ts';
import { Case } from '../../../db/models/index.ts';
import type { Refusal } from '../../../domain/case.ts';
import { commandIdOf, keyOfCommand } from '../../../workflows/contract.ts';
import { commandOutcome, refusedCommands, type RefusedCommands } from '../../api/command-outcomes.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import type { Deps } from '../deps.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { sentenceOf } from '../http/sentence.ts';
import { answerOfImage } from './command-answers.ts';
import { Unavailable } from '../temporal/gateway.ts';
import { settled } from '../temporal/kept-outcomes.ts';

const readOutcome = defineRoute({
  method: 'get',
  path: '/api/commands/{key}',
  tag: 'Cases',
  summary: 'Outcome of one’s own command that was answered 202, by its Idempotency-Key; for a command that opens a case, by the case’s id',
  access: 'person',
  limit: 'read',
  params: z.object({ key: idSchema }),
  answers: { 200: commandOutcome },
  handler: async ({ viewer, params: { key }, language }, { knex, cases }) => {
    const kept = await outcomeOf(knex, viewer, [commandIdOf(viewer.id, key), key]);
    if (kept === null) throw new Fault('not-found');
    const { state, refusal } = await settled(knex, cases, kept);
    const image = state === 'done' ? await Case.query(knex).findById(kept.caseId) : undefined;
    return {
      status: 200,
      body: {
        caseId: kept.caseId,
        state,
        answer: image ? answerOfImage(image).body : null,
        refusal: refusal && presentRefusal(refusal, language),
      },
    };
  },
});

const presentRefusal = ({ code, details }: Refusal, language: Language) => ({
  code,
  sentence: sentenceOf(language, code, details),
  ...(details && { details }),
});

/** Maximum number shown at once; nobody has more, unless a store was away for long. */
const most = 20;

const listRefused = defineRoute({
  method: 'get',
  path: '/api/commands',
  tag: 'Cases',
  summary: 'One’s own commands that were answered 202, refused later and not dismissed, newest first, with their texts; at most 20',
  access: 'person',
  limit: 'read',
  answers: { 200: refusedCommands },
  handler: async ({ viewer, language }, { knex, cases }) => {
    const open = await openOutcomes(knex, viewer, most);
    const items = await Promise.all(open.map((outcome) => refusedItem(outcome, language, { knex, cases })));
    return { status: 200, body: { items: items.filter((item) => item !== null) } };
  },
});

/** Null for a command that is not refused, or whose outcome cannot be read now. */
async function refusedItem(
  outcome: OpenOutcome,
  language: Language,
  { knex, cases }: Pick<Deps, 'knex' | 'cases'>,
): Promise<RefusedCommands['items'][number] | null> {
  const { state, refusal } = await settled(knex, cases, outcome).catch((error: unknown) => {
    if (error instanceof Unavailable) return outcome;
    throw error;
  });
  if (state !== 'refused' || refusal === null) return null;
  const { caseId, kind, number, command, text, createdAt } = outcome;
  return {
    key: keyOfCommand(outcome.key),
    caseId,
    kind,
    number,
    command,
    text,
    at: createdAt.toISOString(),
    refusal: presentRefusal(refusal, language),
  };
}

const dismiss = defineRoute({
  method: 'post',
  path: '/api/commands/{key}/dismissal',
  tag: 'Cases',
  summary: 'Dismiss a refused command; repeating the request has no effect',
  access: 'person',
  limit: 'command',
  params: z.object({ key: idSchema }),
  answers: { 204: null },
  handler: async ({ viewer, params: { key } }, { knex }) => {
    if (!(await dismissOutcome(knex, viewer, [commandIdOf(viewer.id, key), key]))) throw new Fault('not-found');
    return { status: 204, body: null };
  },
});

export const outcomeRoutes = [readOutcome, listRefused, dismiss];
