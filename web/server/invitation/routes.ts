/** 邀请: sending one, and the taxpayer's own list. */
import { z } from 'zod';

import { ownInvitations } from '../../../db/invitation/own-invitations.ts';
import { Case } from '../../../db/models/index.ts';
import { ownCaseTypes } from '../../../db/own-cases.ts';
import { invitationKind } from '../../../domain/invitation/kind.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema, ownTypesAnswer } from '../../api/common.ts';
import { invitationBody, invitationBodyFor, ownInvitationsAnswer, ownInvitationsQuery } from '../../api/invitation/invitation.ts';
import { begunBefore, originOf } from '../cases/access.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { presentOwnCaseType } from '../cases/own-cases.ts';
import { showCard } from '../chat/card.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault, Refused } from '../http/fault.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { limitsOf } from '../uploads/limits.ts';
import { manyInvitationRoutes } from './many.ts';
import { presentOwnInvitation } from './presenter.ts';
import { invitationStartOf, isInvitationOf } from './start.ts';

const kind = 'invitation';
const tag = 'Invitations';

const send = defineRoute({
  method: 'put',
  path: '/api/invitations/{id}',
  tag,
  summary:
    'Invite a taxpayer under an id chosen by the client, from one of their cases or after a search, at places held for them; repeating the request returns the same answer',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: invitationBody,
  bodyFor: async (viewer, { knex }) => invitationBodyFor((await limitsOf(viewer, knex)).upload),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['not-found', 'key-reused', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const earlier = await begunBefore(viewer, kind, id, deps);
    if (earlier !== undefined) {
      if (!(await isInvitationOf(viewer, id, body, deps))) throw new Fault('key-reused');
      // A process may have died before it showed the card.
      if (body.originId !== null) await showCard(body.originId, { kind, id }, deps);
      return answerOfImage(earlier);
    }
    const origin =
      body.originId === null ? null : await originOf(viewer, 'invite', await Case.query(deps.knex).findById(body.originId), deps);
    const { opening, policy } = await invitationStartOf(viewer, id, body, origin, deps);
    try {
      const answer = answerOf(id, await deps.cases.open(invitationKind, opening, policy), begun('sent'));
      if (origin !== null) await showCard(origin.id, { kind, id }, deps);
      const entry = { actor: viewer, regionId: viewer.regionId, action: 'invite', objectKind: 'case', objectId: id, requestId };
      await noteAnswered(answer, origin ? { ...entry, detail: { originId: origin.id } } : entry, ctx, deps);
      return answer;
    } catch (error) {
      // One that did not win its places has ended without a row.
      if (error instanceof CaseEnded) throw new Refused({ code: 'slot-taken' });
      throw error;
    }
  },
});

const list = defineRoute({
  method: 'get',
  path: '/api/invitations',
  tag,
  summary: '我的预约 → 税局邀请: one’s own invitations, newest first',
  access: 'taxpayer',
  query: ownInvitationsQuery,
  answers: { 200: ownInvitationsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownInvitations(knex, viewer.id, filters, { page, size });
    return { status: 200, body: { items: rows.map((row) => presentOwnInvitation(row, language)), total, page, size } };
  },
});

const ownTypes = defineRoute({
  method: 'get',
  path: '/api/invitations/types',
  tag,
  summary: 'Types of one’s own invitations, as choices of a filter',
  access: 'taxpayer',
  answers: { 200: ownTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const types = await ownCaseTypes(knex, viewer.id, kind);
    return { status: 200, body: { items: types.map((type) => presentOwnCaseType(type, language)) } };
  },
});

export const invitationRoutes = [list, ownTypes, send, ...manyInvitationRoutes];
