import type { Logger } from 'pino';
import { PlainError, reasonOf } from './plain-error.ts';

/** A process that has not drained by then is ended anyway; the stack allows 10 s for all of them. */
const drainLimit = 8_000;

/**
 * Makes the process stop in order: once, at SIGTERM, at SIGINT, or when the stack that started it is gone (its IPC channel
 * closes; a process started alone has none). `drain` finishes what is under way; the process then ends with 0, or with 1
 * when draining failed or took longer than 8 s. Returns the stop itself, for a process that has to end by its own choice.
 */
export const onStop = (log: Logger, drain: () => Promise<void>): ((why: string) => Promise<never>) => {
  let stopping: Promise<never> | undefined;
  const run = async (why: string): Promise<never> => {
    log.info({ why }, 'stopping');
    const limit = setTimeout(() => {
      log.error({ limit: drainLimit }, 'did not drain in time');
      process.exit(1);
    }, drainLimit);
    try {
      await drain();
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'draining failed');
      process.exit(1);
    } finally {
      clearTimeout(limit);
    }
  };
  const stop = (why: string): Promise<never> => (stopping ??= run(why));
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void stop(name));
  const startedByStack = process.send !== undefined;
  // It may have died while this process was starting: then there is no event any more.
  if (startedByStack && !process.connected) void stop('the stack is gone');
  else if (startedByStack) process.once('disconnect', () => void stop('the stack is gone'));
  return stop;
};

/**
 * Runs a process's main function. What a person can mend (PlainError) is printed as its one sentence, anything else with
 * its stack; both end the process with 1.
 */
export const runProcess = (main: () => Promise<void>): void => {
  main().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof PlainError ? error.message : error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}\n`,
    );
    process.exit(1);
  });
};

/** How often a process tells the stack that its event loop runs, in milliseconds. */
const heartbeatEvery = 2_000;

/** Tells the stack, if there is one, that this process is ready to serve, and from then on that its event loop runs. */
export const announceReady = (): void => {
  const say = (word: object): void => {
    // The stack may go away between the look and the word: its end has a handler of its own (`onStop`).
    if (process.connected) process.send?.(word, undefined, {}, () => undefined);
  };
  say({ ready: true });
  if (process.connected) setInterval(() => say({ alive: true }), heartbeatEvery).unref();
};
