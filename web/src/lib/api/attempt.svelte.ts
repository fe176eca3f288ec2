/**
 * A user's attempt to send something: busy while it runs, so that a second click does nothing. The idempotency key stays the same until it
 * succeeds or the contents change, so that a retry cannot repeat it.
 */
import { uuid } from '#lib/uuid.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';

/** Ids of an attempt: the Idempotency-Key, and a uuid for its text. */
interface AttemptIds {
  readonly key: string;
  readonly textId: string;
}

export interface Attempt {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Number of failures; forms move the focus when it changes. */
  readonly failures: number;
  readonly clear: () => void;
  /** Runs the work unless it is running; resolves to true on success. `sent` is the contents: other contents get new ids. */
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
