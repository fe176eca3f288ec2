/** Supervisors' view of cases and their workflows, and the retry of a failing step (J3). */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { namesInHistory, supervisedCase, supervisedPage, supervisionSummary } from '../../../db/supervision.ts';
import { may, seesContents } from '../../../domain/policies.ts';
import { idSchema } from '../../api/common.ts';
import {
  historyAnswer,
  retryBody,
  supervisionAnswer,
  supervisionQuery,
  supervisionSummaryAnswer,
  type HistoryLine,
} from '../../api/desk.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { translateTo } from '../http/language.ts';
import { belongingOf } from '../cases/access.ts';
import { actionsOf } from '../cases/actions.ts';
import { policyOf, type ServerKinds } from '../cases/server-kind.ts';
import { caseFor } from './case-for.ts';
import { presentHistory } from './history.ts';
import { mostLines } from './history-limits.ts';
import { nameIn } from '../http/names.ts';
import { presentSupervised, waitingFor } from './presenter.ts';
import { readRun, retryNow, type Run } from './run.ts';
import { centresOf } from '../cases/centres.ts';
import { pageAt } from '../worklist/pages.ts';

const roles = ['supervisor', 'administrator'] as const;
const params = z.object({ id: idSchema });
/** Accepts an id or a case number. */
const idOrNumber = z.object({ id: z.string().min(1).max(64) });

const list = defineRoute({
  method: 'get',
  path: '/api/supervision/cases',
  tag: 'Supervision',
  summary: 'Cases of the centre, or for an administrator of the region: open ones by deadline, or closed ones latest first',
  access: 'officer',
  roles,
  limit: 'read',
  query: supervisionQuery,
  answers: { 200: supervisionAnswer },
  handler: async ({ viewer, query, language }, deps) => {
    const { state, q, kind, typeId, stage, what, age, assigneeId, cursor, size } = query;
    // An administrator sees how cases run, not their contents, so cannot search in them either.
    const filter = {
      state,
      centreIds: await centresOf(viewer, deps),
      q,
      kind,
      typeId,
      stage,
      what,
      age,
      assigneeId,
      contents: seesContents(viewer),
    };
    const { rows, next } = await pageAt(() => supervisedPage(deps.knex, filter, size, cursor));
    return { status: 200, body: { items: rows.map((row) => presentSupervised(row, language)), next } };
  },
});

const summary = defineRoute({
  method: 'get',
  path: '/api/supervision/summary',
  tag: 'Supervision',
  summary: 'Counts of open cases by status and by officer',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: supervisionSummaryAnswer },
  handler: async ({ viewer }, deps) => {
    const { byOfficer, ...rest } = await supervisionSummary(deps.knex, await centresOf(viewer, deps));
    return {
      status: 200,
      body: { ...rest, byOfficer: byOfficer.map(({ id, name, on_duty, open, overdue }) => ({ id, name, onDuty: on_duty, open, overdue })) },
    };
  },
});

const history = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'get',
    path: '/api/supervision/cases/{id}/history',
    tag: 'Supervision',
    summary: 'Workflow history and present state of a case, by id or number, in plain words with the raw events; also after closing',
    access: 'officer',
    roles,
    limit: 'read',
    params: idOrNumber,
    answers: { 200: historyAnswer },
    faults: ['temporal-unavailable'],
    handler: async ({ viewer, params, language, requestId }, deps) => {
      const row = await caseFor(viewer, params.id, 'inspect', deps);
      const { id } = row;
      const kind = kinds[row.kind];
      const [item, run, names, policy] = await Promise.all([
        supervisedCase(deps.knex, id, seesContents(viewer)),
        readRun(deps.temporal, deps.knex, row.kind, id),
        namesInHistory(deps.knex, id),
        policyOf(kind, row, deps.knex),
      ]);
      if (item === undefined) throw new Fault('not-found');
      await audit(deps.knex, { actor: viewer, regionId: viewer.regionId, action: 'inspect', objectKind: 'case', objectId: id, requestId });
      const lines = presentHistory(
        kinds,
        row.kind,
        run.events,
        {
          officers: names.officers,
          centres: new Map(names.centres.map((centre) => [centre.id, nameIn(language, centre.name, centre.name_en)])),
        },
        translateTo(language),
      );
      return {
        status: 200,
        body: {
          case: presentSupervised(item, language),
          workflowId: run.workflowId,
          runId: run.runId,
          workflowStatus: run.status,
          source: run.source,
          waitingFor: waitingFor(row.state),
          pending: run.pending,
          lines: newest(lines),
          temporalUi: uiOf(run, deps),
          actions: [
            ...(may(viewer, 'retry', belongingOf(row)) && run.pending.length > 0 ? (['retry'] as const) : []),
            ...actionsOf(kind.kind, { row, policy }, viewer, Date.now()).filter((action) => action === 'reassign' || action === 'end'),
          ],
        },
      };
    },
  });

/** Keeps the first and the newest lines of a long history. */
function newest(lines: HistoryLine[]): HistoryLine[] {
  const [first] = lines;
  if (first === undefined || lines.length <= mostLines) return lines;
  const omitted = { eventId: first.eventId + 1, step: first.step, at: first.at, code: 'omitted', raw: null };
  return [first, { ...omitted, values: { count: lines.length - mostLines - 1 } }, ...lines.slice(-mostLines)];
}

const uiOf = ({ source, workflowId, runId }: Run, { config, temporal }: Deps): string | null =>
  config.temporalUi === null || source === 'archive'
    ? null
    : `${config.temporalUi.replace(/\/$/, '')}/namespaces/${temporal.options.namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;

const retry = defineRoute({
  method: 'post',
  path: '/api/supervision/cases/{id}/retries',
  tag: 'Supervision',
  summary: 'Retry a step now instead of waiting for its next attempt',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  body: retryBody,
  answers: { 204: null },
  faults: ['temporal-unavailable'],
  handler: async ({ viewer, params: { id }, body: { activityId }, requestId }, deps) => {
    const row = await caseFor(viewer, id, 'retry', deps);
    await retryNow(deps.temporal, row.kind, id, activityId);
    await audit(deps.knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'retry',
      objectKind: 'case',
      objectId: id,
      requestId,
      detail: { activityId },
    });
    return { status: 204, body: null };
  },
});

export const supervisionRoutes = (kinds: ServerKinds): readonly Route[] => [list, summary, history(kinds), retry];
