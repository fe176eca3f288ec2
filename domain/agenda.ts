import type { Clock } from './case.ts';
import { nextRing } from './clock.ts';

/**
 * Deadlines that run for a case at the same time, each identified by its purpose. All values are instants; `clockFrom` decides whether a
 * deadline counts working time or wall-clock time.
 */
export type Agenda<P extends string = string> = readonly Clock<P>[];

/** Returns the deadline that rings next and its instant (epoch milliseconds); null when none runs. */
export function nextDeadline<P extends string>(agenda: Agenda<P>): { clock: Clock<P>; at: number } | null {
  const rings = agenda.flatMap((clock) => {
    const at = nextRing(clock);
    return at === null ? [] : [{ clock, at }];
  });
  return rings.reduce<(typeof rings)[number] | null>((first, ring) => (first === null || ring.at < first.at ? ring : first), null);
}

export const nextAlarm = (agenda: Agenda): number | null => nextDeadline(agenda)?.at ?? null;

/** Ring of a deadline: its warning or its end. */
export interface Ring<P extends string = string> {
  clock: Clock<P>;
  says: 'warned' | 'due';
}

/**
 * Returns the earliest ring that is due; null when called early. A deadline whose warning and end are both due rings only its end.
 * @param now epoch milliseconds
 */
export function ringing<P extends string>(agenda: Agenda<P>, now: number): Ring<P> | null {
  const next = nextDeadline(agenda.filter((clock) => (nextRing(clock) ?? Infinity) <= now));
  if (next === null) return null;
  const { clock } = next;
  return { clock, says: now >= clock.dueAt && !clock.escalated ? 'due' : 'warned' };
}
