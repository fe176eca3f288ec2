/** The knowledge as its editors see it: with drafts, versions and what is to be done. */
import type { Knex } from 'knex';

import {
  enoughWordings,
  lastNoticedDay,
  type Audience,
  type DraftState,
  type EntryContent,
  type EntryStatus,
  type Validity,
} from '../../domain/knowledge.ts';
import { countedDays } from './suggestions.ts';
import { searchFor } from '../search.ts';
import type { DraftKey } from './drafts.ts';

export interface EntryFilter {
  q: string;
  topic?: string | undefined;
  state?: EntryStatus | DraftState | undefined;
  validity?: Validity | undefined;
  check?: 'few-wordings' | 'unverified' | undefined;
}

export interface EntryRow {
  id: string;
  question: string;
  topic: string;
  status: EntryStatus | null;
  version: number | null;
  draft: DraftState | null;
  /** Of the draft. */
  revision: number | null;
  authorIds: string[] | null;
  audience: Audience[];
  counterOnly: boolean;
  inScope: boolean;
  verified: boolean;
  validFrom: string | null;
  validTo: string | null;
  wordings: number;
  asked: number;
  changedAt: Date;
}

/** Published, withdrawn and new entries of a region. An entry with a draft is shown as published; a new one by its draft. */
const entries = `
  SELECT coalesce(e.id, d.entry_id) AS id, coalesce(e.question, d.content->>'question') AS question,
    coalesce(e.topic, d.content->>'topic') AS topic, e.status, e.version, d.state AS draft, d.revision, d.author_ids,
    coalesce(e.audience, ARRAY(SELECT jsonb_array_elements_text(d.content->'audience'))) AS audience,
    coalesce(e.counter_only, (d.content->>'counterOnly')::bool) AS counter_only,
    coalesce(e.in_scope, (d.content->>'inScope')::bool) AS in_scope,
    coalesce(e.verified, (d.content->>'verified')::bool) AS verified,
    CASE WHEN e.id IS NULL THEN (d.content->>'validFrom')::date ELSE e.valid_from END AS valid_from,
    CASE WHEN e.id IS NULL THEN (d.content->>'validTo')::date ELSE e.valid_to END AS valid_to,
    greatest(e.updated_at, d.changed_at) AS changed_at, d.submitted_at,
    CASE WHEN e.id IS NULL THEN jsonb_array_length(d.content->'wordings') ELSE coalesce(w.count, 0) END AS wordings,
    fold(concat_ws(' ', e.id, d.entry_id, e.question, e.answer, d.content->>'question', d.content->>'answer', w.texts)) AS searched
  FROM (SELECT * FROM knowledge_entries WHERE region_id = :regionId) e
  FULL JOIN (SELECT * FROM knowledge_drafts WHERE region_id = :regionId) d ON d.entry_id = e.id
  LEFT JOIN (
    SELECT entry_id, count(*)::int AS count, string_agg(wording, ' ') AS texts FROM knowledge_wordings
    WHERE region_id = :regionId GROUP BY entry_id) w ON w.entry_id = e.id`;

const validityConditions: Record<Validity, string> = {
  expired: 'valid_to < :today',
  pending: 'valid_from > :today AND coalesce(valid_to >= :today, true)',
  expiring: 'valid_to BETWEEN :today AND :noticed AND coalesce(valid_from <= :today, true)',
  valid: 'coalesce(valid_from <= :today, true) AND coalesce(valid_to > :noticed, true)',
};
const checkConditions = {
  'few-wordings': `wordings < ${String(enoughWordings)} AND status IS DISTINCT FROM 'withdrawn'`,
  unverified: `NOT verified AND status IS DISTINCT FROM 'withdrawn'`,
} as const;

/**
 * Returns a page of the region's entries: those that wait for a review first, then the last changed.
 * @param today YYYY-MM-DD
 */
