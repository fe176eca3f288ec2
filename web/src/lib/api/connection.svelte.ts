/** State of the connection to the server, as pages show it. */
let online = $state(navigator.onLine);
let attempt = $state(0);

addEventListener('offline', () => {
  online = false;
});
addEventListener('online', () => {
  online = true;
});

export const connection = {
  get online(): boolean {
    return online;
  },
  /** Number of retries of the running request; 0 when there are none. */
  get attempt(): number {
    return attempt;
  },
};

export const setAttempt = (n: number): void => {
  attempt = n;
};
