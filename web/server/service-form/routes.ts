/** 业务办理服务确认单: sending one, and the taxpayer's own list. */
import type { Knex } from 'knex';
import { z } from 'zod';

import { Case } from '../../../db/models/index.ts';
import { ownCaseTypes } from '../../../db/own-cases.ts';
import { ownForms } from '../../../db/service-form/own-forms.ts';
import type { ServiceFormStart } from '../../../domain/service-form/form.ts';
import { serviceFormKind } from '../../../domain/service-form/kind.ts';
import type { WorkOrderCommand } from '../../../domain/work-order/order.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema, ownTypesAnswer } from '../../api/common.ts';
import { ownFormsAnswer, ownFormsQuery, sendFormBody, sendFormBodyFor } from '../../api/service-form/form.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused } from '../http/fault.ts';
import { showCard } from '../chat/card.ts';
import { formStartOf, isFormStartOf } from './start.ts';
import { begunBefore, originOf } from '../cases/access.ts';
import { endedRefusalOf } from '../cases/server-kind.ts';
import { presentOwnCaseType } from '../cases/own-cases.ts';
import { presentOwnForm } from './own-forms.ts';
import { limitsOf } from '../uploads/limits.ts';
import { CaseEnded, type Outcome } from '../temporal/gateway.ts';

const send = defineRoute({
  method: 'put',
  path: '/api/service-forms/{id}',
  tag: 'Service forms',
  summary:
    'Send a form under an id chosen by the client, from a 留言, an order or a conversation; the order then waits for it, the conversation shows it. Repeating the request returns the same answer',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: sendFormBody,
  bodyFor: async (viewer, { knex }) => sendFormBodyFor((await limitsOf(viewer, knex)).upload),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['key-reused', 'upload-unknown', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const earlier = await begunBefore(viewer, 'service-form', id, deps);
    if (earlier) {
      if (!(await isFormStartOf(viewer, id, body, deps))) throw new Fault('key-reused');
      if (await isKnownToItsOrder(deps.knex, earlier)) {
        // A process may have died before it showed the card.
        await showCard(body.originId, { kind: serviceFormKind.name, id }, deps);
        return answerOfImage(earlier);
      }
    }
    const origin = await originOf(viewer, 'sendForm', await Case.query(deps.knex).findById(body.originId), deps);
    const start = await formStartOf(viewer, id, body, origin, deps);
    const outcome =
      origin.kind === 'work-order'
        ? await carriedBy(origin, viewer, start, deps)
        : await deps.cases.open(serviceFormKind, start.opening, start.policy);
    const answer = answerOf(id, outcome, begun('sent'));
    // Of two concurrent requests under one id, the form has the contents of one only.
    if (answer.status === 200 && !(await isFormStartOf(viewer, id, body, deps))) throw new Fault('key-reused');
    await showCard(origin.id, { kind: serviceFormKind.name, id }, deps);
    const entry = { actor: viewer, regionId: viewer.regionId, action: 'sendForm', objectKind: 'case', objectId: id, requestId };
    await noteAnswered(answer, { ...entry, detail: { originId: origin.id } }, ctx, deps);
    return answer;
  },
});

/**
 * True when the order from which a form was sent already refers to it. The form begins first; after a crash between the two steps, the
 * order is asked again under the same key.
 */
async function isKnownToItsOrder(knex: Knex, { id, state }: Case): Promise<boolean> {
  if (state.kind !== 'service-form' || state.orderId === null) return true;
  return (await knex('case_links').where({ case_id: state.orderId, other_id: id })).length > 0;
}

/** Asks the order to carry the form; the order decides and begins it. */
async function carriedBy(order: Case, viewer: OfficerViewer, form: ServiceFormStart, deps: Deps): Promise<Outcome> {
  const command: WorkOrderCommand = { type: 'sendForm', form };
  try {
    const sent = await deps.cases.command('work-order', order.id, form.opening.id, { kind: 'officer', id: viewer.id }, command);
    return sent.kind === 'done' ? await deps.cases.opened('service-form', form.opening.id) : sent;
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    throw new Refused(endedRefusalOf(await Case.query(deps.knex).findById(order.id).throwIfNotFound(), command));
  }
}

const list = defineRoute({
  method: 'get',
  path: '/api/service-forms',
  tag: 'Service forms',
  summary: '业务确认单: one’s own forms, newest first',
  access: 'taxpayer',
  query: ownFormsQuery,
  answers: { 200: ownFormsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownForms(knex, viewer.id, filters, { page, size });
    return { status: 200, body: { items: rows.map((row) => presentOwnForm(row, language)), total, page, size } };
  },
});

const ownTypes = defineRoute({
  method: 'get',
  path: '/api/service-forms/types',
  tag: 'Service forms',
  summary: 'Templates of one’s own forms, as choices of a filter',
  access: 'taxpayer',
  answers: { 200: ownTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const types = await ownCaseTypes(knex, viewer.id, 'service-form');
    return { status: 200, body: { items: types.map((type) => presentOwnCaseType(type, language)) } };
  },
});

export const formRoutes = [list, ownTypes, send];