export async function editedEntries(
  knex: Knex,
  regionId: string,
  today: string,
  filter: EntryFilter,
  { page, size }: { page: number; size: number },
): Promise<{ rows: EntryRow[]; total: number }> {
  const search = filter.q === '' ? null : searchFor(filter.q);
  const conditions = [
    ...(search === null ? [] : [search.holds('searched')]),
    ...(filter.topic === undefined ? [] : ['topic = :topic']),
    ...(filter.state === undefined ? [] : [filter.state === 'draft' || filter.state === 'review' ? 'draft = :state' : 'status = :state']),
    ...(filter.validity === undefined ? [] : [validityConditions[filter.validity]]),
    ...(filter.check === undefined ? [] : [checkConditions[filter.check]]),
  ];
  const { rows } = await knex.raw<{ rows: (EntryRow & { total: number })[] }>(
    `WITH entries AS MATERIALIZED (${entries}),
     found AS (SELECT *, count(*) OVER ()::int AS total FROM entries WHERE ${conditions.join(' AND ') || 'true'}
       ORDER BY draft IS NOT DISTINCT FROM 'review' DESC, submitted_at, changed_at DESC, id LIMIT :size OFFSET :offset)
     SELECT id, question, topic, status, version, draft, revision, author_ids AS "authorIds", audience, counter_only AS "counterOnly", in_scope AS "inScope", verified,
       to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(valid_to, 'YYYY-MM-DD') AS "validTo", wordings, changed_at AS "changedAt",
       total,
       (SELECT coalesce(sum(a.times), 0)::int FROM knowledge_asked a
        WHERE a.region_id = :regionId AND a.entry_id = found.id AND a.day > :today::date - ${String(countedDays)}) AS asked
     FROM found`,
    {
      regionId,
      today,
      noticed: lastNoticedDay(today),
      topic: filter.topic ?? '',
      state: filter.state ?? '',
      size,
      offset: (page - 1) * size,
      ...search?.bindings,
    },
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export interface EntryCounts {
  review: number;
  draft: number;
  expiring: number;
  expired: number;
  fewWordings: number;
  unverified: number;
}

/** Returns what is to be done in a region, and its topics with the number of their entries. */
export async function editingCounts(
  knex: Knex,
  regionId: string,
  today: string,
): Promise<{ counts: EntryCounts; topics: { name: string; count: number }[] }> {
  const bindings = { regionId, today, noticed: lastNoticedDay(today) };
  const [counted, topics] = await Promise.all([
    knex.raw<{ rows: EntryCounts[] }>(
      `WITH entries AS MATERIALIZED (${entries})
       SELECT count(*) FILTER (WHERE draft = 'review')::int AS review, count(*) FILTER (WHERE draft = 'draft')::int AS draft,
         count(*) FILTER (WHERE status = 'published' AND ${validityConditions.expiring})::int AS expiring,
         count(*) FILTER (WHERE status = 'published' AND ${validityConditions.expired})::int AS expired,
         count(*) FILTER (WHERE ${checkConditions['few-wordings']})::int AS "fewWordings",
         count(*) FILTER (WHERE ${checkConditions.unverified})::int AS unverified
       FROM entries`,
      bindings,
    ),
    knex.raw<{ rows: { name: string; count: number }[] }>(
      `SELECT topic AS name, count(*)::int AS count FROM (${entries}) entries GROUP BY topic ORDER BY count(*) DESC, topic LIMIT 500`,
      { regionId },
    ),
  ]);
  const [counts] = counted.rows;
  if (counts === undefined) throw new Error('nothing was counted');
  return { counts, topics: topics.rows };
}

export interface PublishedRow {
  version: number;
  status: EntryStatus;
  content: EntryContent;
  wordings: { text: string; origin: 'editor' | 'question'; by: string | null; at: string }[];
}

/** Returns an entry as it is published or withdrawn, with its wordings. */
export async function publishedEntry(knex: Knex, { regionId, entryId }: DraftKey): Promise<PublishedRow | undefined> {
  const { rows } = await knex.raw<{ rows: PublishedRow[] }>(
    `SELECT e.version, e.status, knowledge_content(e) AS content,
       coalesce((SELECT jsonb_agg(jsonb_build_object('text', w.wording, 'origin', w.origin, 'by', o.name,
           'at', to_char(w.added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY w.added_at, w.wording)
         FROM knowledge_wordings w LEFT JOIN officers o ON o.id = w.added_by
         WHERE w.region_id = e.region_id AND w.entry_id = e.id), '[]') AS wordings
     FROM knowledge_entries e WHERE e.region_id = :regionId AND e.id = :entryId`,
    { regionId, entryId },
  );
  return rows[0];
}

export interface VersionRow {
  version: number;
  status: EntryStatus;
  at: Date;
  authors: string[];
  reviewer: string | null;
}

const versionColumns = `v.version, v.status, v.at,
  ARRAY(SELECT o.name FROM officers o WHERE o.id = ANY(v.author_ids) ORDER BY o.name) AS authors,
  (SELECT o.name FROM officers o WHERE o.id = v.reviewer_id) AS reviewer`;
/** Most versions in a list; older ones are found by their number. */
const mostVersions = 200;

/** Returns the versions of an entry, newest first. */
export async function entryVersions(knex: Knex, { regionId, entryId }: DraftKey): Promise<VersionRow[]> {
  const { rows } = await knex.raw<{ rows: VersionRow[] }>(
    `SELECT ${versionColumns} FROM knowledge_entry_versions v
     WHERE v.region_id = :regionId AND v.entry_id = :entryId ORDER BY v.version DESC LIMIT ${String(mostVersions)}`,
    { regionId, entryId },
  );
  return rows;
}

/** Returns one version with what it said. */
export async function entryVersion(
  knex: Knex,
  { regionId, entryId }: DraftKey,
  version: number,
): Promise<(VersionRow & { content: EntryContent }) | undefined> {
  const { rows } = await knex.raw<{ rows: (VersionRow & { content: EntryContent })[] }>(
    `SELECT ${versionColumns}, v.content FROM knowledge_entry_versions v
     WHERE v.region_id = :regionId AND v.entry_id = :entryId AND v.version = :version`,
    { regionId, entryId, version },
  );
  return rows[0];
}

/** Returns questions and wordings of the published entries, the last changed entries first. */
export async function publishedWordings(knex: Knex, regionId: string, most: number): Promise<{ entryId: string; text: string }[]> {
  const { rows } = await knex.raw<{ rows: { entryId: string; text: string }[] }>(
    `SELECT "entryId", text FROM (
       SELECT id AS "entryId", question AS text, updated_at FROM knowledge_entries WHERE region_id = :regionId AND status = 'published'
       UNION ALL
       SELECT e.id, w.wording, e.updated_at FROM knowledge_wordings w
       JOIN knowledge_entries e ON e.region_id = w.region_id AND e.id = w.entry_id
       WHERE w.region_id = :regionId AND e.status = 'published') wordings
     ORDER BY updated_at DESC, "entryId", text LIMIT :most`,
    { regionId, most },
  );
  return rows;
}
