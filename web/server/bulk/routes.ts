/** Bulk commands (J1), with an outcome per case: a supervisor reassigns cases, an officer hands over their own. */
import { keptBulkRun } from '../../../db/bulk.ts';
import { Case, Officer } from '../../../db/models/index.ts';
import type { HandingCommand } from '../../../domain/bulk.ts';
import { may } from '../../../domain/policies.ts';
import { bulkAnswer, bulkBody, bulkHandOverBody } from '../../api/bulk.ts';
import { defineRoute, type OfficerViewer, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { belongingOf } from '../cases/access.ts';
import { centreOf } from '../officers/centre.ts';
import { clearingRoutes } from './clearing.ts';
import { recountRoutes } from './recounting.ts';
import { beginRun, bulkParams, progressOf, progressRoute } from './run.ts';

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
} as const satisfies Record<HandingCommand, unknown>;

const start = (command: HandingCommand): Route => {
  const { path, tag, summary, roles, body: schema, action } = bulks[command];
  return defineRoute({
    method: 'put',
    path,
    tag,
    summary,
    access: 'officer',
    roles,
    limit: 'command',
    params: bulkParams,
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
      if (kept === 'other') throw new Fault('key-reused');
      await beginRun(run, caseIds, { action, requestId, detail: { officerId, caseIds } }, deps);
      return { status: 200, body: await progressOf(id, language, deps) };
    },
  });
};

/** @throws Fault with every case for which this officer may not give the command */
async function checkCases(viewer: OfficerViewer, command: HandingCommand, caseIds: readonly string[], { knex }: Deps): Promise<void> {
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

const handingRoutes = (['reassign', 'handOver'] as const).flatMap((command) => [start(command), progressRoute(command, bulks[command])]);
export const bulkRoutes = [...handingRoutes, ...clearingRoutes, ...recountRoutes];
