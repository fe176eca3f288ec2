import { z } from 'zod';

import { caseKinds, refusalCodes } from '../../domain/case.ts';
import { commandAnswer } from './cases.ts';
import { idSchema, instantSchema } from './common.ts';

const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  sentence: z.string().meta({ description: "For people, in the reader's language (Accept-Language)." }),
  details: z.record(z.string(), z.string()).optional(),
});

/** Outcome of a command that was answered 202. */
export const commandOutcome = z
  .object({
    caseId: idSchema,
    state: z.enum(['pending', 'done', 'refused']),
    answer: commandAnswer.nullable().meta({ description: 'How the case stands once the command is done.' }),
    refusal: refusalSchema.nullable().meta({ description: 'Why it was refused; null unless it was.' }),
  })
  .meta({ id: 'CommandOutcome' });
export type CommandOutcomeAnswer = z.infer<typeof commandOutcome>;

/** GET /api/commands */
export const refusedCommands = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      caseId: idSchema,
      kind: z.enum(caseKinds),
      number: z.string().nullable().meta({ description: 'Of the case; null of one that did not begin.' }),
      command: z.string().nullable().meta({ description: 'Its type; null of what begins a case.' }),
      at: instantSchema,
      refusal: refusalSchema,
      text: z.string().nullable().meta({ description: 'What was written with it.' }),
    }),
  ),
});
export type RefusedCommands = z.infer<typeof refusedCommands>;
