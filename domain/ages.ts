import { dayNumberOf, startOfDay } from './shanghai.ts';

/**
 * Age of an open order in the steps that supervisors use. Ages are calendar days in Asia/Shanghai: an order opened today is 0 days old.
 * Holidays and waiting for papers do not pause the age, unlike the time limits.
 */
const lastDays = { 'days-3': 3, 'days-7': 7, 'days-15': 15, 'days-30': 30, older: Infinity } as const;

export type Age = keyof typeof lastDays;
/** Youngest first. */
export const ages = Object.keys(lastDays) as [Age, ...Age[]];

/** Returns the range of days of a step, both ends included. */
export const daysOf = (age: Age): { from: number; to: number } => {
  const before = ages[ages.indexOf(age) - 1];
  return { from: before === undefined ? 0 : lastDays[before] + 1, to: lastDays[age] };
};

/**
 * Returns the instants, in epoch milliseconds, between which an order of this age was opened: `since` inclusive, `until` exclusive. Orders
 * opened later than now belong to the first step; the last step has no lower bound.
 */
export const openedWithin = (age: Age, now: number): { since: number; until: number } => {
  const today = dayNumberOf(now);
  const { from, to } = daysOf(age);
  return { since: startOfDay(today - to), until: from === 0 ? Infinity : startOfDay(today - from + 1) };
};
