/**
 * Sending what begins a case: under an id made here, the same for the same contents however often it is sent; what is taken but
 * not written yet is waited for.
 */
import { createAttempt } from '#lib/api/attempt.svelte.ts';
import type { Carried } from '#lib/api/command.ts';
import type { Problem } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { signedIn } from '#lib/desk/shell/ask.ts';
import { untilThere } from './case-there.ts';

export interface ControlFault {
  /** The id of the control. */
  readonly id: string;
  readonly text: string;
}

/** A sending: with the same contents it is sent under the same id again. */
export interface Sent {
  readonly id: string;
  readonly contents: string;
}

interface Beginning {
  readonly busy: boolean;
  /** Taken: there is nothing left to keep. */
  readonly through: boolean;
  /** The last one, which a draft keeps. */
  readonly sent: Sent | null;
  /** Taken, and not written yet. */
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  /** How often it could not be sent; the focus moves to what is wrong then. */
  readonly failures: number;
  /** What the server found wrong: its word holds as long as what was sent has not been changed. */
  readonly faultsOf: (contents: string) => readonly ControlFault[];
  readonly begin: (wanted: Wanted) => Promise<void>;
  /** Another draft is entered: nothing has been found wrong with it yet. */
  readonly resume: (sent: Sent | null) => void;
}

interface Wanted {
  /** All that is sent, as text: when it differs, another case is meant. */
  readonly contents: string;
  /** Whether nothing is known to be wrong with it. */
  readonly good: boolean;
  readonly send: (id: string) => Promise<Carried>;
  /** What is told when it has begun at once. */
  readonly said: (number: string) => string;
  readonly then: (id: string) => Promise<void>;
}

/**
 * To be called while a component is set up.
 * @param controlOf the control that the server's word on a part of the body belongs to
 * @param before the last sending of a kept draft
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
