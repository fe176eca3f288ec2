/** The page of one case, for its taxpayer and for the officers who may see it (J2). */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { groundOf } from '../../../db/case-ground.ts';
import { noteRead } from '../../../db/case-reads.ts';
import { earlierCases, findCase, storyOf } from '../../../db/story.ts';
import { threadOf } from '../../../db/thread.ts';
import { may, scopeOf } from '../../../domain/policies.ts';
import { caseSchema } from '../../api/cases.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { withThread } from './actions.ts';
import { presentCase } from './presenter.ts';

const readCase = defineRoute({
  method: 'get',
  path: '/api/cases/{id}',
  tag: 'Cases',
  summary: 'A case with its whole story, by its id or its number',
  access: 'person',
  limit: 'read',
  params: z.object({ id: z.string().min(1).max(64) }),
  answers: { 200: caseSchema },
  handler: async ({ viewer, params: { id }, requestId, language }, { knex, fileLink }) => {
    const row = await findCase(knex, id);
    if (row === undefined) throw new Fault('not-found');
    const thread = await threadOf(knex, row.id);
    if (!may(viewer, 'view', withThread(row, thread))) throw new Fault('not-found');
    const [story, earlier, ground] = await Promise.all([
      storyOf(knex, row.id),
      // Taxpayers have a list of their own.
      viewer.kind === 'officer' ? earlierCases(knex, row.id, scopeOf(viewer)) : [],
      groundOf(knex, row.state),
    ]);
    if (viewer.kind === 'officer') await noteRead(knex, viewer.id, row.id, row.version);
    await audit(knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'view',
      objectKind: 'case',
      objectId: row.id,
      requestId,
      detail: { version: row.version },
    });
    const linkTo = (uploadId: string) => fileLink(uploadId, viewer);
    return { status: 200, body: presentCase(row, { story, earlier, thread, ground }, { viewer, language, linkTo, now: Date.now() }) };
  },
});

export const caseRoutes = [readCase];
