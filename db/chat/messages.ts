/**
 * Writing into a chat (rules of `domain/chat.ts`).
 *
 * 1. A message is one statement: it locks the chat's row, checks there that the sender may write, takes the next number, and inserts. A
 *    statement that fails rolls the number back, so numbers have no gaps.
 * 2. The officer, a supervisor who has joined, and the robot send the epoch in which they have the floor; an older one is refused. A taxpayer may send a stale epoch: their
 *    floor is the conversation, and never changes hands.
 * 3. A note among officers needs no floor, and nobody waits for its answer.
 * 4. A client id is stored once. Sent again with the same content it gets the stored message, with other content it is refused. A twin that
 *    is sent at the same moment violates the unique index and finds the stored message then.
 * 5. Files belong to the message: it adopts them in its transaction, or it is not stored.
 * 6. A recalled message keeps its number, sender and times, and loses its content: nobody may read it any more, so there is no purpose for
 *    which the personal data in it could be kept. Its files are no longer adopted, and are swept.
 * 7. Officers whom a note mentions are told: in its transaction, or it is not stored.
 */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';
import { mention } from './mentions.ts';

export type Speaker = 'taxpayer' | 'officer' | 'robot' | 'system';
export type ChatAudience = 'everybody' | 'officers';
type MessageType = 'text' | 'files' | 'answer' | 'choices' | 'none' | 'card' | 'line';

/** Data of a message beside its text, by type. */
interface MessageData {
  uploadIds?: string[];
  /** Officers whom a note mentions. */
  mentions?: string[];
  /** Knowledge entry that is asked for, or that the answer shows. */
  entryId?: string;
  [name: string]: unknown;
}

export interface StoredMessage {
  seq: number;
  clientId: string;
  at: Date;
  speaker: Speaker;
  speakerId: string | null;
  audience: ChatAudience;
  type: MessageType;
  body: string;
  data: MessageData;
  quotes: number | null;
  answers: number | null;
  recalledAt: Date | null;
  rating: 'useful' | 'useless' | null;
}

export interface NewMessage {
  caseId: string;
  clientId: string;
  speaker: Speaker;
  speakerId: string | null;
  /** Epoch that the sender knows (rule 2); null where it does not matter. */
  epoch: number | null;
  audience: ChatAudience;
  type: Exclude<MessageType, 'line'>;
  body: string;
  data: MessageData;
  quotes: number | null;
  /** Number of the message that it answers; only the robot answers. */
  answers?: number;
}

/** `anew` is false when the message had been stored before. */
export type Sent =
  | { kind: 'stored'; message: StoredMessage; anew: boolean }
  | { kind: 'refused'; why: 'floor-changed' | 'chat-closed' | 'key-reused' | 'upload-unknown' | 'officer-unknown' | 'quote-unknown' };

export const messageColumns = `m.seq, m.client_id AS "clientId", m.at, m.speaker, m.speaker_id AS "speakerId", m.audience, m.type, m.body,
  m.data, m.quotes, m.answers, m.recalled_at AS "recalledAt", m.rating`;

/** Stores a message, once. @throws when the case has no chat */
export async function sendMessage(knex: Knex, message: NewMessage): Promise<Sent> {
  const { uploadIds = [], mentions = [] } = message.data;
  const plain = uploadIds.length === 0 && mentions.length === 0;
  try {
    const stored = plain ? await insertMessage(knex, message) : await insertWithParts(knex, message, { uploadIds, mentions });
    return stored === null ? await whyNot(knex, message) : { kind: 'stored', message: stored, anew: true };
  } catch (error) {
    if (error instanceof FilesUnknown) return { kind: 'refused', why: 'upload-unknown' };
    if (error instanceof OfficersUnknown) return { kind: 'refused', why: 'officer-unknown' };
    if (!isTwin(error)) throw error;
    return await whyNot(knex, message);
  }
}

/**
 * Rules 1–4.
 * @returns null when nothing was stored
 * @throws a unique violation when a twin was faster
 */
