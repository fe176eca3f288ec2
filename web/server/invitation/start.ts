import type { z } from 'zod';

import { keepOfficerForm } from '../../../db/case-forms.ts';
import { currentType } from '../../../db/case-types.ts';
import { identityOf } from '../../../db/entry.ts';
import { CaseEvent, type Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { InvitationOpening, InvitationPolicy } from '../../../domain/invitation/invitation.ts';
import type { invitationBody } from '../../api/invitation/invitation.ts';
import type { Deps } from '../deps.ts';
import { wrongChoices } from '../appointment/choices.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { centreOf } from '../officers/centre.ts';
import { invitationPolicyFrom } from './policy.ts';

type Body = z.output<typeof invitationBody>;

/** Equal invitations get equal text ids; different ones get different ones. */
const textIdOf = (id: string, { originId, identityId, typeId, way, category, placeIds, answerMinutes, text, uploadIds }: Body): string =>
  idFrom([id, originId ?? identityId, typeId, way, category, placeIds, answerMinutes, text, uploadIds]);

/** True when the invitation under this id was sent by this officer with exactly these contents. */
export async function isInvitationOf(viewer: OfficerViewer, id: string, body: Body, { knex }: Deps): Promise<boolean> {
  const sent = await CaseEvent.query(knex).findById([id, 1]);
  return sent?.type === 'proposed' && sent.actor_id === viewer.id && sent.data['textId'] === textIdOf(id, body);
}

/**
 * Looks up and checks everything that an invitation begins with, and stores its text. It belongs to the centre of the officer, and to the
 * taxpayer of the case from which it is sent or to the one who was looked up.
 * @throws Fault `invalid-request` with every wrong field, `key-reused`
 */
export async function invitationStartOf(
  viewer: OfficerViewer,
  id: string,
  body: Body,
  origin: Case | null,
  deps: Deps,
): Promise<{ opening: InvitationOpening; policy: InvitationPolicy }> {
  const { knex } = deps;
  const { typeId, way, category, placeIds, answerMinutes, text, uploadIds } = body;
  const centreId = centreOf(viewer);
  const originId = origin?.id ?? null;
  const identityId = origin?.identity_id ?? body.identityId;
  const [type, identity, settings, uploads] = await Promise.all([
    currentType(knex, 'appointment', viewer.regionId, typeId),
    identityId === null ? undefined : identityOf(knex, identityId),
    settingsOf(knex, viewer.regionId, centreId),
    findUploads(knex, { kind: 'officer', id: viewer.id }, uploadIds, id),
  ]);
  const fields: FieldFault[] = [
    ...(identity?.region_id === viewer.regionId ? [] : [{ path: 'identityId', code: 'required' as const }]),
    ...(type ? wrongChoices(type, body) : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...uploads.flatMap((finding, i) => (finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }])),
  ];
  if (type === undefined || identity === undefined || fields.length > 0) throw new Fault('invalid-request', { fields });
  const textId = textIdOf(id, body);
  const form = { caseId: id, identityId: identity.id, officerId: viewer.id, originId, fields: {}, text: { id: textId, body: text } };
  const reminder = await keepOfficerForm(knex, form);
  if (reminder === undefined) throw new Fault('key-reused');
  const policy = invitationPolicyFrom(type.definition, settings);
  return {
    policy: answerMinutes === null ? policy : { ...policy, answerMinutes },
    opening: {
      ...{ id, regionId: viewer.regionId, centreId, typeId, typeVersion: type.version, identityId: identity.id },
      ...{ senderId: viewer.id, way, category, placeIds, textId, uploadIds, reminder, originId },
    },
  };
}
