/** A person's message: what it holds, and what follows from it. */
import { sendMessage, type NewMessage, type Sent } from '../../../db/chat/messages.ts';
import type { ChatStand } from '../../../db/chat/read.ts';
import { lengthOf } from '../../../domain/input/text.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { chatMessageBody } from '../../api/chat.ts';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { limitsOf } from '../uploads/limits.ts';

import { answerWith, contextOf } from './knowledge.ts';

type Body = z.output<typeof chatMessageBody>;

/**
 * Stores a person's message.
 * @throws Fault `floor-changed`, `chat-closed`, `key-reused`, `upload-unknown`, `officer-unknown`, `invalid-request`, `not-allowed`
 */
export async function sendAs(viewer: Viewer, chat: ChatStand, body: Body, deps: Deps): Promise<Extract<Sent, { kind: 'stored' }>> {
  if (body.internal && viewer.kind !== 'officer') throw new Fault('not-allowed');
  const sent = await sendMessage(deps.knex, await messageOf(viewer, chat, body, deps));
  if (sent.kind === 'stored') return sent;
  switch (sent.why) {
    case 'upload-unknown':
      throw new Fault('upload-unknown', { fields: [{ path: 'uploadIds', code: 'upload-unknown' }] });
    case 'officer-unknown':
      throw new Fault('officer-unknown', { fields: [{ path: 'mentions', code: 'not-a-choice' }] });
    case 'quote-unknown':
      throw new Fault('invalid-request', { fields: [{ path: 'quotes', code: 'invalid' }] });
    case 'floor-changed':
    case 'chat-closed':
    case 'key-reused':
      throw new Fault(sent.why);
  }
}

async function messageOf(viewer: Viewer, chat: ChatStand, body: Body, deps: Deps): Promise<NewMessage> {
  const { clientId, epoch, uploadIds, quotes, internal } = body;
  const mentions = [...new Set(body.mentions)];
  const beside = mentions.length === 0 ? {} : { mentions };
  const base = {
    caseId: chat.caseId,
    clientId,
    speaker: viewer.kind,
    speakerId: viewer.id,
    epoch,
    audience: internal ? ('officers' as const) : ('everybody' as const),
    quotes,
  };
  // Nobody sees a text of invisible marks beside files.
  const text = lengthOf(body.text) > 0 ? body.text : '';
  if (body.entryId !== null) return { ...base, ...(await chosen(viewer, chat, body.entryId, text, deps)) };
  if (uploadIds.length === 0) return { ...base, type: 'text', body: text, data: beside };
  const { upload } = await limitsOf(viewer, deps.knex);
  if (uploadIds.length > upload.maxFiles)
    throw new Fault('invalid-request', { fields: [{ path: 'uploadIds', code: 'upload-too-many', limit: upload.maxFiles }] });
  if (new Set(uploadIds).size < uploadIds.length)
    throw new Fault('invalid-request', { fields: [{ path: 'uploadIds', code: 'duplicate' }] });
  return { ...base, type: 'files', body: text, data: { uploadIds, ...beside } };
}

/** A taxpayer asks for an entry of the knowledge; an officer sends it as their answer. */
async function chosen(
  viewer: Viewer,
  chat: ChatStand,
  entryId: string,
  text: string,
  deps: Deps,
): Promise<Pick<NewMessage, 'type' | 'body' | 'data'>> {
  const entry = await deps.robot.entry(entryId, contextOf(chat));
  if (entry === null) throw new Fault('invalid-request', { fields: [{ path: 'entryId', code: 'not-a-choice' }] });
  if (viewer.kind === 'officer') return await answerWith(entry, [], chat, deps);
  return { type: 'text', body: text === '' ? entry.question : text, data: { entryId } };
}
