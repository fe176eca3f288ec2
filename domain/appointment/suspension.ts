/** Suspension of booking after missed appointments (rule 8 of `appointment.ts`, E5). Instants are epoch milliseconds. */
import type { SuspensionRule } from '../slots/definition.ts';

const dayMs = 86_400_000;

export interface BookingStanding {
  /** Until when booking is suspended; null when it is not. */
  suspendedUntil: number | null;
  /** Misses after which it is suspended; null without a rule. */
  left: number | null;
}

/**
 * Judges the misses of an identity by a rule. It is suspended from the miss that completes the number within the rolling days.
 * @param misses instants of the misses that were not lifted
 */
export function standingBy(rule: SuspensionRule | null, misses: readonly number[], now: number): BookingStanding {
  if (rule === null) return { suspendedUntil: null, left: null };
  const { misses: most, withinDays, suspendedDays } = rule;
  const ascending = misses.toSorted((one, other) => one - other);
  const completing = ascending.filter((at, i) => {
    const first = ascending[i - most + 1];
    return first !== undefined && at - first < withinDays * dayMs;
  });
  const until = Math.max(0, ...completing.map((at) => at + suspendedDays * dayMs));
  const counted = ascending.filter((at) => now - at < withinDays * dayMs).length;
  return { suspendedUntil: until > now ? until : null, left: Math.max(0, most - counted) };
}

/** Days back in which a miss can still matter for the rule. */
export const lookBackDays = ({ withinDays, suspendedDays }: SuspensionRule): number => withinDays + suspendedDays;
