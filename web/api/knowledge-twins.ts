/** GET /api/knowledge/twins: wordings of different published entries that are nearly the same. */
import { z } from 'zod';

const wording = z.object({ entryId: z.string(), text: z.string() });
export const mostTwins = 50;
export const twinsAnswer = z
  .object({
    pairs: z.array(z.object({ one: wording, other: wording, likeness: z.number() })).max(mostTwins),
    all: z.boolean().meta({ description: 'False when the region has more wordings than are compared.' }),
  })
  .meta({ id: 'KnowledgeTwins' });
export type KnowledgeTwins = z.infer<typeof twinsAnswer>;
