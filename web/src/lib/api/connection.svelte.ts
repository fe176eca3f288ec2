/** What pages show about the line to the server. */
let online = $state(navigator.onLine);
let attempt = $state(0);
const backWaiters = new Set<() => void>();

addEventListener('offline', () => {
  online = false;
});
addEventListener('online', () => {
  online = true;
  for (const wake of backWaiters) wake();
});

export const connection = {
  get online(): boolean {
    return online;
  },
  /** How often the request under way has been tried again; 0 when all is well. */
  get attempt(): number {
    return attempt;
  },
};

export const setAttempt = (n: number): void => {
  attempt = n;
};

/** Waits so long, or until the network comes back, whichever is first. */
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
