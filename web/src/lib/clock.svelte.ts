import { createSubscriber } from 'svelte/reactivity';

const tickMs = 10_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, tickMs);
  return () => {
    clearInterval(timer);
  };
});

/** The present, epoch milliseconds; whatever shows it is drawn again every few seconds. */
export const now = (): number => {
  subscribe();
  return Date.now();
};
