/** 电子工单: opening, merging, the taxpayer's own list and the running orders. */
import { z } from 'zod';

import { auditLook } from '../../../db/audit.ts';
import { Case } from '../../../db/models/index.ts';
import { ownOrders, runningOrders } from '../../../db/work-order/orders.ts';
import { ownCaseTypes } from '../../../db/own-cases.ts';
import type { Actor } from '../../../domain/case.ts';
import { kinds } from '../../../domain/kinds.ts';
import type { MessageCommand, OrderStart } from '../../../domain/message/message.ts';
import { rolesFor } from '../../../domain/possible.ts';
import { workOrderKind } from '../../../domain/work-order/kind.ts';
import type { WorkOrderCommand } from '../../../domain/work-order/order.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema, ownTypesAnswer } from '../../api/common.ts';
import {
  mergeBody,
  openOrderBody,
  openOrderBodyFor,
  ownOrdersAnswer,
  ownOrdersQuery,
  runningAnswer,
  runningQuery,
} from '../../api/work-order/order.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { showCard } from '../chat/card.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { defineRoute, type OfficerViewer, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused } from '../http/fault.ts';
import { isStartOf, startOf } from './start.ts';
import { begunBefore, originOf, permit } from '../cases/access.ts';
import { endedRefusalOf, refusalOf, type ServerKinds } from '../cases/server-kind.ts';
import { presentOwnCaseType } from '../cases/own-cases.ts';
import { centreOf } from '../officers/centre.ts';
import { presentOwnOrder, presentRunningOrder } from './own-orders.ts';
import { limitsOf } from '../uploads/limits.ts';
import { CaseEnded, type Outcome } from '../temporal/gateway.ts';

const roles = ['agent', 'supervisor'] as const;

const open = defineRoute({
  method: 'put',
  path: '/api/work-orders/{id}',
  tag: 'Work orders',
  summary:
    'Open a work order under an id chosen by the client, from a 留言 or a conversation, or for a taxpayer; repeating the request returns the same answer',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: openOrderBody,
  bodyFor: async (viewer, { knex }) => openOrderBodyFor((await limitsOf(viewer, knex)).upload),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['key-reused', 'type-unknown', 'upload-unknown', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const earlier = await begunBefore(viewer, 'work-order', id, deps);
    if (earlier) {
      if (!(await isStartOf(viewer, id, body, deps))) throw new Fault('key-reused');
      // A process may have died before it showed the card.
      if (body.originId !== null) await showCard(body.originId, { kind: workOrderKind.name, id }, deps);
      return answerOfImage(earlier);
    }
    const origin = body.originId === null ? null : await originFor(viewer, body.originId, deps);
    const converts = origin !== null && isConvertible(origin);
    const start = await startOf(viewer, id, body, origin, deps);
    const outcome = converts
      ? await convert(viewer, origin, start, deps)
      : await deps.cases.open(workOrderKind, start.opening, start.policy);
    const answer = answerOf(id, outcome, begun('in-progress'));
    if (origin !== null) await showCard(origin.id, { kind: workOrderKind.name, id }, deps);
    const entry = {
      actor: viewer,
      regionId: viewer.regionId,
      action: converts ? 'convert' : 'open',
      objectKind: 'case',
      objectId: id,
      requestId,
    };
    await noteAnswered(answer, origin ? { ...entry, detail: { originId: origin.id } } : entry, ctx, deps);
    return answer;
  },
});

/** Returns the case from which an order is opened, if this officer may do so: a 留言 becomes the order, another case goes on beside it. */
async function originFor(viewer: OfficerViewer, originId: string, deps: Deps): Promise<Case> {
  const origin = await Case.query(deps.knex).findById(originId);
  if (origin !== undefined && isConvertible(origin)) return await convertible(viewer, origin, deps);
  return await originOf(viewer, 'openOrder', origin, deps);
}

const isConvertible = ({ kind }: Case): boolean => rolesFor(kinds[kind], 'convert').length > 0;

async function convertible(viewer: OfficerViewer, origin: Case | undefined, deps: Deps): Promise<Case> {
  if (origin === undefined || !isConvertible(origin)) throw new Fault('not-found');
  await permit(viewer, 'convert', origin, deps);
  return origin;
}

/** Command by which a 留言 becomes an order, or part of one. */
type Becoming = Extract<MessageCommand, { type: 'convert' }>;

/** Asks the 留言 to become an order; it decides and begins it. Of two concurrent requests only one succeeds. */
async function convert(viewer: OfficerViewer, origin: Case, order: OrderStart, deps: Deps): Promise<Outcome> {
  const orderId = order.opening.id;
  const command: Becoming = { type: 'convert', orderId, order };
  try {
    const converted = await deps.cases.command('message', origin.id, orderId, { kind: 'officer', id: viewer.id }, command);
    if (converted.kind !== 'done') return converted;
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    await refuseUnless(origin.id, command, deps);
  }
  return await deps.cases.opened('work-order', orderId);
}

