import type { Clock } from './case.ts';
import { nextRing } from './clock.ts';

/**
 * The deadlines that run for a case at the same time, each known by its purpose. Whether one counts working time or time on the wall is
 * decided where its clock is made (`clockFrom`); here all are instants.
 */
export type Agenda<P extends string = string> = readonly Clock<P>[];

/** The deadline that has something to say next, and when (epoch milliseconds); null while nothing runs. */
export function nextDeadline<P extends string>(agenda: Agenda<P>): { clock: Clock<P>; at: number } | null {
  const rings = agenda.flatMap((clock) => {
    const at = nextRing(clock);
    return at === null ? [] : [{ clock, at }];
  });
  return rings.reduce<(typeof rings)[number] | null>((first, ring) => (first === null || ring.at < first.at ? ring : first), null);
}

export const nextAlarm = (agenda: Agenda): number | null => nextDeadline(agenda)?.at ?? null;

/** What a deadline says: that its time runs out, or that it is over. */
export interface Ring<P extends string = string> {
  clock: Clock<P>;
  says: 'warned' | 'due';
}

/**
 * What the passing of time brings first; null when asked early. Of one whose warning nobody gave in time only the end is said.
 * @param now epoch milliseconds
 */
export function ringing<P extends string>(agenda: Agenda<P>, now: number): Ring<P> | null {
  const next = nextDeadline(agenda.filter((clock) => (nextRing(clock) ?? Infinity) <= now));
  if (next === null) return null;
  const { clock } = next;
  return { clock, says: now >= clock.dueAt && !clock.escalated ? 'due' : 'warned' };
}
