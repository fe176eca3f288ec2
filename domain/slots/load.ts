import { openingsOfDay } from '../calendar.ts';
import { dateOf, dayNumberOfDate } from '../shanghai.ts';
import { closureDuring, placesAt, type SlotGround } from './starts.ts';
import type { BookedTime } from './touched.ts';

/** Half an hour of a day: the places of a pool, and how many of them are taken at most. */
interface LoadStep {
  readonly startsAt: number;
  readonly places: number;
  readonly taken: number;
  /** True when a closure touches it. */
  readonly closed: boolean;
}
export interface LoadDay {
  readonly date: string;
  readonly steps: readonly LoadStep[];
}

const stepMinutes = 30;
const stepMs = stepMinutes * 60_000;

/** Returns the load of a pool on so many days from a date, in steps of half an hour during the openings. */
export function loadOf(ground: SlotGround, pool: string, bookings: readonly BookedTime[], from: string, days: number): LoadDay[] {
  const own = bookings.filter((booking) => booking.pool === pool);
  return Array.from({ length: days }, (_, i) => {
    const day = dayNumberOfDate(from) + i;
    const steps = openingsOfDay(ground.calendar, day).flatMap(({ start, end }) =>
      Array.from({ length: Math.ceil((end - start) / stepMs) }, (_, k): LoadStep => {
        const startsAt = start + k * stepMs;
        const endsAt = Math.min(end, startsAt + stepMs);
        return {
          startsAt,
          places: placesAt(ground, pool, { startsAt, endsAt }),
          taken: own.filter((booking) => booking.startsAt < endsAt && startsAt < booking.endsAt).length,
          closed: closureDuring(ground, { startsAt, endsAt }) !== undefined,
        };
      }),
    );
    return { date: dateOf(day), steps };
  });
}
