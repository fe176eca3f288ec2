/**
 * Answers that the robot owes.
 *
 * 1. A text of the taxpayer is owed an answer while the robot has the floor. The chat's row names the first that has none.
 * 2. An answer is stored under the row's lock, together with the next number that is owed one, so that whoever comes second finds nothing
 *    to do. The unique index on the answered number holds even without the lock.
 * 3. Once an officer has the floor nothing is owed any more.
 */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';
import { insertMessage, messageColumns, type NewMessage, type StoredMessage } from './messages.ts';

/** Returns the text that is owed an answer first; undefined when none is. */
export async function owedTo(knex: Knex, caseId: string): Promise<StoredMessage | undefined> {
  const { rows } = await prepared<StoredMessage>(
    knex,
    `SELECT ${messageColumns} FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id AND m.seq = c.owes_answer_to
     WHERE c.case_id = :caseId`,
    { caseId },
  );
  return rows[0];
}

/** Returns cases whose answer has been owed for so long that the process that took the text may be gone, the longest waiting first. */
export const longOwed = async (knex: Knex, forMs: number, limit: number): Promise<string[]> =>
  await knex('chats')
    .whereNotNull('owes_answer_to')
    .where('last_at', '<=', knex.raw('now() - make_interval(secs => ?)', [forMs / 1_000]))
    .orderBy('last_at')
    .limit(limit)
    .pluck<string[]>('case_id');

/** Words of the robot; null when the case itself has answered, by a line. */
export type RobotWords = Pick<NewMessage, 'clientId' | 'type' | 'body' | 'data'> | null;

/**
 * Stores the answer to a text, and settles that it was owed (rules 2 and 3).
 * @returns false when it is not owed any more
 */
export const settleOwed = (knex: Knex, caseId: string, answers: number, words: RobotWords): Promise<boolean> =>
  knex.transaction(async (trx) => {
    const chat = await trx('chats')
      .where({ case_id: caseId })
      .forUpdate()
      .first<{ robot: boolean; epoch: number; owes_answer_to: number | null } | undefined>('robot', 'epoch', 'owes_answer_to');
    if (chat?.owes_answer_to !== answers) return false;
    if (!chat.robot) {
      await trx('chats').where({ case_id: caseId }).update({ owes_answer_to: null });
      return false;
    }
    if (words !== null) await insertMessage(trx, byRobot(caseId, chat.epoch, { ...words, answers }));
    await trx.raw(
      `UPDATE chats c SET owes_answer_to = (
         SELECT min(m.seq) FROM chat_messages m
         WHERE m.month = c.month AND m.case_id = c.case_id AND m.seq > :answers AND m.speaker = 'taxpayer' AND m.body <> '')
       WHERE c.case_id = :caseId`,
      { caseId, answers },
    );
    return true;
  });

export const byRobot = (
  caseId: string,
  epoch: number,
  words: Pick<NewMessage, 'clientId' | 'type' | 'body' | 'data' | 'answers'>,
): NewMessage => ({ caseId, epoch, speaker: 'robot', speakerId: null, audience: 'everybody', quotes: null, ...words });

/** Counts of the robot’s answers since it got the floor. */
export interface Rounds {
  /** Texts that it has answered. */
  answered: number;
  /** Of them, without knowing an answer. */
  unanswered: number;
  /** Answers that were rated useless. */
  useless: number;
  /** True while the taxpayer waits for an officer, or one has been offered the case. */
  waits: boolean;
}

export async function roundsOf(knex: Knex, caseId: string): Promise<Rounds> {
  const { rows } = await prepared<Rounds>(
    knex,
    `SELECT count(m.answers)::int AS answered, (count(*) FILTER (WHERE m.answers IS NOT NULL AND m.type = 'none'))::int AS unanswered,
       (count(*) FILTER (WHERE m.rating = 'useless'))::int AS useless, c.waiting_since IS NOT NULL OR c.held_by IS NOT NULL AS waits
     FROM chats c
     LEFT JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id AND m.speaker = 'robot' AND m.epoch = c.epoch
     WHERE c.case_id = :caseId GROUP BY c.case_id`,
    { caseId },
  );
  return rows[0] ?? { answered: 0, unanswered: 0, useless: 0, waits: false };
}

/** Returns the knowledge entry that the robot has answered with last in a chat; null before the first. */
export async function lastAnsweredEntry(knex: Knex, caseId: string): Promise<string | null> {
  const { rows } = await prepared<{ entryId: string }>(
    knex,
    `SELECT m.data->>'entryId' AS "entryId" FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     WHERE c.case_id = :caseId AND m.speaker = 'robot' AND m.type = 'answer' ORDER BY m.seq DESC LIMIT 1`,
    { caseId },
  );
  return rows[0]?.entryId ?? null;
}
