import type { Knex } from 'knex';

import type { CaseEvent, Recorded } from '../domain/case.ts';
import type { AnyState } from '../domain/kinds.ts';

export interface ImageRow {
  id: string;
  number: string;
  version: number;
  status: string;
  closed: boolean;
  /** True when its workflow should run, if only for its rating. */
  live: boolean;
  state: AnyState;
  /** Rows as stored, times as text. */
  image: Record<string, unknown>;
  task: Record<string, unknown> | null;
  /** Row of its chat, with the number of its messages, and the versions of the events that are lines in it; null when it has none. */
  chat: (Record<string, unknown> & { last_seq: number; messages: number; highest: number; lines: number[] }) | null;
  links: { id: string; exists: boolean }[];
  events: { version: number; type: string; at: string; actor_kind: string; actor_id: string | null; data: Record<string, unknown> }[];
  /** Ids of the places that it has. */
  places: string[];
  notices: { version: number; kind: string; channel: string; status: string }[];
}

/** Returns a page of cases with everything that belongs to their projection, by id. */
export async function imagesAfter(knex: Knex, afterId: string | null, limit: number): Promise<ImageRow[]> {
  const { rows } = await knex.raw<{ rows: ImageRow[] }>(
    `SELECT c.id, c.number, c.version, c.status, c.closed_at IS NOT NULL AS closed, c.live, c.state, to_jsonb(c) - 'state' - 'policy' AS image,
       (SELECT to_jsonb(t) - 'search' FROM tasks t WHERE t.case_id = c.id) AS task,
       (SELECT to_jsonb(chat) || (
          SELECT jsonb_build_object('messages', count(*), 'highest', coalesce(max(m.seq), 0), 'lines',
            coalesce(jsonb_agg((m.data ->> 'version')::int ORDER BY m.seq) FILTER (WHERE m.type = 'line'), '[]'))
          FROM chat_messages m WHERE m.month = chat.month AND m.case_id = c.id)
        FROM chats chat WHERE chat.case_id = c.id) AS chat,
       coalesce((SELECT json_agg(json_build_object('id', l.other_id, 'exists', EXISTS (SELECT FROM cases o WHERE o.id = l.other_id)))
        FROM case_links l WHERE l.case_id = c.id), '[]') AS links,
       (SELECT json_agg(json_build_object('version', e.version, 'type', e.type, 'at', e.at, 'actor_kind', e.actor_kind, 'actor_id', e.actor_id, 'data', e.data) ORDER BY e.version)
        FROM case_events e WHERE e.case_id = c.id) AS events,
       coalesce((SELECT json_agg(json_build_object('version', n.version, 'kind', n.kind, 'channel', n.channel, 'status', n.status)) FROM notices n WHERE n.case_id = c.id), '[]') AS notices,
       coalesce((SELECT json_agg(p.id) FROM slot_places p WHERE p.case_id = c.id), '[]') AS places
     FROM cases c WHERE (:afterId::uuid IS NULL OR c.id > :afterId) ORDER BY c.id LIMIT :limit`,
    { afterId, limit },
  );
  return rows;
}

/** Case that waits for this one, or that this one waits for. */
export type Partner = Pick<ImageRow, 'id' | 'state' | 'closed'>;

/** Returns the partner of a case; undefined when there is none with this id. */
export async function partnerOf(knex: Knex, id: string): Promise<Partner | undefined> {
  const { rows } = await knex.raw<{ rows: Partner[] }>('SELECT id, state, closed_at IS NOT NULL AS closed FROM cases WHERE id = :id', {
    id,
  });
  return rows[0];
}

/** Returns the columns whose values differ from the wanted ones. */
export const differingColumns = (row: Record<string, unknown>, wanted: Record<string, unknown>): string[] =>
  Object.keys(wanted).filter((column) => !isSame(row[column], wanted[column]));

/** Compares values; instants may be formatted differently. */
const isSame = (is: unknown, wanted: unknown): boolean =>
  is === wanted || (typeof is === 'string' && typeof wanted === 'string' && Date.parse(is) === Date.parse(wanted));

/** Converts a stored event into a recorded one. */
export function recordedEvent(row: ImageRow['events'][number]): Recorded<CaseEvent> {
  const actor = row.actor_kind === 'system' || row.actor_id === null ? { kind: 'system' } : { kind: row.actor_kind, id: row.actor_id };
  return { ...row.data, type: row.type, version: row.version, at: Date.parse(row.at), actor } as Recorded<CaseEvent>;
}
