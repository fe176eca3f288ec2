/** Validation of the booking form (E1), reported at the fields before submission; the server applies the same rules. */
import { t } from '#lib/i18n.svelte.ts';
import type { HeldPlace } from '#lib/slots/hold.svelte.ts';
import { phoneIn } from '../../../../../../domain/input/phone.ts';
import { lengthOf } from '../../../../../../domain/input/text.ts';
import { interactionWays } from '../../../../../../domain/slots/definition.ts';
import type { AppointmentBody } from '../../../../../api/appointment/appointment.ts';
import type { AppointmentForm, BookableType } from '../../../../../api/appointment/form.ts';
import type { BookingDraft } from './booking-draft.ts';

/** Ids of the fields' controls, in their order. */
export const fieldIds = ['centre', 'type', 'way', 'category', 'time', 'description', 'phone', 'files'] as const;
export type FieldId = (typeof fieldIds)[number];
export type FieldSentences = Partial<Record<FieldId, string | undefined>>;

/** Telephone number: the one entered, otherwise that of the login. */
export const phoneOf = (draft: BookingDraft, form: AppointmentForm): string => (draft.phone ?? form.phone ?? '').trim();

export const typeOf = (draft: BookingDraft, form: AppointmentForm): BookableType | undefined =>
  form.types.find(({ id }) => id === draft.typeId);

const descriptionSentence = (text: string, max: number): string | undefined => {
  const used = lengthOf(text);
  if (used === 0) return t('appointment:problem.description');
  return used > max ? t('appointment:problem.descriptionLong', { max, over: used - max }) : undefined;
};

const phoneSentence = (phone: string): string | undefined => {
  if (phone === '') return t('message:problem.phone');
  return phoneIn(phone) !== null ? undefined : t('message:problem.phoneWrong');
};

const timeSentence = (draft: BookingDraft, live: HeldPlace | null): string | undefined => {
  const name = t('appointment:facts.time');
  if (live !== null) return undefined;
  return draft.place === null ? t('slots:picker.missing', { name }) : t('slots:picker.lost', { name });
};

/**
 * Returns the faults of all fields.
 * @param live place that is held
 * @param hindrance reason why the files cannot be submitted yet
 */
export const sentencesOf = (
  draft: BookingDraft,
  form: AppointmentForm,
  live: HeldPlace | null,
  hindrance: string | undefined,
): FieldSentences => ({
  centre: draft.centreId === '' ? t('appointment:problem.centre') : undefined,
  type: draft.typeId === '' ? t('appointment:problem.type') : undefined,
  way: draft.way === '' ? t('appointment:problem.way') : undefined,
  category: draft.category === '' ? t('appointment:problem.category') : undefined,
  time: timeSentence(draft, live),
  description: descriptionSentence(draft.text, form.text.max),
  phone: phoneSentence(phoneOf(draft, form)),
  files: hindrance,
});

/** Builds the request's body; undefined while a choice is missing. */
export const bodyOf = (draft: BookingDraft, form: AppointmentForm, uploadIds: string[]): AppointmentBody | undefined => {
  const way = interactionWays.find((each) => each === draft.way);
  if (draft.place === null || way === undefined) return undefined;
  const phone = phoneOf(draft, form);
  return {
    centreId: draft.centreId,
    typeId: draft.typeId,
    way,
    category: draft.category,
    placeId: draft.place.id,
    text: draft.text.trim(),
    phone: phoneIn(phone) ?? phone,
    uploadIds,
    originId: draft.origin?.id ?? null,
  };
};

/** Returns the field for a path of the body. */
export const fieldOfPath = (path: string): FieldId | undefined => {
  const fields: Record<string, FieldId> = {
    centreId: 'centre',
    typeId: 'type',
    way: 'way',
    category: 'category',
    placeId: 'time',
    text: 'description',
    phone: 'phone',
    uploadIds: 'files',
  };
  return fields[path.split('.')[0] ?? ''];
};
