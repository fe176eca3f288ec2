import type { Weekday } from '../shanghai.ts';

/** Part of a weekday in which a pool has places: `HH:MM` in Shanghai, `to` may be `24:00`. */
export interface CapacityWindow {
  /** Empty for the pool of the centre itself. */
  readonly pool: string;
  readonly weekday: Weekday;
  readonly from: string;
  readonly to: string;
  /** Appointments that can be held at the same time. */
  readonly places: number;
}

/** Most windows of a centre, and most places of a window. */
export const mostWindows = 200;
export const mostPlaces = 500;

/** Returns minutes since midnight of a time `HH:MM`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * Returns how many places a pool has during a whole part of a weekday: the least at any minute of it; 0 where no window covers it. Of
 * windows that overlap the larger one counts.
 * @param from minutes since midnight
 * @param to minutes since midnight, excluded
 */
export function placesDuring(windows: readonly CapacityWindow[], pool: string, weekday: Weekday, from: number, to: number): number {
  const own = windows
    .filter((window) => window.pool === pool && window.weekday === weekday)
    .map((window) => ({ from: minutesOf(window.from), to: minutesOf(window.to), places: window.places }));
  const changes = [from, ...own.flatMap((window) => [window.from, window.to]).filter((minute) => minute > from && minute < to)];
  const at = (minute: number): number =>
    Math.max(0, ...own.filter((window) => window.from <= minute && minute < window.to).map(({ places }) => places));
  return Math.min(...changes.map(at));
}
