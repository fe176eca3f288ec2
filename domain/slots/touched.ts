/** Bookings that a change of hours, holidays or places touches. A change cancels nobody; it is told beforehand. */
import { openingsOfDay } from '../calendar.ts';
import { dayNumberOf } from '../shanghai.ts';
import { closureDuring, placesAt, type SlotGround } from './starts.ts';

export interface BookedTime {
  readonly pool: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** `closed`: outside the hours; `closure`: in a closure; `over-capacity`: more bookings at that time than places. */
export const touches = ['closed', 'closure', 'over-capacity'] as const;
export type Touch = (typeof touches)[number];

/** Returns what is the matter with each booking on this ground, in their order; null for those that fit. Of too many, the last do not fit. */
export function touchesOf(ground: SlotGround, bookings: readonly BookedTime[]): (Touch | null)[] {
  return bookings.map((booking, i) => {
    if (!isOpen(ground, booking)) return 'closed';
    if (closureDuring(ground, booking) !== undefined) return 'closure';
    const before = bookings
      .slice(0, i)
      .filter((other) => other.pool === booking.pool && other.startsAt < booking.endsAt && booking.startsAt < other.endsAt);
    return before.length >= placesAt(ground, booking.pool, booking) ? 'over-capacity' : null;
  });
}

function isOpen({ calendar }: SlotGround, { startsAt, endsAt }: BookedTime): boolean {
  let open = startsAt;
  for (const { start, end } of openingsOfDay(calendar, dayNumberOf(startsAt))) if (start <= open && open < end) open = end;
  return open >= endsAt;
}
