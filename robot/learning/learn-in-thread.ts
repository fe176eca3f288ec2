/** Learns in a thread of its own, some time after the last change, one region after the other. */
import { Worker } from 'node:worker_threads';

import type { Source } from './learnt.ts';
import type { LearningThreadData } from './thread.ts';

/** Editors publish several changes in a row. */
const afterMs = 5_000;

export interface Learning {
  /** Knowledge has changed since it was learnt from. */
  note(regionId: string, source: Source): void;
  stop(): Promise<void>;
}

export function learnInThread(databaseUrl: string, onTrouble: (error: unknown) => void): Learning {
  /** Regions to learn from, in the order in which they were noted. */
  const due = new Map<string, LearningThreadData>();
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;
  let stopped = false;

  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(next, afterMs);
    timer.unref();
  };
  const next = (): void => {
    const [first] = due;
    if (first === undefined || worker !== undefined || stopped) return;
    due.delete(first[0]);
    worker = new Worker(new URL('thread.ts', import.meta.url), { workerData: first[1] });
    worker.on('error', onTrouble);
    worker.on('exit', () => {
      worker = undefined;
      next();
    });
  };
  return {
    note(regionId, source) {
      due.set(`${regionId} ${source}`, { databaseUrl, regionId, source });
      wait();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}
