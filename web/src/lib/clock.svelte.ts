import { createSubscriber } from 'svelte/reactivity';

const tickMs = 10_000;
const secondMs = 1_000;

const ticking = (ms: number): (() => void) =>
  createSubscriber((update) => {
    const timer = setInterval(update, ms);
    return () => {
      clearInterval(timer);
    };
  });
const subscribe = ticking(tickMs);
const subscribeToSeconds = ticking(secondMs);

/** By how much the server's clock is ahead of this device's, in milliseconds. */
let ahead = 0;
/** Differences below it come from the way and from the header's precision of a second. */
const leastMs = 60_000;

/** Tells the time of an answer, from its `Date` header: a device's clock may be wrong by hours or days. */
export const hearServerTime = (date: string | null): void => {
  const difference = Date.parse(date ?? '') - Date.now();
  if (!Number.isNaN(difference)) ahead = Math.abs(difference) < leastMs ? 0 : difference;
};

/** Present time by the server's clock in epoch milliseconds; reactive, updated every few seconds. */
export const now = (): number => {
  subscribe();
  return Date.now() + ahead;
};

/** The same, updated every second: for offers and holds that lapse. */
export const everySecond = (): number => {
  subscribeToSeconds();
  return Date.now() + ahead;
};
