/**
 * Stores an officer's entries for a case to be begun from another one in the browser, per officer and case, until it is sent. The draft
 * includes the last submission, so that repeating it, even after a reload, does not begin a second case.
 */
import { z } from 'zod';
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import { draftFile } from './draft-parts.ts';
import { parseAs } from './parse-as.ts';
import { sentSchema } from './sent.ts';

const draftSchema = z.object({
  typeId: z.string(),
  text: z.string(),
  files: z.array(draftFile),
  sent: sentSchema.nullable(),
  /** Entries that only this form has. */
  more: z.unknown().optional(),
});
export type PlainDraft = z.infer<typeof draftSchema>;

/** Owner and purpose of a draft: `what` names the kind of form. */
export interface DraftOf {
  readonly what: string;
  readonly officerId: string;
  readonly originId: string;
}

const nameOf = ({ what, officerId, originId }: DraftOf): string => `draft.${what}.${officerId}.${originId}`;

/** Reads a draft; null when there is none. */
export const keptDraft = (of: DraftOf): PlainDraft | null => parseAs(draftSchema, keptDraftText(nameOf(of)));

/** Stores a draft; null or an empty draft removes it. */
export const keepDraft = (of: DraftOf, draft: PlainDraft | null): void => {
  keepDraftText(nameOf(of), draft === null || isBlank(draft) ? null : JSON.stringify(draft));
};

/** True when nothing was entered. */
export const isBlank = ({ typeId, text, files }: PlainDraft): boolean => typeId === '' && text.trim() === '' && files.length === 0;
