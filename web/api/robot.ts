/** The robot 悦悦 over HTTP: one question by itself, and what an administrator sees of how it decides. */
import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { maxTextLength } from '../../domain/settings.ts';

/** POST /api/robot/ask */
export const askBody = z
  .object({
    text: z
      .string()
      .trim()
      .refine((text) => lengthOf(text) >= 1, { params: { code: 'required' } })
      .refine((text) => lengthOf(text) <= maxTextLength, { params: { code: 'too-long', limit: maxTextLength } })
      .meta({ description: 'The question in a person’s own words. Of a long text the beginning counts.' }),
  })
  .meta({ id: 'RobotQuestion' });

const foundEntrySchema = z
  .object({
    id: z.string(),
    externalId: z.string().meta({ description: 'Id under which the entry was imported.' }),
    question: z.string(),
  })
  .meta({ id: 'FoundEntry' });

export const askAnswer = z
  .object({
    kind: z.enum(['answer', 'choices', 'none']).meta({
      description: 'One entry that answers, several to choose from, or none: nothing in the knowledge is about the question.',
    }),
    entries: z.array(foundEntrySchema).meta({ description: 'The answer, or the choices, most likely first; empty for none.' }),
    ranking: z.array(foundEntrySchema).max(3).meta({ description: 'The three likeliest entries, whatever was decided.' }),
    reply: z
      .object({ id: z.string(), text: z.string().meta({ description: 'Markdown' }) })
      .nullable()
      .meta({ description: 'With `none`: what is said to a matter of others or to a greeting, if the knowledge has it.' }),
  })
  .meta({ id: 'RobotAnswer' });

const share = z.number().min(0).max(1);

/** GET /api/robot: by what the robot finds, and what it has learnt from the region's knowledge. */
export const robotAnswer = z
  .object({
    source: z.enum(['meaning', 'words']).meta({ description: '`words` where the model is not loaded.' }),
    reason: z.string().nullable().meta({ description: 'Why the model is not loaded.' }),
    thresholds: z.object({ answerFrom: share, offerFrom: share }),
    learnt: z
      .object({
        at: z.iso.datetime(),
        version: z.int(),
        upToDate: z.boolean().meta({ description: 'False while the knowledge has changed since.' }),
        wordings: z.int().meta({ description: 'Wordings in scope that were asked without being known.' }),
        first: share.meta({ description: 'Share of them whose entry came first.' }),
        amongThree: share,
        curve: z.array(
          z.object({
            threshold: share,
            answered: share.meta({ description: 'Share of wordings in scope that would be answered.' }),
            wrong: share.meta({ description: 'Share of wordings in scope that would be answered wrongly.' }),
            outOfScope: share.meta({ description: 'Share of wordings out of scope that would be answered.' }),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'RobotState' });
export type RobotState = z.infer<typeof robotAnswer>;
