/** Controls of the invitation form, what it sends, and its own faults. */
import type { ControlFault } from '#lib/desk/drafts/beginning.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import { lengthOf } from '../../../../../../domain/input/text.ts';
import { interactionWays } from '../../../../../../domain/slots/definition.ts';
import { maxDescriptionLength } from '../../../../../api/appointment/appointment.ts';
import type { AppointmentType } from '../../../../../api/appointment/types.ts';
import type { InvitationBody } from '../../../../../api/invitation/invitation.ts';

export const controls = {
  identityId: 'invite-taxpayer',
  typeId: 'invite-type',
  way: 'invite-way',
  category: 'invite-category',
  placeIds: 'invite-times',
  answerMinutes: 'invite-answer',
  text: 'invite-text',
  uploadIds: 'invite-files',
} as const;

/** Returns the control for a path of the body. */
export const controlOfPath = (path: string): string | undefined => (controls as Readonly<Record<string, string>>)[path.split('.')[0] ?? ''];

/** Minutes for the answer that are offered; the setting of the centre without a choice. */
export const answerTimes = [120, 480, 1_440, 2_880, 4_320, 7_200] as const;

/** Entries of the form that are not about whom and when. */
export interface InviteEntry {
  typeId: string;
  way: string;
  category: string;
  answer: string;
  text: string;
}

export const inviteBody = (
  { typeId, way, category, answer, text }: InviteEntry,
  whom: Pick<InvitationBody, 'originId' | 'identityId'>,
  placeIds: string[],
  uploadIds: string[],
): InvitationBody => ({
  ...whom,
  typeId,
  way: interactionWays.find((each) => each === way) ?? 'text',
  category,
  placeIds,
  answerMinutes: answer === '' ? null : Number(answer),
  text: text.trim(),
  uploadIds,
});

/** Faults of the matter: what is said, and the files. */
export const matterFaults = (text: string, hindrance: string | undefined): ControlFault[] => {
  const over = lengthOf(text) - maxDescriptionLength;
  return [
    ...(lengthOf(text.trim()) === 0 ? [{ id: controls.text, text: t('invitation:send.textMissing') }] : []),
    ...(over > 0 ? [{ id: controls.text, text: t('desk:compose.tooLong', { limit: maxDescriptionLength, over }) }] : []),
    ...(hindrance === undefined ? [] : [{ id: controls.uploadIds, text: hindrance }]),
  ];
};

/** Faults of the service: its type and category. */
export const serviceFaults = ({ category }: InviteEntry, type: AppointmentType | undefined): ControlFault[] => [
  ...(type === undefined ? [{ id: controls.typeId, text: t('invitation:send.typeMissing') }] : []),
  ...(type !== undefined && category === '' ? [{ id: controls.category, text: t('invitation:send.categoryMissing') }] : []),
];
