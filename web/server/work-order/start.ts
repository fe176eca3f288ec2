import type { z } from 'zod';

import type { Author } from '../../../domain/case.ts';
import { keepOfficerForm } from '../../../db/case-forms.ts';
import { isTextOf } from '../../../db/contents.ts';
import { identityOf } from '../../../db/entry.ts';
import type { Case } from '../../../db/models/index.ts';
import { currentType } from '../../../db/case-types.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { OrderStart } from '../../../domain/message/message.ts';
import type { openOrderBody } from '../../api/work-order/order.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { normalFilling } from '../../../domain/work-order/filling.ts';
import { orderFieldFaults } from './fields.ts';
import { orderPolicyInForce } from './policy.ts';
import { centreOf } from '../officers/centre.ts';
import { idFrom } from '../../../db/text-ids.ts';

type Body = z.output<typeof openOrderBody>;

/** Equal forms get equal text ids; different forms get different ones. For an order from a case, the taxpayer follows from that case. */
const textIdOf = (id: string, { typeId, identityId, originId, priority, text, uploadIds, fields }: Body): string =>
  idFrom([id, typeId, originId ?? identityId, priority, text, uploadIds, Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** True when an order was opened by this officer with exactly this form. */
export const isStartOf = (viewer: OfficerViewer, id: string, body: Body, { knex }: Deps): Promise<boolean> =>
  isTextOf(knex, { kind: 'officer', id: viewer.id }, id, textIdOf(id, body));

/**
 * Looks up everything that an order begins with, and reports all faults at once before anything is stored.
 * @throws Fault `invalid-request` with every wrong field, `key-reused`
 */
export async function startOf(viewer: OfficerViewer, id: string, body: Body, origin: Case | null, deps: Deps): Promise<OrderStart> {
  const { knex } = deps;
  const author: Author = { kind: 'officer', id: viewer.id };
  const identityId = origin?.identity_id ?? body.identityId;
  const [type, identity, uploads] = await Promise.all([
    currentType(knex, 'work-order', viewer.regionId, body.typeId),
    identityId === null ? undefined : identityOf(knex, identityId),
    findUploads(knex, author, body.uploadIds, id),
  ]);
  const fields: FieldFault[] = [
    ...(identity?.region_id === viewer.regionId ? [] : [{ path: 'identityId', code: 'required' as const }]),
    ...(type ? orderFieldFaults(type.definition.fields, body.fields) : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...uploads.flatMap((finding, i) => (finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }])),
  ];
  if (!type || !identity || fields.length > 0) throw new Fault('invalid-request', { fields });

  const textId = textIdOf(id, body);
  const text = { id: textId, body: body.text };
  const originId = origin?.id ?? null;
  const form = {
    caseId: id,
    identityId: identity.id,
    officerId: viewer.id,
    originId,
    fields: normalFilling(type.definition.fields, body.fields),
    text,
  };
  const reminder = await keepOfficerForm(knex, form);
  if (reminder === undefined) throw new Fault('key-reused');
  const policy = await orderPolicyInForce(knex, viewer.regionId, type.definition);
  return {
    policy,
    opening: {
      id,
      regionId: viewer.regionId,
      centreId: policy.stages[0]?.centreId ?? centreOf(viewer),
      typeId: type.id,
      typeVersion: type.version,
      identityId: identity.id,
      dispatcherId: viewer.id,
      dispatchCentreId: centreOf(viewer),
      priority: body.priority,
      textId,
      uploadIds: body.uploadIds,
      papers: type.definition.papers.map(({ key, required }) => ({ key, required })),
      originId,
      reminder,
    },
  };
}
