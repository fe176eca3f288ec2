/** The page of one case, for its taxpayer and for officers with access (J2). */
import type { Knex } from 'knex';
import { z } from 'zod';

import { audit, auditLook } from '../../../db/audit.ts';
import { noteRead } from '../../../db/case-reads.ts';
import { earlierCases, findCase, storyOf, type LoadedCase } from '../../../db/story.ts';
import { threadOf, type ThreadCase } from '../../../db/thread.ts';
import { may, scopeOf, type Viewer } from '../../../domain/policies.ts';
import { telephoneAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { withThread } from './access.ts';
import { presentCase } from './presenter.ts';
import { policyOf, type ServerKinds } from './server-kind.ts';

/** Union of the kinds' schemas of a case. */
const caseSchemaOf = (kinds: ServerKinds) => {
  const [first, ...others] = Object.values(kinds).map(({ shape }) => shape);
  if (first === undefined) throw new TypeError('no kinds of case');
  return z.discriminatedUnion('kind', [first, ...others]).meta({ id: 'Case' });
};

/** Returns a case with its thread. @throws Fault `not-found` when there is none, or this person may not see it */
async function visibleCase(knex: Knex, viewer: Viewer, id: string): Promise<{ row: LoadedCase; thread: ThreadCase[] }> {
  const row = await findCase(knex, id);
  if (row === undefined) throw new Fault('not-found');
  const thread = await threadOf(knex, row.id);
  if (!may(viewer, 'view', withThread(row, thread))) throw new Fault('not-found');
  return { row, thread };
}

const readCase = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'get',
    path: '/api/cases/{id}',
    tag: 'Cases',
    summary: 'Case with its whole story, by id or number',
    access: 'person',
    limit: 'read',
    params: z.object({ id: z.string().min(1).max(64) }),
    answers: { 200: caseSchemaOf(kinds) },
    handler: async ({ viewer, params: { id }, requestId, language }, { knex, fileLink }) => {
      const { row, thread } = await visibleCase(knex, viewer, id);
      const kind = kinds[row.kind];
      const [story, earlier, ground, policy] = await Promise.all([
        storyOf(knex, row.id),
        // Taxpayers have a separate list of their own.
        viewer.kind === 'officer' ? earlierCases(knex, row.id, scopeOf(viewer)) : [],
        kind.ground(knex, row.state, viewer),
        policyOf(kind, row, knex),
      ]);
      await Promise.all([
        viewer.kind === 'officer' && noteRead(knex, viewer.id, row.id, row.version),
        auditLook(knex, {
          actor: viewer,
          regionId: viewer.regionId,
          action: 'view',
          objectKind: 'case',
          objectId: row.id,
          requestId,
          shownAs: 'versions',
          shown: [row.version],
        }),
      ]);
      const linkTo = (uploadId: string) => fileLink(uploadId, viewer);
      return {
        status: 200,
        body: presentCase(kind, { row, policy }, { story, earlier, thread, ground }, { viewer, language, linkTo, now: Date.now() }),
      };
    },
  });

/** Shows a number that pages mask. Every time is audited: who looks at a case has not looked at the number yet. */
const showTelephone = defineRoute({
  method: 'post',
  path: '/api/cases/{id}/telephone',
  tag: 'Cases',
  summary: 'Return the taxpayer’s telephone number unmasked, for a call; every request is audited',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'command',
  params: z.object({ id: idSchema }),
  answers: { 200: telephoneAnswer },
  handler: async ({ viewer, params: { id }, requestId }, { knex }) => {
    const { row } = await visibleCase(knex, viewer, id);
    await audit(knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'show-telephone',
      objectKind: 'case',
      objectId: row.id,
      requestId,
    });
    return { status: 200, body: { phone: row.identity.phone } };
  },
});

export const caseRoutes = (kinds: ServerKinds): readonly Route[] => [readCase(kinds), showTelephone];
