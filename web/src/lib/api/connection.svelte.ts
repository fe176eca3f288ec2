/** What pages show about the line to the server. */
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
  /** How often the request under way has been tried again; 0 when all is well. */
  get attempt(): number {
    return attempt;
  },
};

export const setAttempt = (n: number): void => {
  attempt = n;
};
