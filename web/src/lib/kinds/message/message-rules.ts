/** Validation of the 留言 form (D1), reported at the fields before submission; the server applies the same rules. */
import type { MessageBody } from '../../../../api/message/message.ts';
import type { MessageForm } from '../../../../api/entry.ts';
import { lengthOf } from '../../../../../domain/input/text.ts';
import { phoneIn } from '../../../../../domain/input/phone.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { MessageDraft } from './message-draft.ts';

/** Ids of the fields' controls, in their order. */
export const fieldIds = ['centre', 'type', 'content', 'files', 'remind', 'channel', 'phone'] as const;
export type FieldId = (typeof fieldIds)[number];
export type FieldSentences = Partial<Record<FieldId, string | undefined>>;

/** Telephone for reminders: the one entered, otherwise that of the login. */
export const phoneOf = (draft: MessageDraft, form: MessageForm): string => (draft.phone ?? form.phone ?? '').trim();

const contentSentence = (text: string, { min, max }: MessageForm['text']): string | undefined => {
  const used = lengthOf(text);
  if (used === 0) return t('message:problem.content');
  if (used < min) return t('message:problem.contentShort', { min, missing: min - used });
  if (used > max) return t('message:problem.contentLong', { max, over: used - max });
  return undefined;
};

const phoneSentence = (phone: string): string | undefined => {
  if (phone === '') return t('message:problem.phone');
  return phoneIn(phone) !== null ? undefined : t('message:problem.phoneWrong');
};

/** Returns the faults of all fields. @param hindrance reason why the files cannot be submitted yet */
export const sentencesOf = (draft: MessageDraft, form: MessageForm, hindrance: string | undefined): FieldSentences => {
  const asked = draft.remind === 'yes';
  return {
    centre: draft.centreId === '' ? t('message:problem.centre') : undefined,
    type: draft.typeId === '' ? t('message:problem.type') : undefined,
    content: contentSentence(draft.text, form.text),
    files: hindrance,
    remind: draft.remind === '' ? t('message:problem.remind') : undefined,
    channel: asked && draft.channel === '' ? t('message:problem.channel') : undefined,
    phone: asked && draft.channel === 'sms' ? phoneSentence(phoneOf(draft, form)) : undefined,
  };
};

/** Builds the request's body. */
export const bodyOf = (draft: MessageDraft, form: MessageForm, uploadIds: string[]): MessageBody => {
  const reminder = draft.remind === 'yes' && draft.channel !== '' ? draft.channel : 'none';
  return {
    centreId: draft.centreId,
    typeId: draft.typeId,
    text: draft.text.trim(),
    uploadIds,
    reminder,
    phone: reminder === 'sms' ? (phoneIn(phoneOf(draft, form)) ?? phoneOf(draft, form)) : null,
    originId: draft.origin?.id ?? null,
  };
};

/** Returns the field for a path of the body. */
export const fieldOfPath = (path: string): FieldId | undefined => {
  const fields: Record<string, FieldId> = {
    centreId: 'centre',
    typeId: 'type',
    text: 'content',
    uploadIds: 'files',
    reminder: 'channel',
    phone: 'phone',
  };
  return fields[path.split('.')[0] ?? ''];
};
