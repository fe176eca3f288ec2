/** Counting the deadlines of running cases anew after a calendar was corrected: a preview, and the bulk command (administrators). */
import type { Knex } from 'knex';

import { casesToRecount, type RecountCase, type Recounting } from '../../../db/recount.ts';
import { caseKinds, type CaseKind } from '../../../domain/case.ts';
import { bulkAnswer, mostRecounted, mostRecountsShown, recountPreviewAnswer, type RecountPreview } from '../../api/bulk.ts';
import { defineRoute } from '../http/define-route.ts';
import { beginFindingRun, bulkParams, progressOf, progressRoute } from './run.ts';

const route = { tag: 'Settings', roles: ['administrator'], path: '/api/bulk-recounts/{id}', action: 'bulk-recount' } as const;

const preview = defineRoute({
  method: 'get',
  path: '/api/bulk-recounts/preview',
  tag: route.tag,
  summary: 'Running cases that count by another calendar than the one in force, and how their deadlines would change',
  access: 'officer',
  roles: route.roles,
  limit: 'read',
  answers: { 200: recountPreviewAnswer },
  handler: async ({ viewer }, { knex }) => {
    const found = await firstToRecount(knex, viewer.regionId, mostRecounted + 1);
    return { status: 200, body: presentPreview(found) };
  },
});

const start = defineRoute({
  method: 'put',
  path: route.path,
  tag: route.tag,
  summary: 'Count the deadlines of running cases anew by the calendars in force; repeating the request does not start a second run',
  access: 'officer',
  roles: route.roles,
  limit: 'command',
  params: bulkParams,
  answers: { 200: bulkAnswer },
  faults: ['key-reused', 'temporal-unavailable'],
  handler: async ({ viewer, params: { id }, requestId, language }, deps) => {
    const run = { id, regionId: viewer.regionId, actorId: viewer.id, command: 'recount' as const };
    const find = async () => (await firstToRecount(deps.knex, viewer.regionId, mostRecounted)).map(([row]) => row.id);
    const recorded = ({ length }: readonly string[]) => ({ action: route.action, requestId, detail: { cases: length } });
    await beginFindingRun(run, find, recorded, deps);
    return { status: 200, body: await progressOf(id, language, deps) };
  },
});

export const recountRoutes = [preview, start, progressRoute('recount', route)];

type Found = [RecountCase, Recounting];

async function firstToRecount(knex: Knex, regionId: string, most: number): Promise<Found[]> {
  const found: Found[] = [];
  for await (const one of casesToRecount(knex, regionId, Date.now())) {
    found.push(one);
    if (found.length === most) break;
  }
  return found;
}

const instant = (at: number): string => new Date(at).toISOString();

function presentPreview(found: readonly Found[]): RecountPreview {
  const items = found.slice(0, mostRecounted).flatMap(([{ id, number, kind, state }, recounting]) => {
    const from = state.clock?.dueAt ?? null;
    const to = recounting === 'uncountable' ? null : (recounting.recount.event.clock?.dueAt ?? null);
    return from === null || from === to ? [] : [{ caseId: id, number, kind, from: instant(from), to: to === null ? null : instant(to) }];
  });
  const countOf = (kind: CaseKind, among: readonly { kind: CaseKind }[]): number => among.filter((one) => one.kind === kind).length;
  const rows = found.slice(0, mostRecounted).map(([row]) => row);
  return {
    kinds: caseKinds.map((kind) => ({ kind, total: countOf(kind, rows), moved: countOf(kind, items) })).filter(({ total }) => total > 0),
    complete: found.length <= mostRecounted,
    items: items.slice(0, mostRecountsShown),
  };
}
