/** A bulk command on screen, from its start until its outcomes were seen. It runs on the server; the page only follows its progress. */
import { pause } from '#lib/api/pause.ts';
import { Problem } from '#lib/api/problem.ts';
import { uuid } from '#lib/uuid.ts';
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkRun } from '../../../../api/bulk.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { keepRun, keptRun } from './bulk-kept.ts';
import type { BulkAsked, KeptRun } from './bulk-kept.ts';

const lookAgainMs = 1_000;

/** A run whose progress is followed. */
export interface BulkRunning {
  readonly command: BulkCommand;
  /** Last known progress. */
  readonly progress: BulkRun | undefined;
  /** Name of the receiver, or of what the run is about. */
  readonly name: string;
  /** `unanswered`: the request was sent, and it is not known whether the run has begun. */
  readonly state: 'none' | 'sending' | 'unanswered' | 'running' | 'finished';
  /** True while the progress cannot be read. */
  readonly stale: boolean;
  /** True while its dialog is shown. */
  readonly open: boolean;
  /** Sends an unanswered request again. @throws Problem */
  readonly again: () => Promise<void>;
  readonly show: () => void;
  /** Hides the dialog; the outcomes can still be opened. */
  readonly hide: () => void;
  /** Closes the dialog; a finished run then counts as seen. */
  readonly close: () => void;
  readonly forget: () => void;
}

export interface BulkStarting<C extends BulkCommand> extends BulkRunning {
  readonly command: C;
  /** Starts a run; an unanswered request is sent again under the same id. @throws Problem */
  readonly start: (asked: BulkAsked[C], name: string) => Promise<void>;
}

/** A function, so that the flag is read again after each await. */
const aborted = (signal: AbortSignal): boolean => signal.aborted;
const paths = {
  reassign: '/api/bulk-reassignments',
  handOver: '/api/bulk-hand-overs',
  moveBooking: '/api/bulk-booking-moves',
  cancelBooking: '/api/bulk-booking-cancellations',
  recount: '/api/bulk-recounts',
} as const satisfies Record<BulkCommand, string>;
/** Statuses that prove that no run has begun, whatever happened to earlier tries. */
const refusals = new Set([400, 403, 404, 413, 422]);

/**
 * Call during component setup.
 * @param command the bulk command
 * @param officerId the officer who is signed in; their run in this tab is resumed
 */
export const bulkRun = <C extends BulkCommand>(command: C, officerId: () => string): BulkStarting<C> => {
  const addressOf = (id: string): string => `${paths[command]}/${id}`;
  let kept = $state.raw<KeptRun<C> | undefined>(keptRun(command, officerId()));
  let progress = $state.raw<BulkRun>();
  let sending = $state(false);
  let stale = $state(false);

  const finished = $derived(typeof progress?.finishedAt === 'string');
  const followed = $derived(kept?.asked === null && !finished ? kept.id : undefined);

  const keep = (next: KeptRun<C> | undefined): void => {
    kept = next;
    keepRun(command, officerId(), next);
  };
  const forget = (): void => {
    keep(undefined);
    progress = undefined;
    stale = false;
  };
  const put = (away: boolean): void => {
    if (kept !== undefined) keep({ ...kept, away });
  };

  const start = async (asked: BulkAsked[C], name: string): Promise<void> => {
    const id = kept !== undefined && JSON.stringify(kept.asked) === JSON.stringify(asked) ? kept.id : uuid();
    forget();
    keep({ id, asked, name, away: false });
    sending = true;
    try {
      progress = await ask<BulkRun>(addressOf(id), { method: 'PUT', body: asked });
      keep({ id, asked: null, name, away: false });
    } catch (error) {
      if (error instanceof Problem && refusals.has(error.status)) forget();
      throw error;
    } finally {
      sending = false;
    }
  };

  const follow = async (id: string, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        const answer = await ask<BulkRun>(addressOf(id), { signal });
        // This answer has `finishedAt`, so it also ends the effect that runs this loop.
        progress = answer;
        stale = false;
      } catch (error) {
        if (aborted(signal)) return;
        if (!(error instanceof Problem)) throw error;
        if (error.status === 403 || error.status === 404) {
          forget();
          return;
        }
        stale = true;
      }
      await pause(lookAgainMs, signal);
    }
  };

  $effect(() => {
    if (followed === undefined) return undefined;
    const abort = new AbortController();
    void follow(followed, abort.signal);
    return () => abort.abort();
  });

  return {
    command,
    get progress() {
      return progress;
    },
    get name() {
      return kept?.name ?? '';
    },
    get state() {
      if (kept === undefined) return 'none';
      if (sending) return 'sending';
      if (kept.asked !== null) return 'unanswered';
      return finished ? 'finished' : 'running';
    },
    get stale() {
      return stale;
    },
    get open() {
      return kept?.asked === null && !kept.away;
    },
    start,
    again: async () => {
      if (kept?.asked) await start(kept.asked, kept.name);
    },
    show: () => put(false),
    hide: () => put(true),
    close: () => {
      if (finished) forget();
      else put(true);
    },
    forget,
  };
};
