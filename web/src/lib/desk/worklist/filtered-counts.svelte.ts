/** Counts of the worklist's parts under the filters in force. */
import { follow, spreadOf } from '#lib/api/live.svelte.ts';
import { calmly } from '#lib/desk/lists/calm.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { worklistTopic } from '#lib/desk/shell/officer-topics.ts';
import type { WorklistCounts } from '../../../../api/desk.ts';
import { worklistCounts } from './worklist-counts.svelte.ts';
import { isNarrowed, type Narrowing } from './worklist-filters.ts';

const everyMs = 2_000;

/**
 * Call during component setup. Without filters the counts are those of the live connection; with filters they are fetched, again after each
 * change of the centre's worklist.
 */
export const filteredCounts = (filters: () => Narrowing): { readonly now: WorklistCounts | undefined } => {
  let counts = $state.raw<WorklistCounts>();
  const asked = $derived(JSON.stringify(filters()));
  const narrowed = $derived(isNarrowed(filters()));

  $effect(() => {
    counts = undefined;
    if (!narrowed) return undefined;
    const query = JSON.parse(asked) as Record<string, string>;
    const scope = new AbortController();
    const count = calmly(() => {
      ask<WorklistCounts>('/api/worklist/counts', { query, signal: scope.signal, retries: 1 }).then(
        (now) => {
          if (!scope.signal.aborted) counts = now;
        },
        // Unknown counts are hidden; failures are reported by the list itself.
        () => undefined,
      );
    }, everyMs);
    let soon: ReturnType<typeof setTimeout> | undefined;
    const stops = worklistTopic().map((topic) =>
      follow(topic, (news) => {
        soon ??= setTimeout(() => {
          soon = undefined;
          count.wish();
        }, spreadOf(news));
      }),
    );
    count.wish();
    return () => {
      scope.abort();
      clearTimeout(soon);
      count.stop();
      for (const stop of stops) stop();
    };
  });

  return {
    get now() {
      return narrowed ? counts : worklistCounts.now;
    },
  };
};
