/** Officers whom a note in a chat mentions, until they have seen it (C4). */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/**
 * Records that a note mentions these officers.
 * @param trx transaction that has just inserted the note
 * @returns false unless all of them work in the centre of the case
 */
export async function mention(trx: Knex.Transaction, caseId: string, seq: number, officerIds: readonly string[]): Promise<boolean> {
  const { rows } = await prepared(
    trx,
    `INSERT INTO chat_mentions (case_id, seq, officer_id)
     SELECT c.case_id, :seq, o.id FROM chats c JOIN officers o ON o.centre_id = c.centre_id AND o.active
     WHERE c.case_id = :caseId AND o.id = ANY(:officerIds::uuid[])
     RETURNING officer_id`,
    { caseId, seq, officerIds: [...officerIds] },
  );
  return rows.length === officerIds.length;
}

interface MentionRow {
  case_id: string;
  number: string;
  taxpayer: string;
  seq: number;
  at: Date;
  by: string;
  body: string;
}

/** Returns the newest note in each of the officer's chats that mentions them and that they have not seen. */
export async function unseenMentions(knex: Knex, officerId: string, limit: number): Promise<MentionRow[]> {
  const { rows } = await prepared<MentionRow>(
    knex,
    `SELECT * FROM (
       SELECT DISTINCT ON (n.case_id) n.case_id, k.number, coalesce(i.company_name, i.person_name) AS taxpayer, n.seq, m.at, o.name AS by,
         left(m.body, 400) AS body
       FROM chat_mentions n
       JOIN chats c ON c.case_id = n.case_id
       JOIN chat_messages m ON m.month = c.month AND m.case_id = n.case_id AND m.seq = n.seq AND m.recalled_at IS NULL
       JOIN cases k ON k.id = n.case_id JOIN identities i ON i.id = c.identity_id JOIN officers o ON o.id = m.speaker_id
       JOIN officers me ON me.id = n.officer_id AND me.centre_id = k.centre_id
       WHERE n.officer_id = :officerId AND n.seen_at IS NULL
       ORDER BY n.case_id, n.seq DESC) newest
     ORDER BY at DESC LIMIT :limit`,
    { officerId, limit },
  );
  return rows;
}

/** Notes that the officer has seen what mentions them in a chat. */
export async function seeMentions(knex: Knex, officerId: string, caseId: string): Promise<void> {
  await knex('chat_mentions').where({ case_id: caseId, officer_id: officerId }).whereNull('seen_at').update({ seen_at: knex.fn.now() });
}
