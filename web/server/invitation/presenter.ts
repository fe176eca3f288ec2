/** The invitation's own part of a case's page, and a row of 税局邀请. */
import type { InvitationGround } from '../../../db/invitation/ground.ts';
import type { OwnInvitationRow } from '../../../db/invitation/own-invitations.ts';
import type { InvitationState } from '../../../domain/invitation/invitation.ts';
import type { Place } from '../../../domain/kind.ts';
import type { AppointmentCategory } from '../../../domain/slots/definition.ts';
import type { InvitationPart, OwnInvitation } from '../../api/invitation/invitation.ts';
import type { Language } from '../../i18n/index.ts';
import { presentCategory } from '../appointment/choices.ts';
import { presentOwnCase } from '../cases/own-cases.ts';
import type { PartReading } from '../cases/server-kind.ts';

const instant = (at: number): string => new Date(at).toISOString();
const presentPlace = ({ placeId, startsAt, endsAt }: Place) => ({ placeId, startsAt: instant(startsAt), endsAt: instant(endsAt) });

const matterOf = ({ way, category, proposed }: InvitationState, categories: readonly AppointmentCategory[], language: Language) => ({
  way,
  category: presentCategory(category, categories, language),
  proposed: proposed.map(presentPlace),
});
const answerUntil = ({ clock }: InvitationState): string | null => clock && instant(clock.dueAt);

export function presentInvitation(
  state: InvitationState,
  { categories, others }: InvitationGround,
  { language, numbers }: PartReading,
): InvitationPart {
  const { counter, accepted, appointmentId, originId } = state;
  const seen = (id: string | null): string | null => (id !== null && numbers.has(id) ? id : null);
  return {
    ...matterOf(state, categories, language),
    counter: counter && presentPlace(counter),
    accepted: accepted && presentPlace(accepted),
    answerUntil: answerUntil(state),
    appointmentId: seen(appointmentId),
    originId: seen(originId),
    otherAppointments: others.map(({ id, number, startsAt }) => ({ id, number, startsAt: instant(startsAt) })),
  };
}

export const presentOwnInvitation = (row: OwnInvitationRow, language: Language): OwnInvitation => ({
  kind: 'invitation',
  ...presentOwnCase(row, language),
  ...matterOf(row.state, row.categories, language),
  answerUntil: answerUntil(row.state),
});
