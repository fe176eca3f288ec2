/** Throttle with a trailing call. */

/** @returns the throttled function, and one that stops it */
export const calmly = (work: () => void, everyMs: number): { readonly wish: () => void; readonly stop: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const wish = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        last = Date.now();
        work();
      },
      Math.max(0, last + everyMs - Date.now()),
    );
  };
  return {
    wish,
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
};
