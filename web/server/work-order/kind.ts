/** 电子工单 on the server: commands and presentation. */
import { definitionOf } from '../../../db/case-types.ts';
import { handlingGroups } from '../../../db/handling-groups.ts';
import type { Case } from '../../../db/models/index.ts';
import { orderGround } from '../../../db/work-order/ground.ts';
import { workOrderKind } from '../../../domain/work-order/kind.ts';
import type { WorkOrderCommand } from '../../../domain/work-order/order.ts';
import { orderBodiesWithFiles, orderCaseSchema, orderCommandBodies } from '../../api/work-order/order.ts';
import { intent, judgementIntent, papersIntent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { checkOfficer } from '../officers/checks.ts';
import { orderPolicyInForce } from './policy.ts';
import { presentOrder } from './presenter.ts';
import { orderRoutes } from './routes.ts';
import { orderTypeRoutes } from './types.ts';

/** @throws Fault `officer-unknown`: the receiver must work in the centre that handles the order's stage */
async function check(image: Case, command: WorkOrderCommand, deps: Deps): Promise<void> {
  if (!('officerId' in command) || command.officerId === null || image.state.kind !== 'work-order') return;
  const { groupId } = image.state;
  const centreId = (await handlingGroups(deps.knex, [groupId])).get(groupId)?.centre_id ?? image.centre_id;
  await checkOfficer(command.officerId, centreId, command.type === 'handOver' ? 'to.officerId' : 'officerId', deps);
}

export const workOrderServerKind = defineServerKind({
  kind: workOrderKind,
  namespace: 'order',
  routes: (kinds) => [...orderRoutes(kinds), ...orderTypeRoutes],
  shape: orderCaseSchema,
  bodies: orderCommandBodies,
  bodiesWithFiles: orderBodiesWithFiles,
  summaries: {
    ...sharedSummaries,
    advance: 'Move an order on to its next stage',
    sendBack: 'Send an order back to an earlier stage',
    supplement: 'Submit the papers asked for',
    finish: 'Finish an order with a result',
    dispute: 'Dispute the assignment (派单异议)',
    dispatch: 'Decide a dispute by assigning the order again',
    urge: 'Urge (催办)',
    terminate: 'Terminate (终止)',
  },
  intents: {
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to: { officerId }, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
    advance: ({ note }) => intent({ type: 'advance', noteId: note?.id ?? null }, note),
    sendBack: ({ to, reason }) => intent({ type: 'sendBack', to, reasonId: reason.id }, reason),
    askPapers: ({ keys, note }) => intent({ type: 'askPapers', keys, textId: note.id }, note),
    supplement: ({ papers, note }) => papersIntent({ type: 'supplement', papers, textId: note?.id ?? null }, note),
    reviewPapers: judgementIntent,
    finish: ({ textId, text, uploadIds }, viewer) =>
      intent(
        { type: 'finish', asSupervisor: viewer.kind === 'officer' && viewer.role === 'supervisor', textId, uploadIds },
        { id: textId, text },
        uploadIds,
      ),
    dispute: ({ reason }) => intent({ type: 'dispute', reasonId: reason.id }, reason),
    dispatch: ({ officerId, note }) => intent({ type: 'dispatch', officerId, noteId: note?.id ?? null }, note),
    urge: () => intent({ type: 'urge' }),
    terminate: ({ reason }) => intent({ type: 'terminate', reasonId: reason.id }, reason),
    rate: ({ resolved, stars, comment }) => intent({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, comment),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
  },
  check,
  isResult: (command, { stars, resolved }) => command.type === 'rate' && stars === command.stars && resolved === command.resolved,
  policyInForce: async (knex, state) => await orderPolicyInForce(knex, state.regionId, await definitionOf(knex, state)),
  ground: orderGround,
  namesOf: ({ definition: { stages, papers } }) => ({ stages, papers }),
  present: ({ row, state, policy, ground, story }, reading) => ({ order: presentOrder(row, state, policy, ground, story, reading) }),
});
