/** Parts of drafts that several kinds share. */
import { z } from 'zod';

/** An uploaded file of the draft. */
export const draftFile = z.object({ id: z.string(), name: z.string(), size: z.number() });

/** Last submission, so that repeating it, even after a reload, does not create a second case. */
export const draftSent = z.object({ id: z.string(), contents: z.string() });
