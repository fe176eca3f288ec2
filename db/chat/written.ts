/** Words of a language model beside an answer of the robot. */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** `done` is false while the model writes. */
export interface StoredWritten {
  text: string;
  done: boolean;
  /** Entries that the text names, by their numbers in it. */
  entries: { number: number; id: string; version: number; question: string }[];
}

/**
 * Stores what was written beside the answer to a message; null takes it back. The chat's row is updated along, so that its followers see a
 * change.
 * @param answers number of the message that was answered
 * @returns number of the answer; null when there is none any more
 */
export async function writeBeside(knex: Knex, caseId: string, answers: number, written: StoredWritten | null): Promise<number | null> {
  const { rows } = await prepared<{ seq: number }>(
    knex,
    `WITH chat AS (UPDATE chats SET last_seq = last_seq WHERE case_id = :caseId RETURNING month)
     UPDATE chat_messages m SET data = m.data || jsonb_build_object('written', :written::jsonb)
     FROM chat WHERE m.month = chat.month AND m.case_id = :caseId AND m.answers = :answers AND m.type = 'answer' AND m.recalled_at IS NULL
     RETURNING m.seq`,
    { caseId, answers, written: JSON.stringify(written) },
  );
  return rows[0]?.seq ?? null;
}
