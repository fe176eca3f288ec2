/** What drafts of several kinds hold alike. */
import { z } from 'zod';

/** A file that has been uploaded for it. */
export const draftFile = z.object({ id: z.string(), name: z.string(), size: z.number() });

/** The last sending, so that sending the same again, even after a reload, stays one case. */
export const draftSent = z.object({ id: z.string(), contents: z.string() });
