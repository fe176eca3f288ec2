/** Stalled cases, whose workflow cannot continue by itself; supervisors resume or end them. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { findCase } from '../../../db/story.ts';
import { stalledCases, type StalledCase } from '../../../db/supervision-stalled.ts';
import { may } from '../../../domain/policies.ts';
import { idSchema } from '../../api/common.ts';
import { goingOnAnswer, goingOnBody, stalledAnswer, type StalledCases } from '../../api/stalled.ts';
import type { Language } from '../../i18n/index.ts';
import { belongingOf } from '../cases/access.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { centresOf } from '../cases/centres.ts';

const roles = ['supervisor', 'administrator'] as const;

const list = defineRoute({
  method: 'get',
  path: '/api/supervision/stalled',
  tag: 'Supervision',
  summary: 'Stalled cases of the centre, or for an administrator of the region, longest stalled first',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: stalledAnswer },
  handler: async ({ viewer, language }, deps) => {
    const rows = await stalledCases(deps.knex, await centresOf(viewer, deps));
    return { status: 200, body: { items: rows.map((row) => present(row, viewer, language)) } };
  },
});

/** Permission required for each action. */
const rights = { 'go-on': 'retry', end: 'end' } as const;
const choices = ['go-on', 'end'] as const;

const present = (row: StalledCase, viewer: OfficerViewer, language: Language): StalledCases['items'][number] => ({
  id: row.id,
  kind: row.kind,
  number: row.number,
  status: row.status,
  centre: { id: row.centreId, name: nameIn(language, row.centreName, row.centreNameEn) },
  stalledAt: row.stalledAt.toISOString(),
  stalledAs: row.stalledAs,
  actions: choices.filter((choice) => may(viewer, rights[choice], row)),
});

const goOn = defineRoute({
  method: 'post',
  path: '/api/supervision/cases/{id}/going-on',
  tag: 'Supervision',
  summary: 'Resume or end a stalled case; repeating the request has no effect',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: goingOnBody,
  answers: { 200: goingOnAnswer },
  faults: ['temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body: { as }, requestId }, { knex, cases }) => {
    const row = await findCase(knex, id);
    if (row === undefined || !may(viewer, 'inspect', belongingOf(row))) throw new Fault('not-found');
    if (!may(viewer, rights[as], belongingOf(row))) throw new Fault('not-allowed');
    const outcome = await cases.goOn(id);
    if (as === 'end' && (outcome === 'begun-anew' || outcome === 'runs' || outcome === 'written-again')) await cases.cancel(row.kind, id);
    await audit(knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: as,
      objectKind: 'case',
      objectId: id,
      requestId,
      detail: { outcome },
    });
    return { status: 200, body: { outcome } };
  },
});

export const stalledRoutes = [list, goOn];
