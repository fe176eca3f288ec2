import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../runtime/plain-error.ts';

/** Running external process: a server or a child process. */
export interface Running {
  /** Resolves with a short description of how it ended. */
  exited: Promise<string>;
  /** Stops it, by force after `limit` milliseconds. */
  stop: (limit: number) => Promise<void>;
}

/** Running process that is restarted whenever it ends by itself. */
export interface Supervised {
  name: string;
  stop: (limit: number) => Promise<void>;
  /** Ends it so that it is restarted (development). */
  restart: () => Promise<void>;
}

/**
 * Backoff in milliseconds before a restart: doubled at each failure up to the longest wait. A process that ran for `calm` did not fail at
 * its start, so it is restarted at once, however often that happens.
 */
const firstWait = 250;
const longestWait = 10_000;
const calm = 5_000;

/**
 * Starts a process and keeps it running. The first start must succeed, otherwise its error is thrown. Later starts are retried forever with
 * backoff, and each is reported by `report`.
 */
export const supervise = async <T extends Running>(
  name: string,
  start: () => Promise<T>,
  report: (what: string) => void,
): Promise<{ first: T; supervised: Supervised }> => {
  let stopping = false;
  let restarting = false;
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  const first = await start();
  let current: T | undefined = first;

  const startAgain = async (ended: string): Promise<T | undefined> => {
    let why = ended;
    for (let wait = firstWait; !isStopped(); wait = Math.min(wait * 2, longestWait)) {
      if (!restarting) report(`${name} ${why}; starting it again`);
      await sleep(restarting ? 0 : wait, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (isStopped()) break;
      try {
        const next = await start();
        report(`${name} runs again`);
        restarting = false;
        return next;
      } catch (error) {
        why = `could not be started: ${reasonOf(error)}`;
        restarting = false;
      }
    }
    return undefined;
  };

  const watch = async (): Promise<void> => {
    let failuresInARow = 0;
    while (current !== undefined) {
      const began = Date.now();
      const how = await current.exited;
      current = undefined;
      if (stopping) return;
      failuresInARow = restarting || Date.now() - began > calm ? 0 : failuresInARow + 1;
      // A process that starts and then crashes at once must not be restarted in a tight loop.
      if (failuresInARow > 1)
        await sleep(Math.min(firstWait * 2 ** failuresInARow, longestWait), undefined, { signal: stopped.signal }).catch(() => undefined);
      current = await startAgain(how);
      // stop() may have been called during the start.
      if (isStopped() && current !== undefined) await current.stop(1_000);
    }
  };
  const watching = watch();

  return {
    first,
    supervised: {
      name,
      stop: async (limit) => {
        stopping = true;
        stopped.abort();
        await current?.stop(limit);
        // A start in progress is awaited no longer than the limit.
        await Promise.race([watching, sleep(limit, undefined, { ref: false })]);
      },
      restart: async () => {
        restarting = true;
        await current?.stop(5_000);
      },
    },
  };
};
