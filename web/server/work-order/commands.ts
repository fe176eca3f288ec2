/** What people may ask of a work order: one route a command, all carried out in the same way. */
import { z } from 'zod';

import { Officer, type Case } from '../../../db/models/index.ts';
import { handlingGroups } from '../../../db/handling-groups.ts';
import type { Refusal } from '../../../domain/case.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { WorkOrderCommand } from '../../../domain/work-order/order.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { orderBodiesWithFiles, orderCommandBodies, type OrderCommandType } from '../../api/orders.ts';
import { carryOut, type Carrying } from '../cases/carry-out.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { refusalOfEnded } from '../cases/ended.ts';
import { Fault } from '../http/fault.ts';
import { orderIntentOf, type OrderIntent } from './intents.ts';
import { isSupervisor } from '../cases/actions.ts';
import { limitsOf } from '../uploads/limits.ts';

const summaries: Record<OrderCommandType, string> = {
  claim: 'Take an order that nobody holds',
  release: 'Give an order back',
  handOver: 'Hand an order over to a colleague of the centre',
  advance: 'Move an order on to its next stage',
  sendBack: 'Send an order back to an earlier stage',
  askPapers: 'Ask the taxpayer for papers; the clock of the stage stands still',
  supplement: 'Hand in papers, as asked',
  reviewPapers: 'Accept papers, return them with a reason, or waive them',
  finish: 'Finish an order with a result',
  dispute: 'Dispute the assignment (派单异议)',
  dispatch: 'Decide a dispute: give the order to somebody again',
  urge: 'Urge (催办)',
  terminate: 'Terminate (终止)',
  rate: 'Rate an order that has ended',
  reassign: 'Give an order to another officer (supervisors)',
  end: 'End an order with a reason (supervisors)',
};

const carriesFiles = (type: OrderCommandType): type is 'supplement' | 'finish' => type === 'supplement' || type === 'finish';

const commandRoute = (type: OrderCommandType): Route =>
  defineRoute({
    method: 'post',
    path: `/api/work-orders/{id}/commands/${type}`,
    tag: 'Work orders',
    summary: summaries[type],
    access: 'person',
    limit: 'command',
    idempotent: true,
    params: z.object({ id: idSchema }),
    body: orderCommandBodies[type],
    ...(carriesFiles(type) && {
      bodyFor: async (viewer: Viewer, { knex }: Deps) => orderBodiesWithFiles((await limitsOf(viewer, knex)).upload)[type],
    }),
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['key-reused', 'upload-unknown', 'officer-unknown', 'temporal-unavailable', 'worker-unavailable'],
    handler: ({ viewer, params: { id }, body, requestId, ctx }, deps) =>
      // The schema of this very command has let the body through.
      carryOut({ viewer, id, action: type, requestId, ctx }, orderIntentOf(type, body, isSupervisor(viewer)), carrying, deps),
  });

/** @throws Fault `officer-unknown`: who is given an order must work in the centre that handles its stage */
async function check(image: Case, command: WorkOrderCommand, { knex }: Deps): Promise<void> {
  if (!('officerId' in command) || command.officerId === null || image.state.kind !== 'work-order') return;
  const { groupId } = image.state;
  const centreId = (await handlingGroups(knex, [groupId])).get(groupId)?.centre_id ?? image.centre_id;
  const officer = await Officer.query(knex).findOne({ id: command.officerId, centre_id: centreId, active: true });
  if (officer === undefined) throw new Fault('officer-unknown', { fields: [{ path: 'officerId', code: 'not-a-choice' }] });
}

function refusal(command: WorkOrderCommand, ended: Case): Refusal {
  if (command.type === 'rate') return { code: ended.stars === null ? 'evaluation-over' : 'already-rated' };
  return refusalOfEnded(ended);
}

const carrying: Carrying<OrderIntent> = {
  kind: 'work-order',
  check,
  isResult: (command, { stars, resolved }) => command.type === 'rate' && stars === command.stars && resolved === command.resolved,
  refusal,
};

export const orderCommandRoutes: readonly Route[] = (Object.keys(orderCommandBodies) as OrderCommandType[]).map((type) =>
  commandRoute(type),
);
