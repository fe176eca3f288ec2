import { z } from 'zod';

import { caseKinds, refusalCodes } from '../../domain/case.ts';
import { commandAnswer } from './cases.ts';
import { idSchema, instantSchema } from './common.ts';

const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  sentence: z.string().meta({ description: "Readable sentence in the reader's language (Accept-Language)." }),
  details: z.record(z.string(), z.string()).optional(),
});

/** Outcome of a command that was answered 202. */
export const commandOutcome = z
  .object({
    caseId: idSchema,
    state: z.enum(['pending', 'done', 'refused']),
    answer: commandAnswer.nullable().meta({ description: 'State of the case after the command; null unless done.' }),
    refusal: refusalSchema.nullable().meta({ description: 'Code and sentence of the refusal; null unless refused.' }),
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
      number: z.string().nullable().meta({ description: 'Number of the case; null for a case that was not opened.' }),
      command: z.string().nullable().meta({ description: 'Type of the command; null for a command that opens a case.' }),
      at: instantSchema,
      refusal: refusalSchema,
      text: z.string().nullable().meta({ description: 'Text submitted with the command.' }),
    }),
  ),
});
export type RefusedCommands = z.infer<typeof refusedCommands>;
