import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { codeOf } from '../runtime/plain-error.ts';
import { birthMark } from './process-table.ts';

const holderSchema = z.object({ pid: z.int(), born: z.string() });

/** Returns the living process that holds the lock; undefined when its holder was killed. */
const holderOf = (file: string): number | undefined => {
  try {
    const { pid, born } = holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return birthMark(pid) === born ? pid : undefined;
  } catch (error) {
    // Deleted meanwhile, or half written by a killed process.
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};

/** Lock held by this process. */
export interface Lock {
  /** True when the previous holder was killed. */
  takenOver: boolean;
  release: () => void;
}

/**
 * Takes the lock, including that of a killed process.
 * @returns the lock, or the pid of the process that holds it
 */
export const takeLock = (file: string): Lock | { heldBy: number } => {
  for (let takenOver = false; ; takenOver = true) {
    try {
      const lock = openSync(file, 'wx', 0o600);
      writeSync(lock, JSON.stringify({ pid: process.pid, born: birthMark(process.pid) }));
      closeSync(lock);
      return {
        takenOver,
        release: () => {
          rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const heldBy = holderOf(file);
      if (heldBy !== undefined) return { heldBy };
      rmSync(file, { force: true });
    }
  }
};
