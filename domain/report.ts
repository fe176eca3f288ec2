import type { CaseEvent, Recorded } from './case.ts';

/**
 * Facts about a case for reports (J3) that its state does not hold:
 * 1. A case is asked when the taxpayer can expect an answer. It is answered by the first thing that an officer then does about the matter.
 *    Assignment, and events of the taxpayer or of deadlines, are no answer. The taxpayer waits between the two.
 * 2. A case was overdue if an officers' limit has ever passed, whatever happened afterwards.
 * 3. The kind decides the outcome. A case that continues as another case is neither resolved nor unresolved; the other case will be.
 * 4. A taxpayer's rating as unresolved overrides the outcome.
 * Durations are wall-clock time, because people wait at night, too.
 */
export type Ending = 'resolved' | 'unresolved' | 'passed-on';

/** Meaning of an event in reports; null for none. */
export type Sign = 'asked' | 'answered' | 'overdue' | 'rated' | null;
export type Signs<E extends { type: string }> = Readonly<Record<E['type'], Sign>>;

/** Facts from some events of a case. The first occurrence counts, so later events add facts and change none. */
export interface Facts {
  askedAt: number | null;
  answeredAt: number | null;
  /** Officer who answered first. */
  answeredBy: string | null;
  overdueAt: number | null;
  stars: number | null;
  /** Taxpayer's rating: resolved or not. */
  resolved: boolean | null;
}

/** @param events some events of the case, in order */
export function factsOf(signs: Readonly<Record<string, Sign>>, events: readonly Recorded<CaseEvent>[]): Facts {
  const first = (wanted: Sign) => events.find(({ type }) => signs[type] === wanted);
  const answer = first('answered');
  const rating = first('rated') as { stars?: number; resolved?: boolean } | undefined;
  return {
    askedAt: first('asked')?.at ?? null,
    answeredAt: answer?.at ?? null,
    answeredBy: answer?.actor.kind === 'officer' ? answer.actor.id : null,
    overdueAt: first('overdue')?.at ?? null,
    stars: rating?.stars ?? null,
    resolved: rating?.resolved ?? null,
  };
}
