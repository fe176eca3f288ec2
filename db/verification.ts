import type { Knex } from 'knex';

import type { CaseEvent, CaseState, Recorded } from '../domain/case.ts';

export interface ImageRow {
  id: string;
  number: string;
  version: number;
  status: string;
  closed: boolean;
  state: CaseState;
  assignee_id: string | null;
  centre_id: string;
  task: { version: number; status: string; assignee_id: string | null; escalated: boolean } | null;
  events: { version: number; type: string; at: string; actor_kind: string; actor_id: string | null; data: Record<string, unknown> }[];
  notices: { version: number; kind: string; channel: string; status: string }[];
}

/** The images of cases with all that hangs on them, by id, a page at a time. */
export async function imagesAfter(knex: Knex, afterId: string | null, limit: number): Promise<ImageRow[]> {
  const { rows } = await knex.raw<{ rows: ImageRow[] }>(
    `SELECT c.id, c.number, c.version, c.status, c.closed_at IS NOT NULL AS closed, c.state, c.assignee_id, c.centre_id,
       (SELECT json_build_object('version', t.version, 'status', t.status, 'assignee_id', t.assignee_id, 'escalated', t.escalated) FROM tasks t WHERE t.case_id = c.id) AS task,
       (SELECT json_agg(json_build_object('version', e.version, 'type', e.type, 'at', e.at, 'actor_kind', e.actor_kind, 'actor_id', e.actor_id, 'data', e.data) ORDER BY e.version)
        FROM case_events e WHERE e.case_id = c.id) AS events,
       coalesce((SELECT json_agg(json_build_object('version', n.version, 'kind', n.kind, 'channel', n.channel, 'status', n.status)) FROM notices n WHERE n.case_id = c.id), '[]') AS notices
     FROM cases c WHERE (:afterId::uuid IS NULL OR c.id > :afterId) ORDER BY c.id LIMIT :limit`,
    { afterId, limit },
  );
  return rows;
}

/** An event as it was recorded. */
export function recordedEvent(row: ImageRow['events'][number]): Recorded<CaseEvent> {
  const actor = row.actor_kind === 'system' || row.actor_id === null ? { kind: 'system' } : { kind: row.actor_kind, id: row.actor_id };
  return { ...row.data, type: row.type, version: row.version, at: Date.parse(row.at), actor } as Recorded<CaseEvent>;
}
