/** Published knowledge of a region, as the robot loads it. */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

export interface KnowledgeRow {
  id: string;
  version: number;
  topic: string;
  question: string;
  /** Markdown */
  answer: string;
  keywords: string[];
  audience: ('enterprise' | 'natural-person' | 'both')[];
  counterOnly: boolean;
  verified: boolean;
  sources: { title: string; number: string | null; date: string | null }[];
  /** Ids of entries that editors offer beside this one. */
  related: string[];
  /** YYYY-MM-DD */
  validFrom: string | null;
  validTo: string | null;
  wordings: string[];
}

/** Returns the version of a region's knowledge, which rises with every change of an entry or a wording; 0 before the first. */
export async function knowledgeVersion(knex: Knex, regionId: string): Promise<number> {
  const { rows } = await prepared<{ version: number }>(knex, 'SELECT version FROM knowledge_versions WHERE region_id = :regionId', {
    regionId,
  });
  return rows[0]?.version ?? 0;
}

/** Returns the published entries of a region with their other wordings, also those that are not valid yet or any more. */
export async function publishedKnowledge(knex: Knex, regionId: string): Promise<KnowledgeRow[]> {
  const { rows } = await knex.raw<{ rows: KnowledgeRow[] }>(
    `SELECT e.id, e.version, e.topic, e.question, e.answer, e.keywords, e.audience, e.counter_only AS "counterOnly", e.verified, e.sources,
       e.related, to_char(e.valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(e.valid_to, 'YYYY-MM-DD') AS "validTo",
       ARRAY(SELECT w.wording FROM knowledge_wordings w WHERE w.region_id = e.region_id AND w.entry_id = e.id ORDER BY w.wording) AS wordings
     FROM knowledge_entries e WHERE e.region_id = :regionId AND e.status = 'published' ORDER BY e.id`,
    { regionId },
  );
  return rows;
}
