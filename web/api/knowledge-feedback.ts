/**
 * Questions that the knowledge did not serve well, grouped by likeness, and what an editor makes of a group. Texts have no telephone and tax
 * numbers.
 */
import { z } from 'zod';

import { entryLimits } from '../../domain/knowledge.ts';
import { feedbackDecisions, feedbackSignals } from '../../domain/knowledge-feedback.ts';
import { idSchema, instantSchema } from './common.ts';
import { entryIdSchema, words } from './knowledge-editing.ts';

/** GET /api/knowledge/feedback */
export const feedbackQuery = z.object({ signal: z.enum(feedbackSignals).optional() });
const item = z.object({ caseId: idSchema, seq: z.int() });
export const feedbackAnswer = z
  .object({
    groups: z.array(
      z.object({
        texts: z.array(z.string()).meta({ description: 'Different wordings, the newest first.' }),
        items: z.array(item),
        signals: z.array(z.object({ signal: z.enum(feedbackSignals), count: z.int() })),
        entries: z
          .array(z.object({ id: z.string(), question: z.string(), part: z.enum(['chosen', 'given', 'found']) }))
          .meta({ description: 'Published entries: chosen by taxpayers, given as the answer, or found by the text.' }),
        lastAt: instantSchema,
      }),
    ),
    total: z.int().meta({ description: 'Number of open questions; the list holds the newest 200.' }),
  })
  .meta({ id: 'KnowledgeFeedback' });
export type KnowledgeFeedback = z.infer<typeof feedbackAnswer>;

/** POST /api/knowledge/feedback/decisions */
const items = z.array(item).min(1).max(200);
export const decisionBody = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('wording'), items, entryId: entryIdSchema, text: words(entryLimits.wording) }),
  z.object({ decision: z.literal('task'), items, entryId: entryIdSchema, text: words(entryLimits.wording) }),
  z.object({ decision: z.enum(['out-of-scope', 'dismissed']), items }),
]);
export type DecisionBody = z.input<typeof decisionBody>;
export const decisionAnswer = z.object({ decision: z.enum(feedbackDecisions), settled: z.int() });
