/** POST /api/robot/signals: what would be taken for a signal by words that are not saved yet. */
import { z } from 'zod';

import { settingSpecs } from '../../domain/settings.ts';
import { idSchema } from './common.ts';

const signalSchema = z
  .object({
    signal: z.enum(['keyword', 'mood', 'intent']),
    word: z.string().meta({ description: 'The word that was recognised, as it is set.' }),
  })
  .nullable();

export const signalTrialBody = z
  .object({
    words: z.object({
      transfer: settingSpecs['conversation.transferWords'].schema,
      mood: settingSpecs['conversation.moodWords'].schema,
      intent: settingSpecs['conversation.intentWords'].schema,
    }),
    sentences: z.array(z.string().trim().min(1).max(500)).max(50),
  })
  .meta({ id: 'SignalTrialBody' });
export type SignalTrialBody = z.input<typeof signalTrialBody>;

const trial = { before: signalSchema.meta({ description: 'By the words in force.' }), after: signalSchema };
const counts = z.object({ keyword: z.int(), mood: z.int(), intent: z.int() });

export const signalTrialAnswer = z
  .object({
    sentences: z.array(z.object({ text: z.string(), ...trial })),
    week: z.object({
      texts: z.int().meta({ description: 'Texts of taxpayers of the last seven days that were read.' }),
      all: z.boolean().meta({ description: 'False when there were more; the newest were read.' }),
      before: counts.meta({ description: 'Conversations in which a signal would have been recognised.' }),
      after: counts,
      changed: z.int().meta({ description: 'Texts that would be taken differently; the list holds 50 at most.' }),
      changes: z.array(
        z.object({
          caseId: idSchema,
          text: z.string().meta({ description: 'Without telephone and tax numbers.' }),
          ...trial,
        }),
      ),
    }),
  })
  .meta({ id: 'SignalTrial' });
export type SignalTrial = z.infer<typeof signalTrialAnswer>;
