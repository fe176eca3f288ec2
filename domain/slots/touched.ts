/** What a change of hours, holidays or places does to bookings that are there already. A change cancels nobody; it is told beforehand. */
import { openingsOfDay } from '../calendar.ts';
import { dayNumberOf, startOfDay } from '../shanghai.ts';
import { placesDuring } from './capacity.ts';
import { placesWeekday, type SlotGround } from './starts.ts';

export interface BookedTime {
  readonly pool: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** `closed`: outside the hours; `closure`: in a closure; `over-capacity`: more bookings at that time than places. */
export type Touch = 'closed' | 'closure' | 'over-capacity';

/** Returns what is the matter with each booking on this ground, in their order; null for those that fit. Of too many, the last do not fit. */
export function touchesOf(ground: SlotGround, bookings: readonly BookedTime[]): (Touch | null)[] {
  return bookings.map((booking, i) => {
    if (!isOpen(ground, booking)) return 'closed';
    if (ground.closures.some(({ from, to }) => from < booking.endsAt && booking.startsAt < to)) return 'closure';
    const before = bookings
      .slice(0, i)
      .filter((other) => other.pool === booking.pool && other.startsAt < booking.endsAt && booking.startsAt < other.endsAt);
    return before.length >= placesAt(ground, booking) ? 'over-capacity' : null;
  });
}

function isOpen({ calendar }: SlotGround, { startsAt, endsAt }: BookedTime): boolean {
  let open = startsAt;
  for (const { start, end } of openingsOfDay(calendar, dayNumberOf(startsAt))) if (start <= open && open < end) open = end;
  return open >= endsAt;
}

function placesAt(ground: SlotGround, { pool, startsAt, endsAt }: BookedTime): number {
  const day = dayNumberOf(startsAt);
  const minute = (at: number): number => (at - startOfDay(day)) / 60_000;
  return placesDuring(ground.windows, pool, placesWeekday(ground, day), minute(startsAt), minute(endsAt));
}
