import type { Knex } from 'knex';

import type { Actor } from '../domain/case.ts';
import { prepared } from './prepared.ts';

/** A row of the audit log (J5). It names people and things by id and says nothing of what they hold. */
export interface AuditEntry {
  /** Null where nobody is known yet, for example at a failed sign-in. */
  actor: Actor | null;
  regionId: string | null;
  /** What was done: a command's name, or `view`, `sign-in`, `retry` … */
  action: string;
  /** What it was done to: `case`, `officer`, `session`, `upload` … */
  objectKind: string;
  objectId: string;
  requestId: string | null;
  /** Ids, codes and numbers that make it precise; never names, telephone numbers or texts. */
  detail?: Record<string, string | number | boolean | null | readonly string[]>;
}

/**
 * Writes a row that nobody can change or remove: the table refuses it.
 * @param knex the connection, or the transaction whose change is audited with it
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
