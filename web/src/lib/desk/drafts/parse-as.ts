import { z } from 'zod';

/** Parses stored JSON of this shape; null when there is none or it is of an older version. */
export const parseAs = <Kept>(shape: z.ZodType<Kept>, kept: string | null): Kept | null => {
  if (kept === null) return null;
  try {
    return shape.parse(JSON.parse(kept));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
};
