/** Follows a case with an accepted command (202) until the page shows its new version. */
import { follow, topicName } from './live.svelte.ts';
import { loadRefused, refusedCommands } from './refused-commands.svelte.ts';

/** Polling interval, in milliseconds: the live event may be lost by the same outage that delayed the image. */
const lookAgainMs = 3_000;

export interface Following {
  /** True while an accepted command is not visible yet. */
  readonly waiting: boolean;
  /** @param version version of the case before the command */
  readonly begin: (version: number) => void;
  readonly stop: () => void;
}

/**
 * Call during component setup.
 * @param shown the case on the page; without a version, only live events are used
 * @param refresh fetches the case again
 */
export const following = (shown: () => { readonly id: string; readonly version?: number } | undefined, refresh: () => void): Following => {
  let before = $state<number>();
  const reached = (version: number | undefined): boolean => before !== undefined && version !== undefined && version > before;
  const shownId = $derived(shown()?.id);
  /** Keys of the commands known as refused before it began. */
  let refusedBefore: readonly string[] = [];

  $effect(() => {
    if (reached(shown()?.version)) before = undefined;
  });
  // A refusal does not show in the case.
  $effect(() => {
    if (before === undefined) return;
    if (refusedCommands.items.some(({ caseId, key }) => caseId === shownId && !refusedBefore.includes(key))) before = undefined;
  });
  $effect(() => {
    if (before === undefined) return undefined;
    const timer = setInterval(() => {
      refresh();
      void loadRefused();
    }, lookAgainMs);
    return () => {
      clearInterval(timer);
    };
  });
  $effect(() => {
    if (before === undefined || shownId === undefined) return undefined;
    return follow(
      topicName('case', shownId),
      (news) => {
        if (news.type === 'reset') refresh();
        else if (news.kind === 'case' && reached(news.body.version)) before = undefined;
      },
      String(before),
    );
  });

  return {
    get waiting() {
      return before !== undefined;
    },
    begin: (version) => {
      before = version;
      refusedBefore = refusedCommands.items.map(({ key }) => key);
    },
    stop: () => {
      before = undefined;
    },
  };
};
