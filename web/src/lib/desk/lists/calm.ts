/** Doing something at most so often, and always once more after the last wish. */

/** @returns the wish, and how to stop */
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
