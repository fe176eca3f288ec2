/** Parts of drafts that several kinds share. */
import { z } from 'zod';

/** An uploaded file of the draft. */
export const draftFile = z.object({ id: z.string(), name: z.string(), size: z.number() });
