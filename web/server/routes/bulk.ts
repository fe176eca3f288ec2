/** Giving many cases to an officer at once (J1), with what became of each. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { bulkOutcomes, bulkRunOf, keepBulkRun } from '../../../db/bulk.ts';
import { Case, Officer } from '../../../db/models/index.ts';
import { refusalCodes } from '../../../domain/case.ts';
import { may } from '../../../domain/policies.ts';
import { bulkAnswer, bulkBody, type BulkRun } from '../../api/bulk.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import { defineRoute, type OfficerViewer } from '../define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../fault.ts';
import { belongingOf } from '../presenters/actions.ts';
import { sentenceOf } from '../sentence.ts';
import { centreOf } from './worklist.ts';

const params = z.object({ id: idSchema });

const start = defineRoute({
  method: 'put',
  path: '/api/bulk-reassignments/{id}',
  tag: 'Supervision',
  summary: 'Give many cases of the centre to an officer (supervisors); sent again it stays one run',
  access: 'officer',
  roles: ['supervisor'],
  limit: 'command',
  params,
  body: bulkBody,
  answers: { 200: bulkAnswer },
  faults: ['key-reused', 'officer-unknown', 'temporal-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, language }, deps) => {
    const { officerId, caseIds, note } = body;
    await checkCases(viewer, caseIds, deps);
    const officer = await Officer.query(deps.knex).findOne({ id: officerId, centre_id: centreOf(viewer), active: true });
    if (officer === undefined) throw new Fault('officer-unknown', { fields: [{ path: 'officerId', code: 'not-a-choice' }] });
    const run = { id, regionId: viewer.regionId, actorId: viewer.id, officerId, note };
    if (!(await keepBulkRun(deps.knex, run, caseIds))) throw new Fault('key-reused');
    // Kept, it will begin, if not now: the housekeeping sees to it.
    await audit(deps.knex, {
      actor: { kind: 'officer', id: viewer.id },
      regionId: viewer.regionId,
      action: 'bulk-reassign',
      objectKind: 'bulk',
      objectId: id,
      requestId,
      detail: { officerId, caseIds },
    });
    await deps.cases.startBulk(id);
    return { status: 200, body: await progressOf(id, language, deps) };
  },
});

/** @throws Fault naming every case that is not one of those which this supervisor may reassign */
async function checkCases(viewer: OfficerViewer, caseIds: readonly string[], { knex }: Deps): Promise<void> {
  const cases = new Map((await Case.query(knex).findByIds([...caseIds])).map((row) => [row.id, row]));
  const fields = caseIds.flatMap((caseId, i) => {
    const row = cases.get(caseId);
    return row && may(viewer, 'reassign', belongingOf(row)) ? [] : [{ path: `caseIds.${String(i)}`, code: 'not-a-choice' as const }];
  });
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
}

const progress = defineRoute({
  method: 'get',
  path: '/api/bulk-reassignments/{id}',
  tag: 'Supervision',
  summary: 'How far a run is, and what became of each case',
  access: 'officer',
  roles: ['supervisor'],
  limit: 'read',
  params,
  answers: { 200: bulkAnswer },
  handler: async ({ viewer, params: { id }, language }, deps) => {
    const run = await bulkRunOf(deps.knex, id);
    if (run?.actorId !== viewer.id) throw new Fault('not-found');
    return { status: 200, body: await progressOf(id, language, deps) };
  },
});

async function progressOf(id: string, language: Language, { knex }: Deps): Promise<BulkRun> {
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
      sentence: code === null ? null : reasonOf(code, language),
    })),
  };
}

function reasonOf(code: string, language: Language): string {
  const known = refusalCodes.find((candidate) => candidate === code);
  return known === undefined ? code : sentenceOf(language, known);
}

export const bulkRoutes = [start, progress];
