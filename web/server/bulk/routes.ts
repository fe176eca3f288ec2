/** Bulk commands (J1), with an outcome per case: a supervisor reassigns cases, an officer hands over their own. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { bulkOutcomes, bulkRunOf, keepBulkRun, keptBulkRun } from '../../../db/bulk.ts';
import { Case, Officer } from '../../../db/models/index.ts';
import type { BulkCommand } from '../../../domain/bulk.ts';
import { refusalCodes } from '../../../domain/case.ts';
import { may } from '../../../domain/policies.ts';
import { bulkAnswer, bulkBody, bulkHandOverBody, type BulkRun } from '../../api/bulk.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import { defineRoute, type OfficerViewer, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { belongingOf } from '../cases/access.ts';
import { sentenceOf } from '../http/sentence.ts';
import { centreOf } from '../officers/centre.ts';

const params = z.object({ id: idSchema });

/** The differences between the two commands. */
const bulks = {
  reassign: {
    path: '/api/bulk-reassignments/{id}',
    tag: 'Supervision',
    summary: 'Reassign many cases of the centre to an officer (supervisors); repeating the request does not start a second run',
    roles: ['supervisor'],
    body: bulkBody,
    action: 'bulk-reassign',
    mayBeOf: (viewer: OfficerViewer, row: Case) => may(viewer, 'reassign', belongingOf(row)),
  },
  handOver: {
    path: '/api/bulk-hand-overs/{id}',
    tag: 'Desk',
    summary: 'Hand over many of one’s own cases to a colleague of the centre; repeating the request does not start a second run',
    roles: ['agent', 'supervisor'],
    body: bulkHandOverBody,
    action: 'bulk-hand-over',
    mayBeOf: (viewer: OfficerViewer, row: Case) => may(viewer, 'handOver', belongingOf(row)) && row.assignee_id === viewer.id,
  },
} as const satisfies Record<BulkCommand, unknown>;

const start = (command: BulkCommand): Route => {
  const { path, tag, summary, roles, body: schema, action } = bulks[command];
  return defineRoute({
    method: 'put',
    path,
    tag,
    summary,
    access: 'officer',
    roles,
    limit: 'command',
    params,
    body: schema,
    answers: { 200: bulkAnswer },
    faults: ['key-reused', 'officer-unknown', 'temporal-unavailable'],
    handler: async ({ viewer, params: { id }, body, requestId, language }, deps) => {
      const { officerId, caseIds, note } = body;
      const run = { id, regionId: viewer.regionId, actorId: viewer.id, command, officerId, note };
      // A repeated request may find the run carried out; its checks are not repeated.
      const kept = await keptBulkRun(deps.knex, run, caseIds);
      if (kept === 'nothing') {
        await checkCases(viewer, command, caseIds, deps);
        await checkOfficer(viewer, officerId, deps);
      }
      if (kept === 'other' || !(await keepBulkRun(deps.knex, run, caseIds))) throw new Fault('key-reused');
      // A stored run will start; if not now, housekeeping starts it.
      await audit(deps.knex, {
        actor: { kind: 'officer', id: viewer.id },
        regionId: viewer.regionId,
        action,
        objectKind: 'bulk',
        objectId: id,
        requestId,
        detail: { officerId, caseIds },
      });
      await deps.cases.startBulk(id);
      return { status: 200, body: await progressOf(id, language, deps) };
    },
  });
};

/** @throws Fault with every case for which this officer may not give the command */
async function checkCases(viewer: OfficerViewer, command: BulkCommand, caseIds: readonly string[], { knex }: Deps): Promise<void> {
  const cases = new Map((await Case.query(knex).findByIds([...caseIds])).map((row) => [row.id, row]));
  const fields = caseIds.flatMap((caseId, i) => {
    const row = cases.get(caseId);
    return row && bulks[command].mayBeOf(viewer, row) ? [] : [{ path: `caseIds.${String(i)}`, code: 'not-a-choice' as const }];
  });
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
}

/** @throws Fault `officer-unknown`: the receiver must work in the officer's centre */
async function checkOfficer(viewer: OfficerViewer, officerId: string, { knex }: Deps): Promise<void> {
  const officer = await Officer.query(knex).findOne({ id: officerId, centre_id: centreOf(viewer), active: true });
  if (officer === undefined) throw new Fault('officer-unknown', { fields: [{ path: 'officerId', code: 'not-a-choice' }] });
}

const progress = (command: BulkCommand): Route => {
  const { path, tag, roles } = bulks[command];
  return defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Progress of a run, with the result for each case',
    access: 'officer',
    roles,
    limit: 'read',
    params,
    answers: { 200: bulkAnswer },
    handler: async ({ viewer, params: { id }, language }, deps) => {
      const run = await bulkRunOf(deps.knex, id);
      if (run?.actorId !== viewer.id || run.command !== command) throw new Fault('not-found');
      return { status: 200, body: await progressOf(id, language, deps) };
    },
  });
};

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

export const bulkRoutes = (['reassign', 'handOver'] as const).flatMap((command) => [start(command), progress(command)]);
