/** How a draft is kept as text. What is found there may be of an older version, or no draft at all. */
import { z } from 'zod';
import { draftFile } from '#lib/desk/drafts/draft-parts.ts';
import { parseAs } from '#lib/desk/drafts/parse-as.ts';

const draftSchema = z.object({
  /** The action it is for: one of what the case's kind has to write. */
  kind: z.string(),
  text: z.string(),
  files: z.array(draftFile),
  /** The ids of the last attempt to send exactly this. */
  attempt: z.object({ key: z.string(), textId: z.string(), contents: z.string() }).nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

/** The draft in a kept text; null when it holds none. */
export const parseDraft = (kept: string | null): Draft | null => parseAs(draftSchema, kept);

/**
 * The ids for sending contents: those of the attempt before when they are the same, new ones otherwise.
 * @param newId makes a uuid
 */
export const attemptFor = (contents: string, before: Draft['attempt'], newId: () => string): NonNullable<Draft['attempt']> =>
  before?.contents === contents ? before : { key: newId(), textId: newId(), contents };
