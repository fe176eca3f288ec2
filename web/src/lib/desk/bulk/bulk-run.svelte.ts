/** One command to many cases, from its beginning until its outcomes were seen. It goes on by itself; the page only follows it. */
import { pause } from '#lib/api/pause.ts';
import { Problem } from '#lib/api/problem.ts';
import { uuid } from '#lib/uuid.ts';
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkBody, BulkRun } from '../../../../api/bulk.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { keepRun, keptRun } from './bulk-kept.ts';
import type { KeptRun } from './bulk-kept.ts';

const lookAgainMs = 1_000;

export interface BulkRunning {
  readonly command: BulkCommand;
  /** How far it is, as far as is known. */
  readonly progress: BulkRun | undefined;
  /** To whom the cases go. */
  readonly name: string;
  /** `unanswered`: it was sent, and whether it has begun is not known. */
  readonly state: 'none' | 'sending' | 'unanswered' | 'running' | 'finished';
  /** Whether how far it is cannot be found out just now. */
  readonly stale: boolean;
  /** Whether its dialog is to be shown. */
  readonly open: boolean;
  /** Begins one; what was left without an answer is sent again under the same id. @throws Problem */
  readonly start: (asked: BulkBody, name: string) => Promise<void>;
  /** Sends again what was left without an answer. @throws Problem */
  readonly again: () => Promise<void>;
  readonly show: () => void;
  /** Puts the dialog away; the outcomes can still be shown. */
  readonly hide: () => void;
  /** Closes the dialog; a run that has finished is seen by that. */
  readonly close: () => void;
  readonly forget: () => void;
}

/** Read anew: it changes while something is awaited. */
const aborted = (signal: AbortSignal): boolean => signal.aborted;
const paths = { reassign: '/api/bulk-reassignments', handOver: '/api/bulk-hand-overs' } as const satisfies Record<BulkCommand, string>;
/** Answers by which nothing was begun, whatever became of the tries before. */
const refusals = new Set([400, 403, 404, 413, 422]);

/**
 * To be called while a component is set up.
 * @param command what is asked of the cases
 * @param officerId who is signed in; their run in this tab is taken up again
 */
export const bulkRun = (command: BulkCommand, officerId: () => string): BulkRunning => {
  const addressOf = (id: string): string => `${paths[command]}/${id}`;
  let kept = $state.raw<KeptRun | undefined>(keptRun(command, officerId()));
  let progress = $state.raw<BulkRun>();
  let sending = $state(false);
  let stale = $state(false);

  const finished = $derived(typeof progress?.finishedAt === 'string');
  const followed = $derived(kept?.asked === null && !finished ? kept.id : undefined);

  const keep = (next: KeptRun | undefined): void => {
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

  const start = async (asked: BulkBody, name: string): Promise<void> => {
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
        // The effect that began this ends it as soon as the answer says that all is done.
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
