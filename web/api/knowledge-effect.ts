/** GET /api/knowledge/entries/{id}/draft/effect: what would be answered differently if the draft were published. */
import { z } from 'zod';

const titled = z.object({ id: z.string(), question: z.string() });
const outcome = z.object({ kind: z.enum(['answer', 'choices', 'reply', 'none']), entries: z.array(titled) });
const share = z.number().min(0).max(1);
const shares = z.object({
  right: share.meta({ description: 'Answered with the right entry.' }),
  offered: share.meta({ description: 'The right entry is among the choices.' }),
  none: share.meta({ description: 'Neither answered nor offered.' }),
  wrong: share.meta({ description: 'Answered with another entry.' }),
});

export const effectAnswer = z
  .object({
    revision: z.int().meta({ description: 'Revision of the draft that was tried.' }),
    source: z.enum(['meaning', 'words']),
    asked: z.int().meta({ description: 'Wordings of the knowledge and questions of people that were asked.' }),
    all: z.boolean().meta({ description: 'False when time ran out before all were asked.' }),
    before: shares,
    after: shares,
    changed: z.int().meta({ description: 'Questions that would be answered differently; the list holds 50 at most.' }),
    changes: z.array(
      z.object({
        question: z.string(),
        own: titled.nullable().meta({ description: 'Entry whose wording it is; null when nobody has said which one is right.' }),
        before: outcome,
        after: outcome,
        verdict: z.enum(['better', 'worse', 'same', 'open']),
      }),
    ),
  })
  .meta({ id: 'KnowledgeEffect' });
export type KnowledgeEffect = z.infer<typeof effectAnswer>;
