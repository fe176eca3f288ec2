/**
 * Stores an officer's entries for a form to be sent from a case in the browser, per officer and case, until it is sent. The draft includes
 * id and contents of the last submission, so that repeating it, even after a reload, does not create a second form.
 */
import { z } from 'zod';
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import { draftFile, draftSent } from '#lib/desk/drafts/draft-parts.ts';
import { parseAs } from '#lib/desk/drafts/parse-as.ts';

const draftSchema = z.object({
  typeId: z.string(),
  text: z.string(),
  files: z.array(draftFile),
  sent: draftSent.nullable(),
});
export type FormDraft = z.infer<typeof draftSchema>;

const nameOf = (officerId: string, originId: string): string => `draft.form.${officerId}.${originId}`;

/** Reads the draft for a case; null when there is none. */
export const keptForm = (officerId: string, originId: string): FormDraft | null =>
  parseAs(draftSchema, keptDraftText(nameOf(officerId, originId)));

/** Stores a draft; null or an empty draft removes it. */
export const keepForm = (officerId: string, originId: string, draft: FormDraft | null): void => {
  keepDraftText(nameOf(officerId, originId), draft === null || isBlank(draft) ? null : JSON.stringify(draft));
};

/** True when nothing was entered. */
export const isBlank = ({ typeId, text, files }: FormDraft): boolean => typeId === '' && text.trim() === '' && files.length === 0;
