/** What a draft would change in the answers, for whoever writes or reviews it. */
import { z } from 'zod';

import { draftOf } from '../../../db/knowledge/drafts.ts';
import { recentFeedbackTexts } from '../../../db/knowledge/feedback.ts';
import { knowledgeRoles } from '../../../domain/policies.ts';
import { effectAnswer } from '../../api/knowledge-effect.ts';
import { entryIdSchema } from '../../api/knowledge-editing.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

/** Questions of people that are asked beside the wordings of the knowledge. */
const mostQuestions = 200;

const effect = defineRoute({
  method: 'get',
  path: '/api/knowledge/entries/{id}/draft/effect',
  tag: 'Knowledge',
  summary: 'What would be answered differently if the draft were published; takes seconds, nothing is stored',
  access: 'officer',
  roles: knowledgeRoles,
  limit: 'read',
  params: z.object({ id: entryIdSchema }),
  answers: { 200: effectAnswer },
  faults: ['not-found'],
  handler: async ({ viewer: { regionId }, params: { id } }, { knex, robot }) => {
    const draft = await draftOf(knex, { regionId, entryId: id });
    if (draft === undefined) throw new Fault('not-found');
    const { note: _n, ...entry } = draft.content;
    const questions = await recentFeedbackTexts(knex, regionId, mostQuestions);
    const found = await robot.effect({ regionId, id, entry, questions, now: Date.now() });
    return { status: 200, body: { revision: draft.revision, ...found } };
  },
});

export const knowledgeEffectRoutes = [effect];
