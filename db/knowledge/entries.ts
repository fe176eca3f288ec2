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
  /** Place of that counter; null for the taxpayer's own bureau. */
  whereToGo: string | null;
  verified: boolean;
  /** False for a matter of others: the answer says whom to ask. */
  inScope: boolean;
  sources: { title: string; number: string | null; date: string | null }[];
  /** Ids of entries that editors offer beside this one. */
  related: string[];
  /** YYYY-MM-DD */
  validFrom: string | null;
  validTo: string | null;
  wordings: string[];
}

/**
 * Returns the version of a region's knowledge, which rises with every change of an entry or a wording, and of what the robot has learnt from
 * it; 0 before the first.
 * @param source what the robot finds by
 */
export async function knowledgeVersion(
  knex: Knex,
  regionId: string,
  source: 'meaning' | 'words',
): Promise<{ version: number; learntVersion: number }> {
  const { rows } = await prepared<{ version: number; learntVersion: number }>(
    knex,
    `SELECT coalesce((SELECT version FROM knowledge_versions WHERE region_id = :regionId), 0) AS version,
       coalesce((SELECT version FROM robot_learnt WHERE region_id = :regionId AND source = :source), 0) AS "learntVersion"`,
    { regionId, source },
  );
  return rows[0] ?? { version: 0, learntVersion: 0 };
}

const columns = `
  e.id, e.version, e.topic, e.question, e.answer, e.keywords, e.audience, e.counter_only AS "counterOnly", e.where_to_go AS "whereToGo",
  e.verified, e.in_scope AS "inScope",
  e.sources, e.related, to_char(e.valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(e.valid_to, 'YYYY-MM-DD') AS "validTo",
  ARRAY(SELECT w.wording FROM knowledge_wordings w WHERE w.region_id = e.region_id AND w.entry_id = e.id ORDER BY w.wording) AS wordings`;

/** Returns the published entries of a region with their other wordings, also those that are not valid yet or any more. */
export async function publishedKnowledge(knex: Knex, regionId: string): Promise<KnowledgeRow[]> {
  const { rows } = await knex.raw<{ rows: KnowledgeRow[] }>(
    `SELECT ${columns} FROM knowledge_entries e WHERE e.region_id = :regionId AND e.status = 'published' ORDER BY e.id`,
    { regionId },
  );
  return rows;
}

/** Present state of an entry that changed; `row` is null when it is not published any more. */
export interface ChangedEntry {
  id: string;
  row: KnowledgeRow | null;
}

/**
 * Returns the entries of a region that changed after a version of its knowledge.
 * @param most so many at most
 */
export async function changedKnowledge(knex: Knex, regionId: string, since: number, most: number): Promise<ChangedEntry[]> {
  const { rows } = await knex.raw<{ rows: (Omit<KnowledgeRow, 'id'> & { id: string | null; changedId: string })[] }>(
    `SELECT c.entry_id AS "changedId", ${columns} FROM knowledge_changes c
     LEFT JOIN knowledge_entries e ON e.region_id = c.region_id AND e.id = c.entry_id AND e.status = 'published'
     WHERE c.region_id = :regionId AND c.version > :since ORDER BY c.version, c.entry_id LIMIT :most`,
    { regionId, since, most },
  );
  return rows.map(({ changedId, id, ...row }) => ({ id: changedId, row: id === null ? null : { id, ...row } }));
}

/** Returns the regions that have knowledge. */
export const regionsWithKnowledge = async (knex: Knex): Promise<string[]> =>
  await knex('knowledge_versions').orderBy('region_id').limit(mostRegions).pluck<string[]>('region_id');

const mostRegions = 100;
