/** Storage format of a draft. The stored text may be of an older version or no draft at all. */
import { z } from 'zod';
import { draftFile } from '#lib/desk/drafts/draft-parts.ts';
import { parseAs } from '#lib/desk/drafts/parse-as.ts';

const draftSchema = z.object({
  /** Action of the draft: one of the kind's texts to write. */
  kind: z.string(),
  text: z.string(),
  files: z.array(draftFile),
  /** Ids of the last try to send exactly these contents. */
  attempt: z.object({ key: z.string(), textId: z.string(), contents: z.string() }).nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

/** Parses a stored draft; null when the text holds none. */
export const parseDraft = (kept: string | null): Draft | null => parseAs(draftSchema, kept);

/**
 * Returns the ids for sending contents: those of the previous try when the contents are the same, otherwise new ones.
 * @param newId returns a uuid
 */
export const attemptFor = (contents: string, before: Draft['attempt'], newId: () => string): NonNullable<Draft['attempt']> =>
  before?.contents === contents ? before : { key: newId(), textId: newId(), contents };
