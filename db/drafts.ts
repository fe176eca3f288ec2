import type { Knex } from 'knex';

import type { CaseState } from '../domain/case.ts';

/**
 * Releases texts and uploads that the draft no longer references and that were never handed in. Housekeeping then removes them like other
 * unadopted contents. It may run repeatedly or late, because it acts only while the projection has this version.
 */
export async function releaseFromDraft(knex: Knex, { id, version }: Pick<CaseState, 'id' | 'version'>): Promise<void> {
  await knex.raw(
    `WITH now AS (SELECT id, state -> 'draft' AS draft FROM cases WHERE id = :id AND version = :version),
     saved AS (SELECT version, data FROM case_events WHERE case_id = :id AND type = 'saved'),
     said AS (SELECT data FROM case_events WHERE case_id = :id AND type <> 'saved'),
     files AS (
       SELECT file FROM now, jsonb_path_query(draft, '$.papers[*].uploadIds[*]') AS drafted (file)
       UNION ALL SELECT file FROM said, jsonb_path_query(data, '$.uploadIds[*]') AS handed_in (file)),
     released AS (
       UPDATE uploads u SET case_id = NULL, event_version = NULL FROM now
       WHERE u.case_id = now.id AND u.event_version IN (SELECT version FROM saved) AND to_jsonb(u.id) NOT IN (SELECT file FROM files))
     UPDATE texts t SET adopted_at = NULL FROM now
     WHERE t.case_id = now.id AND t.adopted_at IS NOT NULL AND t.id::text IN (SELECT data ->> 'textId' FROM saved)
       AND t.id::text IS DISTINCT FROM now.draft ->> 'textId' AND NOT EXISTS (SELECT FROM said WHERE data ->> 'textId' = t.id::text)`,
    { id, version },
  );
}
