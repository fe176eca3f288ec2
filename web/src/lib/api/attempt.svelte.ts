/**
 * One doing of a person (a form sent, a button pressed): busy while it runs, so that a second click does nothing; the key stays
 * the same until it succeeded or what is sent has changed, so that trying again cannot do it twice.
 */
import { uuid } from '#lib/uuid.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';

/** The ids of one attempt: the Idempotency-Key, and the uuid of a text that goes with it. */
interface AttemptIds {
  readonly key: string;
  readonly textId: string;
}

export interface Attempt {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Changes with every failure; forms move the focus then. */
  readonly failures: number;
  readonly clear: () => void;
  /** Runs it unless it runs already; true when it went through. `sent` is what is sent: when it differs, the ids are new. */
  readonly run: (sent: unknown, work: (ids: AttemptIds) => Promise<void>) => Promise<boolean>;
}

export const createAttempt = (): Attempt => {
  let busy = $state(false);
  let problem = $state.raw<Problem>();
  let failures = $state(0);
  let ids: AttemptIds | undefined;
  let contents = '';

  const run = async (sent: unknown, work: (ids: AttemptIds) => Promise<void>): Promise<boolean> => {
    if (busy) return false;
    busy = true;
    problem = undefined;
    const now = JSON.stringify(sent);
    if (ids === undefined || now !== contents) ids = { key: uuid(), textId: uuid() };
    contents = now;
    try {
      await work(ids);
      ids = undefined;
      return true;
    } catch (error) {
      problem = problemOf(error);
      failures += 1;
      return false;
    } finally {
      busy = false;
    }
  };

  return {
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },
    get failures() {
      return failures;
    },
    clear: () => {
      problem = undefined;
    },
    run,
  };
};
