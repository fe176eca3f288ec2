/** Cursors for keyset pagination: the position where a page ended, bound to its list. Clients treat them as opaque. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

/** Error for a cursor that is damaged or belongs to another list. */
export class CursorError extends Error {
  override readonly name = 'CursorError';

  constructor() {
    super('the cursor does not belong to this list');
  }
}

const binding = (list: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 11);

/**
 * @param list everything that determines the rows and their order: filters, scope, direction
 * @param position sort keys of the last returned row
 */
export function encodeCursor(list: readonly unknown[], position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([binding(list), ...position])).toString('base64url');
}

/**
 * @param shape schema of the position
 * @throws CursorError
 */
export function decodeCursor<T>(list: readonly unknown[], cursor: string, shape: z.ZodType<T>): T {
  const [bound, ...position] = parse(cursor);
  const parsed = shape.safeParse(position);
  if (bound !== binding(list) || !parsed.success) throw new CursorError();
  return parsed.data;
}

function parse(cursor: string): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw new CursorError();
    throw error;
  }
}
