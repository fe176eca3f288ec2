import type { Knex } from 'knex';

/** Content that an event references and that is not adopted by its case. */
export interface MissingContent {
  caseId: string;
  version: number;
  kind: 'text' | 'upload';
  id: string;
}

/**
 * Returns contents that events reference and their case lacks. Drafts are excluded, because a draft may release what it saved.
 * @param limit maximum number of results
 */
export async function missingContents(knex: Knex, limit: number): Promise<MissingContent[]> {
  const { rows } = await knex.raw<{ rows: MissingContent[] }>(
    `SELECT e.case_id AS "caseId", e.version, 'text' AS kind, named.id
     FROM case_events e, LATERAL (VALUES (e.data->>'textId'), (e.data->>'noteId'), (e.data->>'reasonId')) AS named (id)
     WHERE e.type <> 'saved' AND named.id IS NOT NULL
       AND NOT EXISTS (SELECT FROM texts t WHERE t.id = named.id::uuid AND t.case_id = e.case_id AND t.adopted_at IS NOT NULL)
     UNION ALL
     SELECT e.case_id, e.version, 'text', one.verdict->>'reasonId'
     FROM case_events e, LATERAL jsonb_array_elements(e.data->'verdicts') AS one (verdict)
     WHERE jsonb_typeof(e.data->'verdicts') = 'array' AND one.verdict->>'reasonId' IS NOT NULL
       AND NOT EXISTS (SELECT FROM texts t
         WHERE t.id = (one.verdict->>'reasonId')::uuid AND t.case_id = e.case_id AND t.adopted_at IS NOT NULL)
     UNION ALL
     SELECT e.case_id, e.version, 'upload', named.id
     FROM case_events e, LATERAL jsonb_array_elements_text(e.data->'uploadIds') AS named (id)
     WHERE e.type <> 'saved' AND jsonb_typeof(e.data->'uploadIds') = 'array'
       AND NOT EXISTS (SELECT FROM uploads u WHERE u.id = named.id::uuid AND u.case_id = e.case_id AND u.status = 'ready')
     ORDER BY 1, 2 LIMIT :limit`,
    { limit },
  );
  return rows;
}

/** Upload adopted by a case. */
export interface AdoptedFile {
  id: string;
  caseId: string;
  size: number;
  sha256: string | null;
}

/** Returns a page of adopted uploads, by id. */
export const adoptedFilesAfter = (knex: Knex, afterId: string | null, limit: number): Promise<AdoptedFile[]> =>
  knex('uploads')
    .whereNotNull('case_id')
    .where('id', '>', afterId ?? '00000000-0000-0000-0000-000000000000')
    .orderBy('id')
    .limit(limit)
    .select<AdoptedFile[]>('id', 'case_id as caseId', 'size', 'sha256');
