/** Canned replies: an officer keeps their own, a supervisor those of the centre (C4). */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import {
  cannedReplies,
  cannedReply,
  keepCannedReply,
  removeCannedReply,
  type StoredReply,
} from '../../../db/conversation/canned-replies.ts';
import { maxCannedReplies } from '../../../domain/canned-replies.ts';
import { mayUse } from '../../../domain/policies.ts';
import { idSchema } from '../../api/common.ts';
import { cannedRepliesAnswer, cannedReplyBody, cannedReplySchema } from '../../api/conversation/canned-replies.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { centreOf } from '../officers/centre.ts';

const roles = ['agent', 'supervisor'] as const;
const params = z.object({ id: idSchema });
const path = '/api/desk/canned-replies/{id}';

const ownerOf = (viewer: OfficerViewer) => ({ centreId: centreOf(viewer), officerId: viewer.id });
/** @throws Fault `not-allowed` when an agent changes what the whole centre uses */
function checkScope(viewer: OfficerViewer, scope: StoredReply['scope']): void {
  if (scope === 'centre' && !mayUse(viewer, 'supervise')) throw new Fault('not-allowed');
}

const list = defineRoute({
  method: 'get',
  path: '/api/desk/canned-replies',
  tag: 'Desk',
  summary: 'Canned replies of the officer and of the centre',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: cannedRepliesAnswer },
  handler: async ({ viewer }, { knex }) => ({ status: 200, body: { items: await cannedReplies(knex, ownerOf(viewer)) } }),
});

const keep = defineRoute({
  method: 'put',
  path,
  tag: 'Desk',
  summary: 'Keep a canned reply: one’s own, or one of the centre (supervisors); the client chooses the id',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  body: cannedReplyBody,
  answers: { 200: cannedReplySchema, 201: cannedReplySchema },
  faults: ['not-found', 'not-allowed', 'canned-replies-too-many'],
  handler: async ({ viewer, params: { id }, body, requestId }, { knex }) => {
    checkScope(viewer, body.scope);
    const reply = { id, ...body };
    const kept = await knex.transaction(async (trx) => {
      const result = await keepCannedReply(trx, ownerOf(viewer), reply);
      if (result === 'created' || result === 'changed') await note(trx, viewer, 'keep', reply, requestId);
      return result;
    });
    switch (kept) {
      case 'elsewhere':
        throw new Fault('not-found');
      case 'too-many':
        throw new Fault('canned-replies-too-many', { details: { limit: String(maxCannedReplies) } });
      case 'created':
        return { status: 201, body: reply };
      case 'changed':
        return { status: 200, body: reply };
    }
  },
});

const remove = defineRoute({
  method: 'delete',
  path,
  tag: 'Desk',
  summary: 'Delete a canned reply: one’s own, or one of the centre (supervisors)',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  faults: ['not-found', 'not-allowed'],
  handler: async ({ viewer, params: { id }, requestId }, { knex }) => {
    const reply = await cannedReply(knex, ownerOf(viewer), id);
    if (reply === undefined) throw new Fault('not-found');
    checkScope(viewer, reply.scope);
    await knex.transaction(async (trx) => {
      await removeCannedReply(trx, id);
      await note(trx, viewer, 'delete', reply, requestId);
    });
    return { status: 204, body: null };
  },
});

export const cannedReplyRoutes = [list, keep, remove];

/** Texts stay out of the log: they are of no use there, and it is never erased. */
const note = (
  trx: Parameters<typeof audit>[0],
  viewer: OfficerViewer,
  action: 'keep' | 'delete',
  { id, scope }: StoredReply,
  requestId: string,
): Promise<void> =>
  audit(trx, { actor: viewer, regionId: viewer.regionId, action, objectKind: 'canned-reply', objectId: id, requestId, detail: { scope } });
