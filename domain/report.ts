import type { CaseEvent, Recorded } from './case.ts';

/**
 * What reports say of a case (J3) and its state does not:
 * 1. It is asked once the taxpayer can expect an answer, and answered by the first thing that an officer does about the matter
 *    afterwards. Who has it, and what the taxpayer or the clock does, is no answer. Between the two the taxpayer waits.
 * 2. It was overdue if a limit of the officers' has ever passed, however it went on.
 * 3. How it ended is the rule of its kind. What goes on as another case is neither resolved nor unresolved: that one will be.
 * 4. A taxpayer who rates it as not resolved has the last word about that.
 * Times are those of the clock on the wall, for people wait at night, too.
 */
export type Ending = 'resolved' | 'unresolved' | 'passed-on';

/** What an event of a case means to reports; null when nothing. */
export type Sign = 'asked' | 'answered' | 'overdue' | 'rated' | null;
export type Signs<E extends { type: string }> = Readonly<Record<E['type'], Sign>>;

/** What some events of a case say. Of what happens several times the first counts, so that later events add to it and change nothing. */
export interface Facts {
  askedAt: number | null;
  answeredAt: number | null;
  /** The officer who did. */
  answeredBy: string | null;
  overdueAt: number | null;
  stars: number | null;
  /** What the taxpayer said of it. */
  resolved: boolean | null;
}

/** @param events some of the case's, in their order */
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
