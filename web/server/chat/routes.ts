/** The chat of a case: its messages, marks and ratings (A5, A7, B5, C5). */
import { Readable } from 'node:stream';

import { z } from 'zod';

import { audit, auditLook } from '../../../db/audit.ts';
import { markSeen, rateAnswer, recallMessage } from '../../../db/chat/messages.ts';
import { renewWaiting } from '../../../db/chat/presence.ts';
import { chatOf, messagesOf, referencesOf, type ChatPart, type ChatStand, type SpokenMessage } from '../../../db/chat/read.ts';
import type { Viewer } from '../../../domain/policies.ts';
import {
  answerRatingBody,
  chatAnswer,
  chatDownloadQuery,
  chatMarksBody,
  chatMessageBody,
  chatMessageSchema,
  chatQuery,
  type ChatMessage,
} from '../../api/chat.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import type { Deps } from '../deps.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { contentDisposition } from '../uploads/disposition.ts';
import { chatFor } from './access.ts';
import { chatFileRoutes } from './files.ts';
import { transcriptOf } from './transcript.ts';
import { presentFloor, presentMarks, presentMessages } from './presenter.ts';
import { recallMsOf } from './recall-time.ts';
import { sendAs } from './send.ts';

const chatParams = z.object({ id: idSchema });
const messageParams = chatParams.extend({ seq: z.coerce.number().int().min(1).max(2_147_483_647) });

async function present(
  chat: ChatStand,
  messages: SpokenMessage[],
  { viewer, language }: { viewer: Viewer; language: Language },
  deps: Deps,
): Promise<ChatMessage[]> {
  const news = { chat, messages };
  const [references, recallMs] = await Promise.all([referencesOf(deps.knex, [news]), recallMsOf(deps.knex, chat)]);
  const linkTo = (uploadId: string) => deps.fileLink(uploadId, viewer);
  return presentMessages(news, references, { viewer, language, linkTo, now: Date.now(), recallMs });
}

/** Officers' looks are logged like those at the case. */
async function noteLook(viewer: Viewer, { caseId }: ChatStand, through: number, requestId: string | null, { knex }: Deps): Promise<void> {
  if (viewer.kind !== 'officer') return;
  const look = { actor: viewer, regionId: viewer.regionId, action: 'view', objectKind: 'chat', objectId: caseId, requestId } as const;
  await auditLook(knex, { ...look, shownAs: 'messages', shown: [through] });
}

const read = defineRoute({
  method: 'get',
  path: '/api/cases/{id}/chat',
  tag: 'Chat',
  summary: 'Messages of a case’s chat: those after a number, the page before one, or the last page',
  access: 'person',
  limit: 'read',
  params: chatParams,
  query: chatQuery,
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 200: chatAnswer },
  handler: async ({ viewer, subject: chat, query: { after, before, size }, language, requestId }, deps) => {
    const part: ChatPart = after !== undefined ? { after } : before !== undefined ? { before } : null;
    const found = await messagesOf(deps.knex, chat.caseId, part, viewer.kind === 'officer', size);
    const more = found.length > size;
    const messages = more ? found.slice(1) : found;
    const last = messages.at(-1)?.seq ?? 0;
    // A full page of later messages may not be the end of them.
    const complete = after !== undefined && messages.length === size ? last : Math.max(last, chat.lastSeq);
    const through = before !== undefined && after === undefined ? Math.min(before - 1, chat.lastSeq) : complete;
    const [presented] = await Promise.all([
      present(chat, messages, { viewer, language }, deps),
      noteLook(viewer, chat, through, requestId, deps),
      // A page without a live connection asks again and again; that shows that it is open.
      viewer.kind === 'taxpayer' && after !== undefined ? renewWaiting(deps.knex, [viewer.id]) : undefined,
    ]);
    return {
      status: 200,
      body: {
        messages: presented,
        through,
        earlier: after === undefined ? more : after > 0,
        last: Math.max(last, chat.lastSeq),
        marks: presentMarks(chat),
        floor: presentFloor(chat, { viewer, language }),
      },
    };
  },
});

const send = defineRoute({
  method: 'post',
  path: '/api/cases/{id}/chat',
  tag: 'Chat',
  summary: 'Send a message under an id chosen by the client; repeating the request returns the same message',
  access: 'person',
  limit: 'chat',
  params: chatParams,
  body: chatMessageBody,
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 200: chatMessageSchema },
  faults: ['floor-changed', 'chat-closed', 'key-reused', 'upload-unknown', 'officer-unknown'],
  handler: async ({ viewer, subject: chat, body, language }, deps) => {
    const { message, anew } = await sendAs(viewer, chat, body, deps);
    if (anew) deps.chats.changed(chat.caseId);
    if (anew && viewer.kind === 'taxpayer') deps.answers.owed(chat.caseId);
    const spoken: SpokenMessage = {
      ...message,
      officerName: chat.officerName,
      centreName: chat.officerCentre,
      centreNameEn: chat.officerCentreEn,
      quoted: null,
    };
    // Only another officer's name, and the beginning of a quoted message, are not at hand.
    const known = message.quotes === null && (viewer.kind === 'taxpayer' || viewer.id === chat.officerId);
    const messages = known ? [spoken] : await messagesOf(deps.knex, chat.caseId, { after: message.seq - 1 }, true, 1);
    const [body_] = await present(chat, messages, { viewer, language }, deps);
    if (body_ === undefined) throw new Error(`message ${String(message.seq)} of ${chat.caseId} is gone`);
    return { status: 200, body: body_ };
  },
});

