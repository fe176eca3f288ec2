/** Submission of a new case under an id made here. The same contents keep the same id; after a 202 it waits for the image. */
import { createAttempt } from '#lib/api/attempt.svelte.ts';
import type { Carried } from '#lib/api/command.ts';
import type { Problem } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { signedIn } from '#lib/desk/shell/ask.ts';
import { untilThere } from './case-there.ts';

export interface ControlFault {
  /** Id of the control. */
  readonly id: string;
  readonly text: string;
}

/** A submission; the same contents are sent under the same id again. */
export interface Sent {
  readonly id: string;
  readonly contents: string;
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
  /** Faults reported by the server, as long as the contents are unchanged. */
  readonly faultsOf: (contents: string) => readonly ControlFault[];
  readonly begin: (wanted: Wanted) => Promise<void>;
  /** Switches to another draft and forgets the faults. */
  readonly resume: (sent: Sent | null) => void;
}

interface Wanted {
  /** Everything that is sent, as text; other contents are another case. */
  readonly contents: string;
  /** True when no fault is known. */
  readonly good: boolean;
  readonly send: (id: string) => Promise<Carried>;
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
  let through = $state(false);

  const carry = async ({ send, said, then }: Wanted, id: string): Promise<void> => {
    const { answer, taken } = await signedIn(send(id));
    through = true;
    if (taken) {
      pending = true;
      toast(t('taken'));
      if ((await untilThere(id, left.signal)) === null) return;
    } else {
      toast(said(answer.number ?? ''), 'good');
    }
    await then(id);
  };

  const begin = async (wanted: Wanted): Promise<void> => {
    if (attempt.busy) return;
    attempt.clear();
    refused = undefined;
    if (!wanted.good) {
      failures += 1;
      return;
    }
    const { contents } = wanted;
    const now = sent?.contents === contents ? sent : { id: uuid(), contents };
    sent = now;
    const carried = await attempt.run(contents, () => carry(wanted, now.id));
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
    get failures() {
      return failures;
    },
    faultsOf: (contents) => (refused?.contents === contents ? refused.faults : []),
    begin,
    resume,
  };
};
