/**
 * Submission of a new case under an id made here (`sent.ts`); after a 202 it waits for the image. When contents were changed after a lost
 * answer and the former ones have begun the case, nothing more is sent: the officer is told of that case.
 */
import { createAttempt } from '#lib/api/attempt.svelte.ts';
import type { Carried } from '#lib/api/command.ts';
import { Problem } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { signedIn } from '#lib/desk/shell/ask.ts';
import { untilThere } from './case-there.ts';
import { failureOf } from './failure-of.ts';
import { afterFailure, nextSent, type Sent } from './sent.ts';

export interface ControlFault {
  /** Id of the control. */
  readonly id: string;
  readonly text: string;
}

interface Beginning {
  readonly busy: boolean;
  /** True once accepted; the draft is no longer needed. */
  readonly through: boolean;
  /** Last submission, stored with the draft. */
  readonly sent: Sent | null;
  /** True while accepted and without image. */
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  /** Number of failed tries; each moves the focus to the first fault. */
  readonly failures: number;
  /** Faults reported by the server, as long as the contents (the body as JSON) are unchanged. */
  readonly faultsOf: (contents: string) => readonly ControlFault[];
  /** Id of the case that former contents began; null unless the last try found one. */
  readonly earlier: string | null;
  readonly begin: <Body>(wanted: Wanted<Body>) => Promise<void>;
  /** Switches to another draft and forgets the faults. */
  readonly resume: (sent: Sent | null) => void;
}

interface Wanted<Body> {
  /** Everything that is sent. */
  readonly body: Body;
  /** True when no fault is known. */
  readonly good: boolean;
  readonly send: (id: string, body: Body) => Promise<Carried>;
  /** Message when the case has begun at once. */
  readonly said: (number: string) => string;
  readonly then: (id: string) => Promise<void>;
}

/**
 * Call during component setup.
 * @param controlOf returns the control for a path of the body
 * @param before last submission of the stored draft
 */
export const beginning = (controlOf: (path: string) => string | undefined, before: Sent | null = null): Beginning => {
  const attempt = createAttempt();
  const left = new AbortController();
  $effect(() => () => left.abort());
  let pending = $state(false);
  let failures = $state(0);
  let refused = $state.raw<{ readonly contents: string; readonly faults: readonly ControlFault[] }>();
  let sent = $state.raw(before);
  let earlier = $state.raw<string | null>(null);
  let through = $state(false);

  /** Sends contents under the id that they get; what is known afterwards is in `sent`. @throws Problem */
  const post = async <Body>({ send }: Wanted<Body>, contents: string): Promise<Carried> => {
    const before = sent;
    const now = nextSent(before, contents, uuid());
    sent = now;
    try {
      return await signedIn(send(now.id, JSON.parse(contents) as Body));
    } catch (error) {
      if (error instanceof Problem) sent = afterFailure(now, before, failureOf(error));
      throw error;
    }
  };

  /**
   * Finds out which of the former contents the server has kept, by sending them as they were.
   * @returns answer of the case that they began; null when all of them were refused
   */
  const formerOf = async <Body>(wanted: Wanted<Body>): Promise<Carried | null> => {
    for (const contents of sent?.open ?? []) {
      try {
        return await post(wanted, contents);
      } catch (error) {
        if (!(error instanceof Problem) || sent?.open.includes(contents) === true) throw error;
      }
    }
    return null;
  };

  /** @throws Problem, `sent-before` when former contents have begun the case */
  const carry = async <Body>(wanted: Wanted<Body>, contents: string): Promise<void> => {
    let carried: Carried;
    try {
      carried = await post(wanted, contents);
    } catch (error) {
      if (!(error instanceof Problem) || !error.is('key-reused') || sent === null || sent.open.length === 0) throw error;
      const former = await formerOf(wanted);
      if (former !== null) {
        earlier = sent.id;
        throw new Problem('sent-before', t('desk:compose.sentBefore', { number: former.answer.number ?? '' }));
      }
      carried = await post(wanted, contents);
    }
    const id = carried.answer.caseId;
    through = true;
    if (carried.taken) {
      pending = true;
      toast(t('taken'));
      if ((await untilThere(id, left.signal)) === null) return;
    } else {
      toast(wanted.said(carried.answer.number ?? ''), 'good');
    }
    await wanted.then(id);
  };

  const begin = async <Body>(wanted: Wanted<Body>): Promise<void> => {
    if (attempt.busy) return;
    attempt.clear();
    refused = undefined;
    earlier = null;
    if (!wanted.good) {
      failures += 1;
      return;
    }
    const contents = JSON.stringify(wanted.body);
    const carried = await attempt.run(contents, () => carry(wanted, contents));
    pending = false;
    if (carried) return;
    const faults = (attempt.problem?.fields ?? []).flatMap(({ path, sentence }) => {
      const id = controlOf(path);
      return id === undefined ? [] : [{ id, text: sentence }];
    });
    refused = { contents, faults };
    failures += 1;
  };

  const resume = (last: Sent | null): void => {
    attempt.clear();
    refused = undefined;
    failures = 0;
    earlier = null;
    sent = last;
  };

  return {
    get busy() {
      return attempt.busy;
    },
    get through() {
      return through;
    },
    get sent() {
      return sent;
    },
    get pending() {
      return pending;
    },
    get problem() {
      return attempt.problem;
    },
    get earlier() {
      return earlier;
    },
    get failures() {
      return failures;
    },
    faultsOf: (contents) => (refused?.contents === contents ? refused.faults : []),
    begin,
    resume,
  };
};
