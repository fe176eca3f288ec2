import type { Knex } from 'knex';

import type { Heard } from '../../domain/chat.ts';
import { prepared } from '../prepared.ts';

/** Returns the last words in a chat, without the lines of the case; null when there are none. */
export async function lastWords(knex: Knex, caseId: string): Promise<Heard | null> {
  const { rows } = await prepared<{ at: Date | null; by: Heard['by'] | null }>(
    knex,
    'SELECT last_at AS at, last_by AS by FROM chats WHERE case_id = :caseId',
    { caseId },
  );
  const [row] = rows;
  return row?.at && row.by ? { at: row.at.getTime(), by: row.by } : null;
}
