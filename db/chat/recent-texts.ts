/** Recent texts of taxpayers in chats. */
import type { Knex } from 'knex';

export interface RecentText {
  caseId: string;
  text: string;
}

/**
 * Returns the newest texts that taxpayers of a region have written within some days, the newest first.
 * @param most so many at most
 */
export async function recentTexts(knex: Knex, regionId: string, days: number, most: number): Promise<RecentText[]> {
  const { rows } = await knex.raw<{ rows: RecentText[] }>(
    `SELECT m.case_id AS "caseId", left(m.body, 500) AS text
     FROM centres n
     JOIN cases k ON k.centre_id = n.id AND k.opened_at > now() - make_interval(days => :days::int + 1)
     JOIN chats c ON c.case_id = k.id
     JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     WHERE n.region_id = :regionId AND m.speaker = 'taxpayer' AND m.type = 'text' AND m.body <> '' AND m.recalled_at IS NULL
       AND m.data->'entryId' IS NULL AND m.at > now() - make_interval(days => :days::int)
     ORDER BY m.at DESC LIMIT :most`,
    { regionId, days, most },
  );
  return rows;
}
