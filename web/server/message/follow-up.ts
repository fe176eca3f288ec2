/** 留言 that officers leave on a taxpayer's behalf, to go on with the matter of another case. */
import { z } from 'zod';

import { keepOfficerForm } from '../../../db/case-forms.ts';
import { isTextOf } from '../../../db/contents.ts';
import { Case, CaseType } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import { messageKind } from '../../../domain/message/kind.ts';
import type { MessageSubmission } from '../../../domain/message/message.ts';
import { fewFiles, commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { followUpBody, messageTypesAnswer } from '../../api/message/message.ts';
import { begunBefore, originOf } from '../cases/access.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { showCard } from '../chat/card.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { limitsOf } from '../uploads/limits.ts';
import { messagePolicyFrom } from './policy.ts';

const roles = ['agent', 'supervisor'] as const;
type Body = z.output<typeof followUpBody>;

/** Equal texts get equal ids; different ones get different ids. */
const textIdOf = (id: string, { originId, typeId, text, uploadIds }: Body): string => idFrom([id, originId, typeId, text, uploadIds]);

const types = defineRoute({
  method: 'get',
  path: '/api/message-types',
  tag: 'Messages',
  summary: 'Types of 留言 that an officer can choose',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: messageTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const found = await CaseType.query(knex)
      .where({ region_id: viewer.regionId, kind: messageKind.name, active: true })
      .orderBy(['position', 'id'])
      .limit(200);
    return { status: 200, body: { items: found.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })) } };
  },
});

const followUp = defineRoute({
  method: 'put',
  path: '/api/messages/{id}/follow-up',
  tag: 'Messages',
  summary:
    'Leave a 留言 on the taxpayer’s behalf to go on with the matter of a conversation; the officer has it. Repeating the request returns the same answer',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: followUpBody,
  bodyFor: async (viewer, { knex }) => fewFiles(followUpBody, (await limitsOf(viewer, knex)).upload.maxFiles),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['key-reused', 'upload-unknown', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const card = { kind: messageKind.name, id };
    const earlier = await begunBefore(viewer, messageKind.name, id, deps);
    if (earlier) {
      if (!(await isTextOf(deps.knex, { kind: 'officer', id: viewer.id }, id, textIdOf(id, body)))) throw new Fault('key-reused');
      // A process may have died before it showed the card.
      await showCard(body.originId, card, deps);
      return answerOfImage(earlier);
    }
    const origin = await originOf(viewer, 'leaveMessage', await Case.query(deps.knex).findById(body.originId), deps);
    const submission = await submissionOf(viewer, id, body, origin, deps);
    const policy = messagePolicyFrom(await settingsOf(deps.knex, origin.region_id, origin.centre_id));
    const answer = answerOf(id, await deps.cases.open(messageKind, submission, policy), begun('assigned'));
    await showCard(origin.id, card, deps);
    const entry = { actor: viewer, regionId: viewer.regionId, action: 'leaveMessage', objectKind: 'case', objectId: id, requestId };
    await noteAnswered(answer, { ...entry, detail: { originId: origin.id } }, ctx, deps);
    return answer;
  },
});

/**
 * Looks up what the 留言 begins with, reports all faults at once, and stores its text.
 * @throws Fault `invalid-request`, `key-reused`
 */
async function submissionOf(viewer: OfficerViewer, id: string, body: Body, origin: Case, { knex }: Deps): Promise<MessageSubmission> {
  const { typeId, text, uploadIds } = body;
  const [type, uploads] = await Promise.all([
    CaseType.query(knex).findOne({ id: typeId, region_id: viewer.regionId, kind: messageKind.name, active: true }),
    findUploads(knex, { kind: 'officer', id: viewer.id }, uploadIds, id),
  ]);
  const fields: FieldFault[] = [
    ...(type ? [] : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...uploads.flatMap((finding, i) => (finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }])),
  ];
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
  const textId = textIdOf(id, body);
  const { id: originId, region_id: regionId, centre_id: centreId, identity_id: identityId } = origin;
  const form = { caseId: id, identityId, officerId: viewer.id, originId, fields: {}, text: { id: textId, body: text } };
  const reminder = await keepOfficerForm(knex, form);
  if (reminder === undefined) throw new Fault('key-reused');
  return { id, regionId, centreId, typeId, identityId, reminder, textId, uploadIds, originId, officerId: viewer.id };
}

export const followUpRoutes = [types, followUp];
