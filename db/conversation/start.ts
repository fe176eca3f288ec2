import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/**
 * Wins the right to begin a conversation: a taxpayer has one at a time, whatever many tabs do. A start whose case never came, because a
 * process died, gives way after a minute.
 * @returns the id of the conversation that may begin: the given one, or the one that was faster or goes on
 */
export async function winStart(knex: Knex, identityId: string, caseId: string): Promise<string> {
  const { rows } = await prepared<{ case_id: string }>(
    knex,
    `INSERT INTO conversation_starts AS s (identity_id, case_id) VALUES (:identityId, :caseId)
     ON CONFLICT (identity_id) DO UPDATE SET case_id = excluded.case_id, at = now()
       WHERE s.case_id = excluded.case_id
         OR EXISTS (SELECT FROM cases WHERE id = s.case_id AND closed_at IS NOT NULL)
         OR s.at < now() - interval '1 minute' AND NOT EXISTS (SELECT FROM cases WHERE id = s.case_id)
     RETURNING case_id`,
    { identityId, caseId },
  );
  if (rows[0] !== undefined) return rows[0].case_id;
  const row = await knex('conversation_starts').where({ identity_id: identityId }).first<{ case_id: string } | undefined>('case_id');
  return row?.case_id ?? caseId;
}
