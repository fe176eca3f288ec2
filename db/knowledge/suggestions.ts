/** 热点推荐 and 问答套餐: questions that people often ask (B6, B7). */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Days of which questions are counted. */
export const countedDays = 30;

/** Counts that an entry was given as the answer. */
export const noteAsked = (knex: Knex, regionId: string, entryId: string) =>
  prepared(
    knex,
    `INSERT INTO knowledge_asked (region_id, entry_id, day, times)
     VALUES (:regionId, :entryId, (now() AT TIME ZONE 'Asia/Shanghai')::date, 1)
     ON CONFLICT (region_id, entry_id, day) DO UPDATE SET times = knowledge_asked.times + 1`,
    { regionId, entryId },
  );

export interface Suggested {
  id: string;
  question: string;
  topic: string;
}

/** Entries that may be offered to such a taxpayer, with how often each was asked lately. Greetings and matters of others are not offered. */
const offered = `
  SELECT e.id, e.question, e.topic, coalesce(sum(a.times), 0) AS times
  FROM knowledge_entries e
  LEFT JOIN knowledge_asked a ON a.region_id = e.region_id AND a.entry_id = e.id
    AND a.day > (now() AT TIME ZONE 'Asia/Shanghai')::date - :countedDays::int
  WHERE e.region_id = :regionId AND e.status = 'published' AND e.in_scope AND e.audience && ARRAY[:audience::text, 'both']
    AND coalesce(e.valid_from, '-infinity') <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    AND coalesce(e.valid_to, 'infinity') >= (now() AT TIME ZONE 'Asia/Shanghai')::date
  GROUP BY e.id, e.question, e.topic`;

/**
 * Returns the most asked entries of each topic, the most asked topics and entries first. Entries that nobody has asked for come last, by id.
 * @param audience kind of the taxpayer
 */
export async function suggestions(
  knex: Knex,
  regionId: string,
  audience: 'enterprise' | 'natural-person',
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
    { regionId, audience, topics, ofTopic, countedDays },
  );
  return rows;
}

/** Returns the most asked entries of the region, of any topic; the newest day counts like the others. */
export async function hotEntries(
  knex: Knex,
  regionId: string,
  audience: 'enterprise' | 'natural-person',
  limit: number,
): Promise<Pick<Suggested, 'id' | 'question'>[]> {
  const { rows } = await prepared<Pick<Suggested, 'id' | 'question'>>(
    knex,
    `SELECT id, question FROM (${offered}) entries ORDER BY times DESC, id LIMIT :limit`,
    { regionId, audience, limit, countedDays },
  );
  return rows;
}
