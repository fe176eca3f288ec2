import type { Logger } from 'pino';
import { PlainError, reasonOf } from './plain-error.ts';

/** Milliseconds after which a process that has not drained is ended; the stack allows 10 s for all processes. */
const drainLimit = 8_000;

/**
 * Stops the process gracefully, once: at SIGTERM, at SIGINT, or when the stack that started it is gone (its IPC channel closes; a process
 * started alone has none). `drain` finishes pending work. The process then exits with 0, or with 1 when draining failed or took longer than
 * `limit` milliseconds. Returns the stop function, for a process that ends by its own decision.
 */
export const onStop = (log: Logger, drain: () => Promise<void>, limit = drainLimit): ((why: string) => Promise<never>) => {
  let stopping: Promise<never> | undefined;
  const run = async (why: string): Promise<never> => {
    log.info({ why }, 'stopping');
    const timer = setTimeout(() => {
      log.error({ limit }, 'did not drain in time');
      process.exit(1);
    }, limit);
    try {
      await drain();
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'draining failed');
      process.exit(1);
    } finally {
      clearTimeout(timer);
    }
  };
  const stop = (why: string): Promise<never> => (stopping ??= run(why));
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void stop(name));
  const startedByStack = process.send !== undefined;
  // The stack may have died while this process was starting; no event follows then.
  if (startedByStack && !process.connected) void stop('the stack is gone');
  else if (startedByStack) process.once('disconnect', () => void stop('the stack is gone'));
  return stop;
};

/**
 * Runs a process's main function. An error that the user can fix (PlainError) is printed as its sentence, any other with its stack trace.
 * Both exit with 1.
 */
export const runProcess = (main: () => Promise<void>): void => {
  main().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof PlainError ? error.message : error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}\n`,
    );
    process.exit(1);
  });
};

/** Interval of heartbeats to the stack, in milliseconds. */
const heartbeatEvery = 2_000;

/** Tells the stack, if there is one, that this process is ready, and then sends heartbeats while its event loop runs. */
export const announceReady = (): void => {
  const say = (word: object): void => {
    // The stack may disappear between the check and the send; `onStop` handles its end.
    if (process.connected) process.send?.(word, undefined, {}, () => undefined);
  };
  say({ ready: true });
  if (process.connected) setInterval(() => say({ alive: true }), heartbeatEvery).unref();
};
