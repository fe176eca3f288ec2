/** 热点推荐 and 问答套餐: questions that people often ask (B6, B7). */
import type { Knex } from 'knex';

import type { TaxpayerRole } from '../../domain/settings.ts';
import { prepared } from '../prepared.ts';

/** Days of which questions are counted. */
export const countedDays = 30;

/** Days that count more than the others. */
const lateDays = 7;

/** Counts that an entry was given as the answer to somebody in a capacity. */
export const noteAsked = (knex: Knex, regionId: string, entryId: string, role: TaxpayerRole) =>
  prepared(
    knex,
    `INSERT INTO knowledge_asked (region_id, entry_id, day, role, times)
     VALUES (:regionId, :entryId, (now() AT TIME ZONE 'Asia/Shanghai')::date, :role, 1)
     ON CONFLICT (region_id, entry_id, day, role) DO UPDATE SET times = knowledge_asked.times + 1`,
    { regionId, entryId, role },
  );

export interface Suggested {
  id: string;
  question: string;
  topic: string;
}

/** Entries that may be offered to such a taxpayer, with how often each was asked lately. Greetings and matters of others are not offered. */
const offered = `
  SELECT e.id, e.question, e.topic, coalesce(sum(a.times), 0) AS times,
    coalesce(sum(a.times
      * CASE WHEN a.role = :role THEN 4 WHEN a.role <> '' AND (a.role = 'natural-person') = (:role = 'natural-person') THEN 2 ELSE 1 END
      * CASE WHEN a.day > (now() AT TIME ZONE 'Asia/Shanghai')::date - ${String(lateDays)} THEN 3 ELSE 1 END), 0) AS points
  FROM knowledge_entries e
  LEFT JOIN knowledge_asked a ON a.region_id = e.region_id AND a.entry_id = e.id
    AND a.day > (now() AT TIME ZONE 'Asia/Shanghai')::date - :countedDays::int
  WHERE e.region_id = :regionId AND e.status = 'published' AND e.in_scope AND e.audience && ARRAY[:audience::text, 'both']
    AND coalesce(e.valid_from, '-infinity') <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    AND coalesce(e.valid_to, 'infinity') >= (now() AT TIME ZONE 'Asia/Shanghai')::date
  GROUP BY e.id, e.question, e.topic`;

/**
 * Returns the most asked entries of each topic, the most asked topics and entries first. Entries that nobody has asked for come last, by id.
 * @param taxpayer whose kind decides which entries are offered
 */
export async function suggestions(
  knex: Knex,
  regionId: string,
  { kind, role }: { kind: 'enterprise' | 'natural-person'; role: TaxpayerRole },
  { topics, ofTopic }: { topics: number; ofTopic: number },
): Promise<Suggested[]> {
  const { rows } = await prepared<Suggested>(
    knex,
    `WITH ranked AS (
       SELECT id, question, topic, row_number() OVER (PARTITION BY topic ORDER BY times DESC, id) AS place,
         sum(times) OVER (PARTITION BY topic) AS topic_times
       FROM (${offered}) entries),
     chosen AS (SELECT topic FROM ranked GROUP BY topic ORDER BY max(topic_times) DESC, count(*) DESC, topic LIMIT :topics)
     SELECT id, question, topic FROM ranked JOIN chosen USING (topic)
     WHERE place <= :ofTopic ORDER BY topic_times DESC, topic, place`,
    { regionId, audience: kind, role, topics, ofTopic, countedDays },
  );
  return rows;
}

/**
 * Returns the entries that are recommended to a taxpayer.
 * 1. Each time that an entry was asked for counts: twice by the same kind of taxpayer, four times in the same capacity, and three times that
 *    much in the last days.
 * 2. Entries of a topic on which the taxpayer was answered in their last conversation count three times.
 * 3. What they were told there comes last.
 */
export async function hotEntries(
  knex: Knex,
  regionId: string,
  taxpayer: { id: string; kind: 'enterprise' | 'natural-person'; role: TaxpayerRole },
  limit: number,
): Promise<Pick<Suggested, 'id' | 'question'>[]> {
  const { rows } = await prepared<Pick<Suggested, 'id' | 'question'>>(
    knex,
    `WITH told AS (
       SELECT DISTINCT e.id, e.topic FROM conversation_starts s
       JOIN chats c ON c.case_id = s.case_id
       JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id AND m.speaker = 'robot' AND m.type = 'answer'
       JOIN knowledge_entries e ON e.region_id = :regionId AND e.id = m.data->>'entryId'
       WHERE s.identity_id = :id)
     SELECT entries.id, question FROM (${offered}) entries
     ORDER BY entries.id IN (SELECT id FROM told),
       (points + 1) * CASE WHEN topic IN (SELECT topic FROM told) THEN 3 ELSE 1 END DESC, entries.id
     LIMIT :limit`,
    { regionId, id: taxpayer.id, audience: taxpayer.kind, role: taxpayer.role, limit, countedDays },
  );
  return rows;
}
