import { CursorError } from '../../../db/cursor.ts';
import { Fault } from '../http/fault.ts';

/**
 * A page by its cursor; a cursor that is damaged or belongs to another list is the asker's mistake.
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
