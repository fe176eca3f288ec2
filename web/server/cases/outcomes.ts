/** What became of a command that was taken (202). */
import { z } from 'zod';

import { outcomeOf } from '../../../db/command-outcomes.ts';
import { Case } from '../../../db/models/index.ts';
import { commandIdOf } from '../../../workflows/contract.ts';
import { commandOutcome } from '../../api/command-outcomes.ts';
import { idSchema } from '../../api/common.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { sentenceOf } from '../http/sentence.ts';
import { answerOfImage } from './command-answers.ts';
import { settled } from '../temporal/kept-outcomes.ts';

const readOutcome = defineRoute({
  method: 'get',
  path: '/api/commands/{key}',
  tag: 'Cases',
  summary: 'What became of one’s own command that was answered 202, by its Idempotency-Key; of what began a case, by the case’s id',
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
        refusal: refusal && {
          code: refusal.code,
          sentence: sentenceOf(language, refusal.code, refusal.details),
          ...(refusal.details && { details: refusal.details }),
        },
      },
    };
  },
});

export const outcomeRoutes = [readOutcome];
