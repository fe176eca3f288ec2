const backWaiters = new Set<() => void>();

addEventListener('online', () => {
  for (const wake of backWaiters) wake();
});

/** Waits so long (milliseconds), or until the network comes back or the signal says stop, whichever is first. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      backWaiters.delete(done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    backWaiters.add(done);
    signal?.addEventListener('abort', done);
  });
