/** Answers of the knowledge that a taxpayer was given on a day. */
import type { Knex } from 'knex';

/** Most answers of one day that are listed. */
export const mostTold = 300;

export interface ToldRow {
  caseId: string;
  number: string;
  seq: number;
  at: Date;
  /** `robot`, or an officer who sent the entry. */
  speaker: 'robot' | 'officer';
  /** Text that was answered; null when an officer sent it. */
  asked: string | null;
  entryId: string;
  version: number;
  question: string;
  /** Markdown, exactly as it was sent. */
  answer: string;
  /** Text of a language model beside it; null where there is none. */
  written: string | null;
  rating: 'useful' | 'useless' | null;
  /** When this version was published, and by whom it was reviewed; null for a version that is older than the record of versions. */
  publishedAt: Date | null;
  reviewer: string | null;
  /** Version that is told today; null when nobody is told it any more. */
  versionNow: number | null;
}

/**
 * Returns the answers that a taxpayer got in the chats of a centre on a day, in their order. The text is the message's own, so it is what
 * was said even if the version's record were lost.
 * @param day YYYY-MM-DD in Asia/Shanghai
 */
export async function toldOn(knex: Knex, identityId: string, centreId: string, day: string): Promise<ToldRow[]> {
  const { rows } = await knex.raw<{ rows: ToldRow[] }>(
    `SELECT k.id AS "caseId", k.number, m.seq, m.at, m.speaker, q.body AS asked, m.data->>'entryId' AS "entryId",
       (m.data->>'version')::int AS version, m.data->>'question' AS question, m.body AS answer, m.data->'written'->>'text' AS written, m.rating,
       v.at AS "publishedAt", (SELECT o.name FROM officers o WHERE o.id = v.reviewer_id) AS reviewer,
       CASE WHEN e.status = 'published' THEN e.version END AS "versionNow"
     FROM chats c
     JOIN cases k ON k.id = c.case_id
     JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     LEFT JOIN chat_messages q ON q.month = m.month AND q.case_id = m.case_id AND q.seq = m.answers
     LEFT JOIN knowledge_entry_versions v
       ON v.region_id = k.region_id AND v.entry_id = m.data->>'entryId' AND v.version = (m.data->>'version')::int
     LEFT JOIN knowledge_entries e ON e.region_id = k.region_id AND e.id = m.data->>'entryId'
     WHERE c.identity_id = :identityId AND c.centre_id = :centreId AND c.month <= :day::date
       AND m.type = 'answer' AND m.audience = 'everybody' AND m.recalled_at IS NULL
       AND m.at >= :day::date::timestamp AT TIME ZONE 'Asia/Shanghai'
       AND m.at < (:day::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
     ORDER BY m.at, m.case_id, m.seq LIMIT ${String(mostTold)}`,
    { identityId, centreId, day },
  );
  return rows;
}
