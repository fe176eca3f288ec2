import { z } from 'zod';

/** What was kept as JSON, if it has this shape; null when there is nothing, or what an older version kept. */
export const parseAs = <Kept>(shape: z.ZodType<Kept>, kept: string | null): Kept | null => {
  if (kept === null) return null;
  try {
    return shape.parse(JSON.parse(kept));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
};
