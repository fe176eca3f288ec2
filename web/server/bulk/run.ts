/** What all bulk commands share on the server: a run is stored once, starts, and tells its progress to who has begun it. */
import { z } from 'zod';

import { audit, type AuditEntry } from '../../../db/audit.ts';
import { bulkOutcomes, bulkRunOf, keepBulkRun, keptBulkRun, type BulkRun as KeptRun } from '../../../db/bulk.ts';
import type { BulkCommand } from '../../../domain/bulk.ts';
import type { OfficerRole } from '../../../domain/policies.ts';
import { bulkAnswer, type BulkRun } from '../../api/bulk.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { storedSentenceOf } from '../http/sentence.ts';

export const bulkParams = z.object({ id: idSchema });

export interface BulkRoute {
  path: `/api/${string}`;
  tag: string;
  roles: readonly OfficerRole[];
  /** Action in the audit log. */
  action: string;
}

/**
 * Stores a run with its cases and starts it. A stored run will start; if not now, housekeeping starts it.
 * @throws Fault `key-reused` when the id belongs to another run
 */
export async function beginRun(
  run: KeptRun,
  caseIds: readonly string[],
  { action, requestId, detail }: { action: string; requestId: string; detail: AuditEntry['detail'] },
  { knex, cases }: Deps,
): Promise<void> {
  if (!(await keepBulkRun(knex, run, caseIds))) throw new Fault('key-reused');
  const { id, regionId, actorId } = run;
  await audit(knex, { actor: { kind: 'officer', id: actorId }, regionId, action, objectKind: 'bulk', objectId: id, requestId, detail });
  await cases.startBulk(id);
}

/**
 * Starts a run that finds its cases itself, once: a repeated request neither looks for them again nor starts a second run.
 * @throws Fault `key-reused` when the id belongs to another run
 */
export async function beginFindingRun(
  run: KeptRun,
  find: () => Promise<string[]>,
  recorded: (caseIds: readonly string[]) => Parameters<typeof beginRun>[2],
  deps: Deps,
): Promise<void> {
  switch (await keptBulkRun(deps.knex, run, null)) {
    case 'other':
      throw new Fault('key-reused');
    case 'same':
      await deps.cases.startBulk(run.id);
      return;
    case 'nothing': {
      const caseIds = await find();
      await beginRun(run, caseIds, recorded(caseIds), deps);
    }
  }
}

/** Route that tells the progress of a run to the officer who has begun it. */
export const progressRoute = (command: BulkCommand, { path, tag, roles }: BulkRoute): Route =>
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Progress of a run, with the result for each case',
    access: 'officer',
    roles,
    limit: 'read',
    params: bulkParams,
    answers: { 200: bulkAnswer },
    handler: async ({ viewer, params: { id }, language }, deps) => {
      const run = await bulkRunOf(deps.knex, id);
      if (run?.actorId !== viewer.id || run.command !== command) throw new Fault('not-found');
      return { status: 200, body: await progressOf(id, language, deps) };
    },
  });

export async function progressOf(id: string, language: Language, { knex }: Deps): Promise<BulkRun> {
  const [run, outcomes] = await Promise.all([bulkRunOf(knex, id), bulkOutcomes(knex, id)]);
  return {
    id,
    total: outcomes.length,
    done: outcomes.filter(({ outcome }) => outcome === 'done').length,
    refused: outcomes.filter(({ outcome }) => outcome === 'refused').length,
    finishedAt: run?.finishedAt?.toISOString() ?? null,
    items: outcomes.map(({ caseId, number, outcome, code }) => ({
      caseId,
      number,
      outcome,
      sentence: code === null ? null : storedSentenceOf(language, code),
    })),
  };
}
