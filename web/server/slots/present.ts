import type { FreeDay, FreeStart } from '../../../db/slots/free.ts';
import type { HeldPlace } from '../../../db/slots/hold.ts';
import type { HoldAnswer, SlotDay, SlotStart } from '../../api/slots.ts';

const instant = (at: number): string => new Date(at).toISOString();

export const presentStart = ({ startsAt, endsAt, free }: FreeStart): SlotStart => ({
  startsAt: instant(startsAt),
  endsAt: instant(endsAt),
  free: Math.max(0, free),
});

export const presentDay = ({ date, starts, why, closure, published }: FreeDay): SlotDay => ({
  date,
  state: why !== null ? 'none' : starts.some(({ free }) => free > 0) ? 'free' : 'full',
  why,
  closure,
  published,
  starts: starts.map(presentStart),
});

export const presentPlace = ({ placeId, centreId, typeId, startsAt, endsAt, heldUntil }: HeldPlace): HoldAnswer['place'] => ({
  id: placeId,
  centreId,
  typeId,
  startsAt: instant(startsAt),
  endsAt: instant(endsAt),
  heldUntil: instant(heldUntil),
});
