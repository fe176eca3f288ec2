/** Visits as their taxpayer knows them: planning one, the list of one's own. */
import { z } from 'zod';

import { keepTaxpayerForm } from '../../../db/case-forms.ts';
import { Case } from '../../../db/models/index.ts';
import { ownCases, type OwnCaseRow } from '../../../db/own-cases.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { visitKind } from '../../../domain/visit/kind.ts';
import type { VisitStatus } from '../../../domain/visit/visit.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { ownVisitsAnswer, ownVisitsQuery, visitBody } from '../../api/visit/visit.ts';
import { permit } from '../cases/access.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, begun } from '../cases/command-answers.ts';
import { presentOwnCase } from '../cases/own-cases.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { visitPolicy } from './policy.ts';

const plan = defineRoute({
  method: 'put',
  path: '/api/visits/{id}',
  tag: 'Visits',
  summary: 'Plan a visit under an id made by the client; sent again it gives the same answer',
  access: 'taxpayer',
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: visitBody,
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['not-found', 'key-reused', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const { originId, typeId, at, leadMinutes, text, reminder, phone } = body;
    const origin = await Case.query(deps.knex).findById(originId);
    if (origin === undefined) throw new Fault('not-found');
    await permit(viewer, 'view', origin, deps);
    const textId = idFrom([id, originId, typeId, at, leadMinutes, text, reminder, phone]);
    const kept = await keepTaxpayerForm(deps.knex, {
      caseId: id,
      identityId: viewer.id,
      reminder,
      phone,
      text: { id: textId, body: text },
    });
    if (kept !== 'kept') throw new Fault(kept === 'elsewhere' ? 'not-found' : 'key-reused');
    const { region_id: regionId, centre_id: centreId } = origin;
    const opening = { id, regionId, centreId, typeId, identityId: viewer.id, reminder, textId, originId, at: Date.parse(at), leadMinutes };
    const answer = answerOf(id, await deps.cases.open(visitKind, opening, visitPolicy), begun('planned'));
    const entry = { actor: viewer, regionId, action: 'plan', objectKind: 'case', objectId: id, requestId };
    await noteAnswered(answer, entry, ctx, deps);
    return answer;
  },
});

const list = defineRoute({
  method: 'get',
  path: '/api/visits',
  tag: 'Visits',
  summary: 'The visits of one’s own, newest first',
  access: 'taxpayer',
  query: ownVisitsQuery,
  answers: { 200: ownVisitsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownCases<OwnCaseRow<VisitStatus>>(knex, { identityId: viewer.id, kind: 'visit' }, filters, {
      page,
      size,
    });
    const items = rows.map((row) => ({ kind: 'visit' as const, ...presentOwnCase(row, language) }));
    return { status: 200, body: { items, total, page, size } };
  },
});

export const visitRoutes = [plan, list];
