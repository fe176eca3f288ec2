/**
 * What an officer has entered for a form that is to be sent from a case, kept in this browser until it is: one for each officer and
 * case. With it go the id and contents of the last sending, so that sending the same again, even after a reload, stays one form.
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

/** The draft for a case; null when there is none. */
export const keptForm = (officerId: string, originId: string): FormDraft | null =>
  parseAs(draftSchema, keptDraftText(nameOf(officerId, originId)));

/** Keeps it; one in which nothing is entered is forgotten, as null is. */
export const keepForm = (officerId: string, originId: string, draft: FormDraft | null): void => {
  keepDraftText(nameOf(officerId, originId), draft === null || isBlank(draft) ? null : JSON.stringify(draft));
};

/** Whether nobody has entered anything. */
export const isBlank = ({ typeId, text, files }: FormDraft): boolean => typeId === '' && text.trim() === '' && files.length === 0;
