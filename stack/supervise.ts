import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../runtime/plain-error.ts';

/** Something that runs outside this process: a server, a child of ours. */
export interface Running {
  /** Resolves with a few words on how it ended. */
  exited: Promise<string>;
  /** Ends it, by force after `limit` milliseconds. */
  stop: (limit: number) => Promise<void>;
}

/** A running thing that is started again whenever it ends by itself. */
export interface Supervised {
  name: string;
  stop: (limit: number) => Promise<void>;
  /** Ends it so that it is started again (development). */
  restart: () => Promise<void>;
}

/**
 * The first wait before it is started again; doubled at each failure up to the longest. What ran for `calm` did not fail at its
 * start: it was killed, and is started again at once, however often that happens.
 */
const firstWait = 250;
const longestWait = 10_000;
const calm = 5_000;

/**
 * Starts something and keeps it running. The first start must succeed (its error is thrown); later ones are tried for ever,
 * ever more slowly, and each is told by `report`.
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
      // One that starts well and falls over at once must not be started in a tight circle.
      if (failuresInARow > 1)
        await sleep(Math.min(firstWait * 2 ** failuresInARow, longestWait), undefined, { signal: stopped.signal }).catch(() => undefined);
      current = await startAgain(how);
      // stop() may have come while it was being started.
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
        // A start that is under way is not waited for longer than the limit.
        await Promise.race([watching, sleep(limit, undefined, { ref: false })]);
      },
      restart: async () => {
        restarting = true;
        await current?.stop(5_000);
      },
    },
  };
};
