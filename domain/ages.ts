import { dayNumberOf, startOfDay } from './shanghai.ts';

/**
 * How long an order has been open, in the steps in which supervisors think. Counted in calendar days of Asia/Shanghai, whatever
 * the hour: what was opened today is 0 days old. Neither holidays nor waiting for papers stop it, as they stop the time limits.
 */
const lastDays = { 'days-3': 3, 'days-7': 7, 'days-15': 15, 'days-30': 30, older: Infinity } as const;

export type Age = keyof typeof lastDays;
/** The youngest first. */
export const ages = Object.keys(lastDays) as [Age, ...Age[]];

/** The days of a step: those not younger than `from` and not older than `to`. */
export const daysOf = (age: Age): { from: number; to: number } => {
  const before = ages[ages.indexOf(age) - 1];
  return { from: before === undefined ? 0 : lastDays[before] + 1, to: lastDays[age] };
};

/**
 * When an order of this age was opened, in epoch milliseconds: at `since` or later, and before `until`. Whatever is opened from now
 * on is in the first step; without an end there is nothing older.
 */
export const openedWithin = (age: Age, now: number): { since: number; until: number } => {
  const today = dayNumberOf(now);
  const { from, to } = daysOf(age);
  return { since: startOfDay(today - to), until: from === 0 ? Infinity : startOfDay(today - from + 1) };
};