export async function insertMessage(knex: Knex, message: NewMessage): Promise<StoredMessage | null> {
  const { speaker, audience, body, data, ...others } = message;
  const isNote = audience === 'officers';
  const { rows } = await prepared<StoredMessage>(
    knex,
    `WITH chat AS (
       UPDATE chats c SET
         last_seq = c.last_seq + 1,
         last_at = CASE WHEN :isHeard::boolean THEN clock_timestamp() ELSE c.last_at END,
         last_by = CASE WHEN :isHeard::boolean THEN :speaker ELSE c.last_by END,
         owes_answer_to = CASE
           WHEN :speaker = 'taxpayer' AND c.robot AND :asks::boolean THEN coalesce(c.owes_answer_to, c.last_seq + 1)
           WHEN :speaker = 'officer' AND :isHeard::boolean THEN NULL
           ELSE c.owes_answer_to END
       WHERE c.case_id = :caseId
         AND CASE :right
           WHEN 'taxpayer' THEN c.taxpayer AND c.identity_id = :speakerId::uuid
           WHEN 'officer' THEN :speakerId::uuid IN (c.officer_id, c.joined_by) AND c.epoch = :epoch::int
           WHEN 'robot' THEN c.robot AND c.epoch = :epoch::int
           ELSE true END
         AND (:quotes::int IS NULL OR EXISTS (
           SELECT FROM chat_messages q WHERE q.month = c.month AND q.case_id = c.case_id AND q.seq = :quotes::int
             AND (q.audience = 'everybody' OR :audience = 'officers')))
         AND NOT EXISTS (SELECT FROM chat_messages t WHERE t.month = c.month AND t.case_id = c.case_id AND t.client_id = :clientId::uuid)
       RETURNING c.month, c.last_seq, c.epoch)
     INSERT INTO chat_messages AS m (month, case_id, seq, client_id, speaker, speaker_id, audience, type, body, data, epoch, quotes, answers)
     SELECT month, :caseId, last_seq, :clientId, :speaker, :speakerId, :audience, :type, :body, :data, epoch, :quotes, :answers FROM chat
     RETURNING ${messageColumns}`,
    {
      ...others,
      speaker,
      audience,
      body,
      answers: message.answers ?? null,
      data: JSON.stringify(data),
      right: isNote ? 'note' : speaker,
      isHeard: !isNote && speaker !== 'system',
      asks: body !== '',
    },
  );
  return rows[0] ?? null;
}

class FilesUnknown extends Error {}

class OfficersUnknown extends Error {}

/** Rules 5 and 7. */
const insertWithParts = (
  knex: Knex,
  message: NewMessage,
  { uploadIds, mentions }: { uploadIds: readonly string[]; mentions: readonly string[] },
): Promise<StoredMessage | null> =>
  knex.transaction(async (trx) => {
    // Locked in the order of a projection: the case, then its chat. The change is told to the desks of the centre.
    if (mentions.length > 0) await trx.raw('UPDATE cases SET version = version WHERE id = ?', [message.caseId]);
    const stored = await insertMessage(trx, message);
    if (stored === null) return null;
    if (mentions.length > 0 && !(await mention(trx, message.caseId, stored.seq, mentions))) throw new OfficersUnknown();
    if (uploadIds.length > 0) await adoptFiles(trx, message, stored.seq, uploadIds);
    return stored;
  });

/** @throws FilesUnknown */
const adoptFiles = async (trx: Knex.Transaction, message: NewMessage, seq: number, uploadIds: readonly string[]): Promise<void> => {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `WITH adopted AS (
         UPDATE uploads SET case_id = :caseId
         WHERE id = ANY(:uploadIds) AND author_kind = :speaker AND author_id = :speakerId AND status = 'ready' AND case_id IS NULL
         RETURNING *)
       INSERT INTO audit_log (actor_kind, actor_id, region_id, action, object_kind, object_id, detail)
       SELECT author_kind, author_id, region_id, 'upload', 'upload', id::text, jsonb_build_object('caseId', case_id, 'seq', :seq::int) FROM adopted`,
    {
      caseId: message.caseId,
      uploadIds: [...uploadIds],
      speaker: message.speaker,
      speakerId: message.speakerId,
      seq,
    },
  );
  if (rowCount !== uploadIds.length) throw new FilesUnknown();
};

/** A unique violation: of the client id, or of the answer to a message. */
export const isTwin = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

async function whyNot(knex: Knex, message: NewMessage): Promise<Sent> {
  const { rows } = await prepared<{ taxpayer: boolean; quotable: boolean; twin: boolean } & StoredMessage>(
    knex,
    `SELECT c.taxpayer, m.seq IS NOT NULL AS twin, ${messageColumns},
       :quotes::int IS NULL OR EXISTS (
         SELECT FROM chat_messages q WHERE q.month = c.month AND q.case_id = c.case_id AND q.seq = :quotes::int
           AND (q.audience = 'everybody' OR :audience = 'officers')) AS quotable
     FROM chats c
     LEFT JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id AND m.client_id = :clientId
     WHERE c.case_id = :caseId`,
    { caseId: message.caseId, clientId: message.clientId, quotes: message.quotes, audience: message.audience },
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`case ${message.caseId} has no chat`);
  const { taxpayer, quotable, twin, ...stored } = row;
  if (twin) return isSame(stored, message) ? { kind: 'stored', message: stored, anew: false } : { kind: 'refused', why: 'key-reused' };
  if (!quotable) return { kind: 'refused', why: 'quote-unknown' };
  return { kind: 'refused', why: taxpayer ? 'floor-changed' : 'chat-closed' };
}

