/** Sends a taxpayer's entries to the server. */
import type { CommandBody } from '../../../../api/kinds.ts';
import { sendCommand } from '#lib/api/command.ts';
import { problemOf } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { keepEntries, type ServiceFormContents } from './entries-draft.ts';

/** Builds the body for saving or handing in: the papers that have files, and the note. */
export const bodyOf = ({ words, files }: ServiceFormContents, textId: string): CommandBody<'service-form', 'confirm'> => ({
  papers: Object.entries(files)
    .filter(([, kept]) => kept.length > 0)
    .map(([key, kept]) => ({ key, uploadIds: kept.map(({ id }) => id) })),
  note: words.trim() === '' ? null : { id: textId, text: words.trim() },
});

/** Saves after the page was left; what cannot be saved stays in the browser. */
export const saveBehind = async (
  { id, number }: { readonly id: string; readonly number: string },
  contents: ServiceFormContents,
): Promise<void> => {
  try {
    await sendCommand({ kind: 'service-form', id }, { type: 'save', body: bodyOf(contents, uuid()) }, uuid());
    keepEntries(id, null);
    toast(t('formWindow:leave.saved', { number }), 'good');
  } catch (error) {
    toast(t('formWindow:leave.notSaved', { number, reason: problemOf(error).message }), 'bad');
  }
};
