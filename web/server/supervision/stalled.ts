/** Cases whose workflow cannot go on by itself, and how supervisors let them go on or end them. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { findCase } from '../../../db/story.ts';
import { stalledCases } from '../../../db/supervision-stalled.ts';
import { may } from '../../../domain/policies.ts';
import { idSchema } from '../../api/common.ts';
import { goingOnAnswer, goingOnBody, stalledAnswer } from '../../api/stalled.ts';
import { belongingOf } from '../cases/access.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { centresOf } from './routes.ts';

const roles = ['supervisor', 'administrator'] as const;

const list = defineRoute({
  method: 'get',
  path: '/api/supervision/stalled',
  tag: 'Supervision',
  summary: 'The cases of the centre (an administrator: of the region) whose workflow cannot go on by itself, the longest first',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: stalledAnswer },
  handler: async ({ viewer }, deps) => {
    const rows = await stalledCases(deps.knex, await centresOf(viewer, deps));
    return { status: 200, body: { items: rows.map(({ stalledAt, ...row }) => ({ ...row, stalledAt: stalledAt.toISOString() })) } };
  },
});

const goOn = defineRoute({
  method: 'post',
  path: '/api/supervision/cases/{id}/going-on',
  tag: 'Supervision',
  summary: 'Let a case go on whose workflow is gone or contradicts what is kept, or end it; doing it again does nothing',
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
    if (!may(viewer, as === 'end' ? 'end' : 'retry', belongingOf(row))) throw new Fault('not-allowed');
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
