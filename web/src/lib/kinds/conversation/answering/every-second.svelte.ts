import { createSubscriber } from 'svelte/reactivity';

const tickMs = 1_000;
const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, tickMs);
  return () => {
    clearInterval(timer);
  };
});

/** Present time in epoch milliseconds; reactive, updated every second, for offers that lapse. */
export const everySecond = (): number => {
  subscribe();
  return Date.now();
};
