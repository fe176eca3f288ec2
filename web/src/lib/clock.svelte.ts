import { createSubscriber } from 'svelte/reactivity';

const tickMs = 10_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, tickMs);
  return () => {
    clearInterval(timer);
  };
});

/** Present time in epoch milliseconds; reactive, updated every few seconds. */
export const now = (): number => {
  subscribe();
  return Date.now();
};
