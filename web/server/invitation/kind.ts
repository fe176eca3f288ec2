/** 邀请 on the server: its commands, and its part of a case. */
import { keepOfficerForm } from '../../../db/case-forms.ts';
import { currentType } from '../../../db/case-types.ts';
import { invitationGround, isBookable } from '../../../db/invitation/ground.ts';
import { Text, type Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import type { InvitationCommand, InvitationState } from '../../../domain/invitation/invitation.ts';
import { invitationKind } from '../../../domain/invitation/kind.ts';
import { invitationCaseSchema, invitationCommandBodies } from '../../api/invitation/invitation.ts';
import { intent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { Refused } from '../http/fault.ts';
import { checkOfficer } from '../officers/checks.ts';
import { invitationPolicyFrom } from './policy.ts';
import { presentInvitation } from './presenter.ts';
import { invitationRoutes } from './routes.ts';

/** Id of the text of the appointment that follows: that of the invitation, written again for the new case. */
const textOfAppointment = (appointmentId: string): string => idFrom(['appointment of an invitation', appointmentId]);

/**
 * The receiver must work in the centre; an accepted place must be bookable.
 * @throws Fault `officer-unknown`, Refused `slot-taken`, `id-taken`
 */
async function check(image: Case, command: InvitationCommand, deps: Deps): Promise<void> {
  if (command.type === 'handOver') await checkOfficer(command.officerId, image.centre_id, 'to.officerId', deps);
  if (command.type === 'reassign') await checkOfficer(command.officerId, image.centre_id, 'officerId', deps);
  if (image.state.kind !== invitationKind.name || (command.type !== 'accept' && command.type !== 'agree')) return;
  const state = image.state as InvitationState;
  const placeId = command.type === 'accept' ? command.placeId : state.counter?.placeId;
  if (placeId !== undefined && !(await isBookable(deps.knex, state, placeId))) throw new Refused({ code: 'slot-taken' });
  await keepForm(state, command, deps);
}

/** Stores what the appointment begins with: the matter, and the taxpayer's reminder and number. */
async function keepForm(
  state: InvitationState,
  { appointmentId, textId }: { appointmentId: string; textId: string },
  { knex }: Deps,
): Promise<void> {
  const text = await Text.query(knex).findById(state.textId).throwIfNotFound();
  const kept = await keepOfficerForm(knex, {
    caseId: appointmentId,
    identityId: state.identityId,
    officerId: state.senderId,
    originId: state.id,
    fields: {},
    text: { id: textId, body: text.body },
  });
  if (kept === undefined) throw new Refused({ code: 'id-taken' });
}

export const invitationServerKind = defineServerKind({
  kind: invitationKind,
  namespace: 'invitation',
  routes: () => invitationRoutes,
  shape: invitationCaseSchema,
  bodies: invitationCommandBodies,
  bodiesWithFiles: () => ({}),
  summaries: {
    ...sharedSummaries,
    accept: 'Accept one of the proposed times; the appointment begins',
    reject: 'Reject an invitation with a reason',
    counter: 'Propose another time, held before',
    agree: 'Agree to the taxpayer’s time; the appointment begins',
    decline: 'Decline the taxpayer’s time with a reason; the proposed ones stand again',
    withdraw: 'Withdraw an invitation with a reason',
  },
  intents: {
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to: { officerId }, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    accept: ({ placeId, appointmentId }) => intent({ type: 'accept', placeId, appointmentId, textId: textOfAppointment(appointmentId) }),
    reject: ({ reason }) => intent({ type: 'reject', reasonId: reason.id }, reason),
    counter: ({ placeId, note }) => intent({ type: 'counter', placeId, noteId: note?.id ?? null }, note),
    agree: ({ appointmentId }) => intent({ type: 'agree', appointmentId, textId: textOfAppointment(appointmentId) }),
    decline: ({ reason }) => intent({ type: 'decline', reasonId: reason.id }, reason),
    withdraw: ({ reason }) => intent({ type: 'withdraw', reasonId: reason.id }, reason),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
  },
  check,
  isResult: (command, { state }) =>
    (command.type === 'accept' || command.type === 'agree') && 'appointmentId' in state && state.appointmentId === command.appointmentId,
  policyInForce: async (knex, { regionId, centreId, typeId }) => {
    const [type, settings] = await Promise.all([currentType(knex, 'appointment', regionId, typeId), settingsOf(knex, regionId, centreId)]);
    if (type === undefined) throw new Error(`type ${typeId} is withdrawn, and the invitation has no policy of its own`);
    return invitationPolicyFrom(type.definition, settings);
  },
  ground: (knex, state) => invitationGround(knex, state),
  namesOf: () => ({ stages: [], papers: [] }),
  present: ({ state, ground }, reading) => ({ invitation: presentInvitation(state, ground, reading) }),
});
