/** Stores the entries of the 留言 form in the browser, per identity, until they are submitted. */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

export interface MessageDraft {
  centreId: string;
  typeId: string;
  text: string;
  /** 是否需要提醒服务. */
  remind: '' | 'yes' | 'no';
  channel: '' | 'sms' | 'inbox';
  /** null: the one of the login. */
  phone: string | null;
  files: readonly KeptFile[];
  /** Case that it follows up. */
  origin: { readonly id: string; readonly number: string } | null;
  /** Id and contents of the last submission, so that repeating it, even after a reload, does not create a second 留言. */
  sent: { readonly id: string; readonly contents: string } | null;
}

export const emptyDraft = (): MessageDraft => ({
  centreId: '',
  typeId: '',
  text: '',
  remind: '',
  channel: '',
  phone: null,
  files: [],
  origin: null,
  sent: null,
});

const nameFor = (identityId: string): string => `draft.message.${identityId}`;

export const keepDraft = (identityId: string, draft: MessageDraft | null): void => {
  keepDraftText(nameFor(identityId), draft === null ? null : JSON.stringify(draft));
};

const isDraft = (kept: unknown): kept is MessageDraft =>
  typeof kept === 'object' && kept !== null && Object.keys(emptyDraft()).every((key) => key in kept);

/** Reads the stored draft; null when there is none or it is of an older form. */
export const keptDraft = (identityId: string): MessageDraft | null => {
  const kept = keptDraftText(nameFor(identityId));
  if (kept === null) return null;
  const draft: unknown = JSON.parse(kept);
  return isDraft(draft) ? draft : null;
};

/** True when anything was entered. */
export const hasContents = (draft: MessageDraft): boolean =>
  draft.centreId !== '' || draft.typeId !== '' || draft.text.trim() !== '' || draft.remind !== '' || draft.files.length > 0;