/** @throws Refused unless the ended 留言 has become this very order */
async function refuseUnless(messageId: string, becoming: Becoming, { knex }: Deps): Promise<Case> {
  const ended = await Case.query(knex).findById(messageId).throwIfNotFound();
  if (!hasBecome(ended, becoming.orderId)) throw new Refused(endedRefusalOf(ended, becoming));
  return ended;
}

const hasBecome = ({ state }: Case, orderId: string): boolean => state.kind === 'message' && state.orderId === orderId;

const merge = (serverKinds: ServerKinds): Route =>
  defineRoute({
    method: 'post',
    path: '/api/cases/{id}/merge',
    tag: 'Work orders',
    summary: 'Merge a repeated 留言 into a running order of its taxpayer (并单); repeating the request returns the same answer',
    access: 'officer',
    roles,
    limit: 'command',
    params: z.object({ id: idSchema }),
    body: mergeBody,
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['temporal-unavailable', 'worker-unavailable'],
    handler: async ({ viewer, params: { id }, body: { orderId }, requestId, ctx }, deps) => {
      const origin = await convertible(viewer, await Case.query(deps.knex).findById(id), deps);
      const order = await Case.query(deps.knex).findById(orderId);
      if (order?.kind !== 'work-order' || order.identity_id !== origin.identity_id || order.region_id !== viewer.regionId)
        throw new Fault('invalid-request', { fields: [{ path: 'orderId', code: 'not-a-choice' }] });
      if (hasBecome(origin, orderId)) return answerOfImage(origin);
      await permit(viewer, 'merge', order, deps);
      const actor = { kind: 'officer' as const, id: viewer.id };
      const becomes: Becoming = { type: 'convert', orderId, order: null };
      // A request that the 留言 would refuse must not become part of the order.
      const refusal = await refusalOf(serverKinds[origin.kind], origin, actor, becomes, deps.knex);
      if (refusal) throw new Refused(refusal);
      await join(order, id, actor, deps);
      const answer = await becomePartOf(origin, becomes, actor, deps);
      const entry = { actor: viewer, regionId: viewer.regionId, action: 'merge', objectKind: 'case', objectId: id, requestId };
      await noteAnswered(answer, { ...entry, detail: { orderId } }, ctx, deps);
      return answer;
    },
  });

/** The order first: merging a request twice has no effect, but a request whose 留言 ended without an order would be lost. */
async function join(order: Case, messageId: string, actor: Actor, { cases, knex }: Deps): Promise<void> {
  const command: WorkOrderCommand = { type: 'merge', caseId: messageId };
  try {
    const joined = await cases.command('work-order', order.id, `merge-${messageId}`, actor, command);
    if (joined.kind === 'refused') throw new Refused(joined.refusal);
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    throw new Refused(endedRefusalOf((await Case.query(knex).findById(order.id)) ?? order, command));
  }
}

/** Then the 留言, which can be merged once; concurrent equal requests are the same update. */
async function becomePartOf(origin: Case, becomes: Becoming, actor: Actor, deps: Deps) {
  try {
    return answerOf(origin.id, await deps.cases.command('message', origin.id, `merge-${becomes.orderId}`, actor, becomes), origin);
  } catch (error) {
    if (error instanceof CaseEnded) return answerOfImage(await refuseUnless(origin.id, becomes, deps));
    throw error;
  }
}

const list = defineRoute({
  method: 'get',
  path: '/api/work-orders',
  tag: 'Work orders',
  summary: '我的工单: one’s own work orders, newest first',
  access: 'taxpayer',
  query: ownOrdersQuery,
  answers: { 200: ownOrdersAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownOrders(knex, viewer.id, filters, { page, size });
    return { status: 200, body: { items: rows.map((row) => presentOwnOrder(row, language)), total, page, size } };
  },
});

const ownTypes = defineRoute({
  method: 'get',
  path: '/api/work-orders/types',
  tag: 'Work orders',
  summary: 'Types of one’s own work orders, as choices of a filter',
  access: 'taxpayer',
  answers: { 200: ownTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const types = await ownCaseTypes(knex, viewer.id, 'work-order');
    return { status: 200, body: { items: types.map((type) => presentOwnCaseType(type, language)) } };
  },
});

const running = defineRoute({
  method: 'get',
  path: '/api/work-orders/running',
  tag: 'Work orders',
  summary: 'Running orders of a taxpayer of one type, into which a repeated request can be merged',
  access: 'officer',
  roles,
  limit: 'read',
  query: runningQuery,
  answers: { 200: runningAnswer },
  handler: async ({ viewer, query: { identityId, typeId }, language, requestId }, { knex }) => {
    const rows = await runningOrders(knex, viewer.regionId, identityId, typeId);
    // The answer shows a taxpayer's running orders, which counts as a look at personal data.
    if (rows.length > 0)
      await auditLook(knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'list',
        objectKind: 'taxpayer',
        objectId: identityId,
        requestId,
        shownAs: 'cases',
        shown: rows.map(({ id }) => id),
      });
    return { status: 200, body: { items: rows.map((row) => presentRunningOrder(row, centreOf(viewer), language)) } };
  },
});

export const orderRoutes = (serverKinds: ServerKinds): readonly Route[] => [list, ownTypes, running, open, merge(serverKinds)];
