import { z } from 'zod';

import { refusalCodes } from '../../domain/case.ts';
import { commandAnswer } from './cases.ts';
import { idSchema } from './common.ts';

/** What became of a command that was answered 202. */
export const commandOutcome = z
  .object({
    caseId: idSchema,
    state: z.enum(['pending', 'done', 'refused']),
    answer: commandAnswer.nullable().meta({ description: 'How the case stands once the command is done.' }),
    refusal: z
      .object({
        code: z.enum(refusalCodes),
        sentence: z.string().meta({ description: "For people, in the reader's language (Accept-Language)." }),
        details: z.record(z.string(), z.string()).optional(),
      })
      .nullable()
      .meta({ description: 'Why it was refused; null unless it was.' }),
  })
  .meta({ id: 'CommandOutcome' });
export type CommandOutcomeAnswer = z.infer<typeof commandOutcome>;
