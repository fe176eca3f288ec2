/** Results of learning from a region's knowledge, and the form in which they are stored. */
import { z } from 'zod';

/** By what the robot finds: with the model by meaning and words, without it by words alone. */
export type Source = 'meaning' | 'words';

/** Parts of an entry's score: likeness to its wordings, likeness to its answer, share of the question's words that it has. */
export const partCount = 3;
export type Parts = readonly [number, number, number];

/** A probability by logistic regression: factor of each fact of `factsOf`, and the constant. */
const logisticSchema = z.object({ factors: z.array(z.number()), constant: z.number() });
export type Logistic = z.infer<typeof logisticSchema>;

export const learntSchema = z.object({
  /** Weight of each part of a score. */
  weights: z.tuple([z.number(), z.number(), z.number()]),
  /** That the first entry is right, and that the right one is among the first three. */
  first: logisticSchema,
  amongThree: logisticSchema,
  /**
   * What would happen at each threshold, on wordings that the robot was asked without knowing them: shares of the wordings in scope that are
   * answered, and answered wrongly; share of those out of scope that are answered.
   */
  curve: z.array(z.object({ threshold: z.number(), answered: z.number(), wrong: z.number(), outOfScope: z.number() })),
  /** Shares of the same wordings in scope whose entry is first, and among the first three; how many wordings these are, in all. */
  figures: z.object({ first: z.number(), amongThree: z.number(), wordings: z.number() }),
});
export type Learnt = z.infer<typeof learntSchema>;
