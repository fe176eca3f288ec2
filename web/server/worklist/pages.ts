import { CursorError } from '../../../db/cursor.ts';
import { Fault } from '../http/fault.ts';

/**
 * Reads a page by its cursor; a damaged cursor, or one of another list, is the caller's fault.
 * @throws Fault `invalid-request`
 */
export async function pageAt<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CursorError) throw new Fault('invalid-request', { fields: [{ path: 'cursor', code: 'invalid' }] });
    throw error;
  }
}
