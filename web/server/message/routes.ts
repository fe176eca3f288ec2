/** 留言 for its taxpayer: the form, submission, and the list of one's own. */
import { keepTaxpayerForm } from '../../../db/case-forms.ts';
import { identityOf } from '../../../db/entry.ts';
import { messageForm, submissionGround, type SubmissionGround } from '../../../db/message/message-form.ts';
import { Case } from '../../../db/models/index.ts';
import { ownMessages } from '../../../db/message/own-messages.ts';
import { settingsOf } from '../../../db/settings.ts';
import { findUploads, type UploadFinding } from '../../../db/uploads.ts';
import { messageKind } from '../../../domain/message/kind.ts';
import { maxTextLength } from '../../../domain/settings.ts';
import { z } from 'zod';
import { commandAnswer } from '../../api/cases.ts';
import { messageBody, messageBodyFor, ownMessagesAnswer, ownMessagesQuery } from '../../api/message/message.ts';
import { idSchema } from '../../api/common.ts';
import { messageFormAnswer } from '../../api/entry.ts';
import type { FaultCode } from '../../api/errors.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { followUpRoutes } from './follow-up.ts';
import { messagePolicyFrom } from './policy.ts';
import { presentForm, presentOwnMessage } from './own-messages.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { uploadLimits } from '../uploads/limits.ts';
import { idFrom } from '../../../db/text-ids.ts';

const getForm = defineRoute({
  method: 'get',
  path: '/api/message-form',
  tag: 'Messages',
  summary: 'Choices, limits and defaults for the form of a 留言',
  access: 'taxpayer',
  answers: { 200: messageFormAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const [form, settings, identity] = await Promise.all([
      messageForm(knex, viewer.regionId),
      settingsOf(knex, viewer.regionId),
      identityOf(knex, viewer.id),
    ]);
    return {
      status: 200,
      body: {
        ...presentForm(form, language),
        phone: identity?.phone ?? null,
        text: { min: settings['message.minLength'], max: maxTextLength },
        upload: uploadLimits(settings),
      },
    };
  },
});

const submit = defineRoute({
  method: 'put',
  path: '/api/messages/{id}',
  tag: 'Messages',
  summary: 'Submit a 留言 under an id chosen by the client; repeating the request returns the same answer',
  access: 'taxpayer',
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: messageBody,
  bodyFor: async (viewer, { knex }) => {
    const settings = await settingsOf(knex, viewer.regionId);
    return messageBodyFor({ minLength: settings['message.minLength'], maxFiles: settings['upload.maxFiles'] });
  },
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: [
    'key-reused',
    'centre-unknown',
    'type-unknown',
    'upload-unknown',
    'messages-too-many',
    'temporal-unavailable',
    'worker-unavailable',
  ],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const { phone, text, uploadIds, centreId, typeId, reminder, originId } = body;
    const [ground, uploads, origin] = await Promise.all([
      submissionGround(deps.knex, { caseId: id, identityId: viewer.id, regionId: viewer.regionId, centreId, typeId }),
      findUploads(deps.knex, { kind: 'taxpayer', id: viewer.id }, uploadIds, id),
      originId === null ? undefined : Case.query(deps.knex).findById(originId),
    ]);
    if (originId !== null && origin?.identity_id !== viewer.id) throw new Fault('not-found');
    // Another person's case is reported as not found, and nothing may be stored under its id for it to adopt.
    if (ground.taken) throw new Fault('not-found');
    checkChoices(ground, uploads);
    const most = ground.settings['message.maxOpen'] * deps.config.rateFactor;
    if (!ground.earlier && ground.open >= most) throw new Fault('messages-too-many', { details: { limit: String(most) } });
    const origins = originId === null ? [] : [originId];
    const textId = idFrom([id, centreId, typeId, reminder, phone, text, uploadIds, ...origins]);
    const kept = await keepTaxpayerForm(deps.knex, {
      caseId: id,
      identityId: viewer.id,
      reminder,
      phone: reminder === 'sms' ? phone : null,
      text: { id: textId, body: text },
    });
    if (kept === 'elsewhere') throw new Fault('not-found');
    if (kept === 'other') throw new Fault('key-reused');
    // Submitted before, perhaps so long ago that Temporal has forgotten it: answered from the image.
    if (ground.earlier) return answerOfImage(ground.earlier);
    const submission = { id, regionId: viewer.regionId, centreId, typeId, identityId: viewer.id, reminder, textId, uploadIds, originId };
    try {
      const policy = messagePolicyFrom(ground.settings);
      const answer = answerOf(id, await deps.cases.open(messageKind, submission, policy), begun('submitted'));
      const entry = { actor: viewer, regionId: viewer.regionId, action: 'submit', objectKind: 'case', objectId: id, requestId };
      await noteAnswered(answer, entry, ctx, deps);
      return answer;
    } catch (error) {
      // The same form was submitted concurrently, and its case has already ended.
      const ended = error instanceof CaseEnded ? await Case.query(deps.knex).findById(id) : undefined;
      if (ended === undefined) throw error;
      return answerOfImage(ended);
    }
  },
});

/** Reports all invalid choices at once, before anything is stored. */
function checkChoices({ centreKnown, typeKnown }: SubmissionGround, uploads: readonly UploadFinding[]): void {
  const wrong: (FieldFault & { fault: FaultCode })[] = [
    ...(centreKnown ? [] : [{ path: 'centreId', code: 'not-a-choice' as const, fault: 'centre-unknown' as const }]),
    ...(typeKnown ? [] : [{ path: 'typeId', code: 'not-a-choice' as const, fault: 'type-unknown' as const }]),
    ...uploads.flatMap((finding, i) =>
      finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const, fault: 'upload-unknown' as const }],
    ),
  ];
  const codes = new Set(wrong.map(({ fault }) => fault));
  const [only] = codes;
  if (only === undefined) return;
  throw new Fault(codes.size === 1 ? only : 'invalid-request', { fields: wrong.map(({ path, code }) => ({ path, code })) });
}

const list = defineRoute({
  method: 'get',
  path: '/api/messages',
  tag: 'Messages',
  summary: '我的留言: one’s own messages, newest first',
  access: 'taxpayer',
  query: ownMessagesQuery,
  answers: { 200: ownMessagesAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownMessages(knex, viewer.id, filters, { page, size });
    return { status: 200, body: { items: rows.map((row) => presentOwnMessage(row, language)), total, page, size } };
  },
});

export const messageRoutes = [getForm, submit, list, ...followUpRoutes];