/** Compares what the sender chose. The words of an entry may have changed since; of a recalled message nothing is left. */
function isSame(stored: StoredMessage, { speakerId, audience, quotes, body, data }: NewMessage): boolean {
  if (stored.speakerId !== speakerId || stored.audience !== audience) return false;
  if (stored.recalledAt !== null) return true;
  const { entryId, uploadIds = [] } = stored.data;
  const sameFiles = JSON.stringify(uploadIds) === JSON.stringify(data.uploadIds ?? []);
  return stored.quotes === quotes && sameFiles && entryId === data.entryId && (entryId !== undefined || stored.body === body);
}

/**
 * Recalls one's own message (rule 6). The chat's row is updated along, so that its followers see a change.
 * @param withinMs milliseconds since it was sent
 * @returns `over` when it is too late, null when there is no such message of this sender
 */
export async function recallMessage(
  knex: Knex,
  sender: { kind: 'taxpayer' | 'officer'; id: string },
  { caseId, seq }: { caseId: string; seq: number },
  withinMs: number,
): Promise<'recalled' | 'over' | null> {
  return await knex.transaction(async (trx) => {
    await trx.raw('UPDATE chats SET last_seq = last_seq WHERE case_id = ?', [caseId]);
    const { rows } = await trx.raw<{ rows: { recalled_at: Date | null; young: boolean; data: MessageData }[] }>(
      `SELECT m.recalled_at, m.data, m.at > clock_timestamp() - make_interval(secs => :withinMs::float8 / 1000) AS young
       FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
       WHERE c.case_id = :caseId AND m.seq = :seq AND m.speaker = :kind AND m.speaker_id = :id`,
      { caseId, seq, ...sender, withinMs },
    );
    const [found] = rows;
    if (found === undefined) return null;
    if (found.recalled_at !== null) return 'recalled';
    if (!found.young) return 'over';
    await trx.raw(
      `UPDATE chat_messages m SET recalled_at = clock_timestamp(), body = '', data = '{}'
       FROM chats c WHERE c.case_id = :caseId AND m.month = c.month AND m.case_id = c.case_id AND m.seq = :seq`,
      { caseId, seq },
    );
    await trx('uploads')
      .where({ case_id: caseId })
      .whereIn('id', found.data.uploadIds ?? [])
      .update({ case_id: null, event_version: null });
    return 'recalled';
  });
}

/** Rates an answer of the knowledge; it can be rated again. @returns false when there is no such answer for the taxpayer */
export async function rateAnswer(knex: Knex, caseId: string, seq: number, rating: 'useful' | 'useless'): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `WITH chat AS (UPDATE chats SET last_seq = last_seq WHERE case_id = :caseId RETURNING month)
     UPDATE chat_messages m SET rating = :rating
     FROM chat WHERE m.month = chat.month AND m.case_id = :caseId AND m.seq = :seq AND m.type = 'answer' AND m.audience = 'everybody'
       AND m.recalled_at IS NULL
     RETURNING m.seq`,
    { caseId, seq, rating },
  );
  return rows.length > 0;
}

/**
 * Moves the marks of one side forward; what is read has been delivered.
 * @returns false when nothing changed: the marks were there already, or the officer does not have the floor
 */
export async function markSeen(
  knex: Knex,
  reader: { kind: 'taxpayer' | 'officer'; id: string },
  caseId: string,
  { delivered, read }: { delivered: number; read: number },
): Promise<boolean> {
  const [holder, of] = reader.kind === 'taxpayer' ? ['identity_id', 'taxpayer'] : ['officer_id', 'officer'];
  const { rows } = await prepared(
    knex,
    `UPDATE chats SET
       ${of}_delivered = greatest(${of}_delivered, least(greatest(:delivered::int, :read::int), last_seq)),
       ${of}_read = greatest(${of}_read, least(:read::int, last_seq))
     WHERE case_id = :caseId AND ${holder} = :id
       AND (least(greatest(:delivered::int, :read::int), last_seq) > ${of}_delivered OR least(:read::int, last_seq) > ${of}_read)
     RETURNING case_id`,
    { caseId, id: reader.id, delivered, read },
  );
  return rows.length > 0;
}
