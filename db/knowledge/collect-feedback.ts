/** Reads from chats how the knowledge served (`domain/knowledge-feedback.ts`). */
import type { Knex } from 'knex';

import { feedbackIn, type Feedback, type FeedbackMessage } from '../../domain/knowledge-feedback.ts';
import { settingsOf } from '../settings.ts';

/** Chats that are read at once, and in one call: what is left is read by the next. */
const chatsAtOnce = 100;
const mostRounds = 5;
/** Messages of a chat that are read; a longer one is no matter of the knowledge. */
const mostMessages = 500;

interface UnreadChat {
  case_id: string;
  month: string;
  last_seq: number;
}

/**
 * Reads the chats of a region that are at rest and have not been read since their last message or rating. Running it twice, or in two
 * processes at once, changes nothing.
 * @param restMs how long a chat has had no new message
 */
export async function collectFeedback(knex: Knex, regionId: string, restMs = 600_000): Promise<void> {
  const requests = (await settingsOf(knex, regionId, null))['conversation.transferWords'];
  for (let round = 0; round < mostRounds; round += 1) {
    const chats = await unreadChats(knex, regionId, restMs);
    if (chats.length === 0) return;
    const messages = await messagesOf(knex, chats);
    const found = chats.map((chat) => ({ chat, feedback: feedbackIn(messages.get(chat.case_id) ?? [], requests) }));
    await store(knex, regionId, found);
    if (chats.length < chatsAtOnce) return;
  }
}

async function unreadChats(knex: Knex, regionId: string, restMs: number): Promise<UnreadChat[]> {
  const { rows } = await knex.raw<{ rows: UnreadChat[] }>(
    `SELECT c.case_id, to_char(c.month, 'YYYY-MM-DD') AS month, c.last_seq
     FROM centres n
     JOIN cases k ON k.centre_id = n.id AND k.opened_at > now() - interval '30 days'
     JOIN chats c ON c.case_id = k.id
     LEFT JOIN knowledge_feedback_marks m ON m.case_id = c.case_id
     WHERE n.region_id = :regionId AND c.last_seq > coalesce(m.last_seq, 0)
       AND (k.closed_at IS NOT NULL OR c.last_at < now() - make_interval(secs => :restMs::float8 / 1000))
     ORDER BY k.opened_at DESC LIMIT ${String(chatsAtOnce)}`,
    { regionId, restMs },
  );
  return rows;
}

async function messagesOf(knex: Knex, chats: readonly UnreadChat[]): Promise<Map<string, FeedbackMessage[]>> {
  const { rows } = await knex.raw<{ rows: (Omit<FeedbackMessage, 'at'> & { at: Date; caseId: string })[] }>(
    `SELECT m.case_id AS "caseId", m.seq, m.at, m.speaker, m.type, m.body, m.answers, m.rating, m.data
     FROM jsonb_to_recordset(:chats) AS c (case_id uuid, month date)
     JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     WHERE m.seq <= ${String(mostMessages)} AND m.audience = 'everybody' AND m.recalled_at IS NULL ORDER BY m.case_id, m.seq`,
    { chats: JSON.stringify(chats) },
  );
  return Map.groupBy(
    rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() })),
    ({ caseId }) => caseId,
  );
}

/** The present signals of a chat replace its earlier ones, except those that an editor has decided on. */
async function store(knex: Knex, regionId: string, found: readonly { chat: UnreadChat; feedback: readonly Feedback[] }[]): Promise<void> {
  const ids = found.map(({ chat }) => chat.case_id);
  const rows = found.flatMap(({ chat, feedback }) =>
    feedback.map(({ seq, signal, text, entryId, version, chosenId, at }) => ({
      region_id: regionId,
      case_id: chat.case_id,
      seq,
      signal,
      text,
      entry_id: entryId,
      version,
      chosen_id: chosenId,
      at: new Date(at),
    })),
  );
  await knex.transaction(async (trx) => {
    // In one order for everybody, so that two processes wait for each other.
    await trx('chats').whereIn('case_id', ids).orderBy('case_id').forShare().select('case_id');
    await trx('knowledge_feedback').whereIn('case_id', ids).whereNull('decision').delete();
    if (rows.length > 0) await trx('knowledge_feedback').insert(rows).onConflict(['case_id', 'seq']).ignore();
    await trx('knowledge_feedback_marks')
      .insert(found.map(({ chat }) => ({ case_id: chat.case_id, last_seq: chat.last_seq })))
      .onConflict('case_id')
      .merge();
  });
}
