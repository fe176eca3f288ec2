export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds; false when the time is over. */
export async function until(holds: () => boolean, withinMs: number, everyMs = 50): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) return false;
    await sleep(Math.min(everyMs, Math.max(1, withinMs)));
  }
  return true;
}
