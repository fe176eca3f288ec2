/** Stores the entries of the 留言 form in the browser, per identity, until they are submitted. */
import { draftStore } from '#lib/drafts.ts';
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

export const { keep: keepDraft, kept: keptDraft } = draftStore<MessageDraft>('message', emptyDraft);

/** True when anything was entered. */
export const hasContents = (draft: MessageDraft): boolean =>
  draft.centreId !== '' || draft.typeId !== '' || draft.text.trim() !== '' || draft.remind !== '' || draft.files.length > 0;
