const backWaiters = new Set<() => void>();

addEventListener('online', () => {
  for (const wake of backWaiters) wake();
});

/** Waits for `ms` milliseconds, until the network is back, or until the signal aborts, whichever comes first. */
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
