import { Worker } from 'node:worker_threads';

import type { ReadSheet } from './read-sheet.ts';

/** A file that takes longer is not read. */
const withinMs = 30_000;
/** Memory of the thread; a file that needs more ends the thread, not the process. */
const memoryMb = 512;

/** Reads a spreadsheet in a thread of its own; one that fails or takes too long is unreadable. */
export function readInThread(bytes: Uint8Array): Promise<ReadSheet> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./sheet-thread.ts', import.meta.url), {
      workerData: { bytes },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const done = (read: ReadSheet): void => {
      clearTimeout(timer);
      void thread.terminate();
      resolve(read);
    };
    const timer = setTimeout(() => {
      done({ refused: 'unreadable' });
    }, withinMs);
    thread.once('message', done);
    thread.once('error', () => {
      done({ refused: 'unreadable' });
    });
    thread.once('exit', () => {
      done({ refused: 'unreadable' });
    });
  });
}
