/**
 * The audit log (J5): who did what to what.
 *
 * 1. It is append-only. Every partition refuses UPDATE, DELETE and TRUNCATE, also from chores.
 * 2. Every change has its own row, written in the transaction of the change.
 * 3. A look (`view`, `list`) is logged at once when it is the first of its person, object and filter in a window of five minutes.
 * 4. A further look in the same window is counted in `audit_looks`, together with what it showed, before it is answered. A page that
 *    refetches on every change therefore adds no rows.
 * 5. When the window is over, a chore moves the count into the log as one row; `detail.further` is the number of looks it stands for. One
 *    statement does both, so every look is counted once.
 * 6. The number of looks is therefore the sum of `coalesce((detail->>'further')::int, 1)`, plus `further` of `audit_looks` for windows that
 *    are not over.
 */
import type { Knex } from 'knex';

import type { Actor } from '../domain/case.ts';
import { prepared } from './prepared.ts';

/** Row of the audit log. It refers to people and objects by id and never contains their contents. */
export interface AuditEntry {
  /** Null for an unknown person, for example at a failed sign-in. */
  actor: Actor | null;
  regionId: string | null;
  /** Action: a command's name, or `view`, `sign-in`, `retry` … */
  action: string;
  /** Kind of the object: `case`, `officer`, `session`, `upload` … */
  objectKind: string;
  objectId: string;
  requestId: string | null;
  /** Ids, codes and numbers with details; never names, telephone numbers or texts. */
  detail?: Record<string, string | number | boolean | null | readonly string[]>;
}

/** Look at personal data. */
export interface LookEntry extends AuditEntry {
  actor: Exclude<Actor, { kind: 'system' }>;
  action: 'view' | 'list' | 'open-recording';
  /** Key under which the log lists what was shown: versions of a case, ids of cases or of files, or the last message of a chat. */
  shownAs: 'versions' | 'cases' | 'messages' | 'parts';
  shown: readonly (string | number)[];
}

/**
 * Appends a row to the audit log. The table refuses later changes.
 * @param knex the connection, or the transaction of the audited change
 */
export async function audit(knex: Knex, entry: AuditEntry): Promise<void> {
  const { actor } = entry;
  await prepared(
    knex,
    `INSERT INTO audit_log (actor_kind, actor_id, region_id, action, object_kind, object_id, request_id, detail)
     VALUES (:actorKind, :actorId, :regionId, :action, :objectKind, :objectId, :requestId, :detail)`,
    {
      actorKind: actor?.kind ?? 'unknown',
      actorId: actor === null || actor.kind === 'system' ? null : actor.id,
      regionId: entry.regionId,
      action: entry.action,
      objectKind: entry.objectKind,
      objectId: entry.objectId,
      requestId: entry.requestId,
      detail: JSON.stringify(entry.detail ?? {}),
    },
  );
}

/** Records a look: the first of its window as a row, a further one as a count. Looks with different `detail` are counted separately. */
export async function auditLook(knex: Knex, { actor, shown, shownAs, detail = {}, ...entry }: LookEntry): Promise<void> {
  await prepared(
    knex,
    `WITH look AS (
       INSERT INTO audit_looks (window_start, actor_kind, actor_id, region_id, action, object_kind, object_id, detail, shown_as, shown)
       VALUES (date_bin('5 minutes', now(), 'epoch'), :actorKind, :actorId, :regionId, :action, :objectKind, :objectId, :detail, :shownAs, :shown)
       ON CONFLICT (window_start, actor_kind, actor_id, action, object_kind, object_id, detail) DO UPDATE SET
         further = audit_looks.further + 1,
         last_at = now(),
         shown = (SELECT coalesce(jsonb_agg(DISTINCT one), '[]') FROM jsonb_array_elements(audit_looks.shown || EXCLUDED.shown) one)
       RETURNING *)
     INSERT INTO audit_log (actor_kind, actor_id, region_id, action, object_kind, object_id, request_id, detail)
     SELECT actor_kind, actor_id, region_id, action, object_kind, object_id, :requestId::text, detail || jsonb_build_object(shown_as, shown)
     FROM look WHERE further = 0`,
    {
      actorKind: actor.kind,
      actorId: actor.id,
      regionId: entry.regionId,
      action: entry.action,
      objectKind: entry.objectKind,
      objectId: entry.objectId,
      requestId: entry.requestId,
      detail: JSON.stringify(detail),
      shownAs,
      shown: JSON.stringify(shown),
    },
  );
}