const recall = defineRoute({
  method: 'post',
  path: '/api/cases/{id}/chat/{seq}/recall',
  tag: 'Chat',
  summary: 'Recall one’s own message within the time that the region gives; its content is deleted',
  access: 'person',
  limit: 'command',
  params: messageParams,
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 204: null },
  faults: ['recall-over'],
  handler: async ({ viewer, subject: chat, params: { seq }, requestId }, deps) => {
    const { caseId } = chat;
    const outcome = await recallMessage(deps.knex, viewer, { caseId, seq }, await recallMsOf(deps.knex, chat));
    if (outcome === null) throw new Fault('not-found');
    if (outcome === 'over') throw new Fault('recall-over');
    deps.chats.changed(caseId, seq);
    const entry = { actor: viewer, regionId: viewer.regionId, action: 'recall', objectKind: 'chat', objectId: caseId, requestId };
    await audit(deps.knex, { ...entry, detail: { seq } });
    return { status: 204, body: null };
  },
});

const marks = defineRoute({
  method: 'put',
  path: '/api/cases/{id}/chat/marks',
  tag: 'Chat',
  summary: 'Tell how far one has received and read a chat; an officer without the floor leaves no marks',
  access: 'person',
  limit: 'read',
  params: chatParams,
  body: chatMarksBody,
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 204: null },
  handler: async ({ viewer, subject: { caseId }, body }, deps) => {
    if (await markSeen(deps.knex, viewer, caseId, body)) deps.chats.changed(caseId);
    return { status: 204, body: null };
  },
});

const rate = defineRoute({
  method: 'put',
  path: '/api/cases/{id}/chat/{seq}/rating',
  tag: 'Chat',
  summary: 'Rate an answer as useful or useless; it can be rated again',
  access: 'taxpayer',
  limit: 'command',
  params: messageParams,
  body: answerRatingBody,
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 204: null },
  handler: async ({ subject: { caseId }, params: { seq }, body: { rating } }, deps) => {
    if (!(await rateAnswer(deps.knex, caseId, seq, rating))) throw new Fault('not-found');
    deps.chats.changed(caseId, seq);
    if (rating === 'useless') deps.answers.foundUseless(caseId, seq);
    return { status: 204, body: null };
  },
});

/** Most messages of a download: many times what people write in one conversation. */
const mostDownloaded = 5_000;

const download = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'get',
    path: '/api/cases/{id}/chat/download',
    tag: 'Chat',
    summary: 'The chat as a file for reading and printing, as HTML or text (A7)',
    access: 'person',
    limit: 'read',
    params: chatParams,
    query: chatDownloadQuery,
    subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
    answers: { 200: 'file' },
    handler: async ({ viewer, subject, query: { format }, language, requestId, ctx }, deps) => {
      const chat = (await chatOf(deps.knex, subject.caseId)) ?? subject;
      const messages = await messagesOf(deps.knex, chat.caseId, { after: 0 }, viewer.kind === 'officer', mostDownloaded);
      const [presented, number] = await Promise.all([
        present(chat, messages, { viewer, language }, deps),
        deps.knex('cases').where({ id: chat.caseId }).first<{ number: string } | undefined>('number'),
        audit(deps.knex, {
          actor: viewer,
          regionId: viewer.regionId,
          action: 'download',
          objectKind: 'chat',
          objectId: chat.caseId,
          requestId,
          detail: { messages: messages.length },
        }),
      ]);
      const namespaceOf = (name: string) => Object.values(kinds).find(({ kind }) => kind.name === name)?.namespace;
      const file = transcriptOf(format, { kind: chat.kind, number: number?.number ?? '', messages: presented }, namespaceOf, language);
      ctx.set('Content-Type', `${file.mediaType}; charset=utf-8`);
      ctx.set('Content-Disposition', contentDisposition('attachment', file.name));
      ctx.set('Cache-Control', 'private, no-store');
      ctx.set('Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'`);
      return { status: 200, body: Readable.from([Buffer.from(file.text)]) };
    },
  });

export const chatRoutes = (kinds: ServerKinds): readonly Route[] => [read, send, recall, marks, rate, download(kinds), ...chatFileRoutes];
