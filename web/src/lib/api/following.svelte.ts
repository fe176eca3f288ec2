/** What a case has taken but not yet written into its image (202): followed until the page shows it. */
import { follow, topicName } from './live.svelte.ts';
import { loadRefused, refusedCommands } from './refused-commands.svelte.ts';

/** The news of it may be lost together with what made it late, so that the page looks by itself as well. */
const lookAgainMs = 3_000;

export interface Following {
  /** Whether something that was taken is still to be seen. */
  readonly waiting: boolean;
  /** @param version the case's version before what was taken */
  readonly begin: (version: number) => void;
  readonly stop: () => void;
}

/**
 * To be called while a component is set up.
 * @param shown the case on the page; a page that knows no versions hears by the live connection alone
 * @param refresh has the page fetch the case again
 */
export const following = (shown: () => { readonly id: string; readonly version?: number } | undefined, refresh: () => void): Following => {
  let before = $state<number>();
  const reached = (version: number | undefined): boolean => before !== undefined && version !== undefined && version > before;
  const shownId = $derived(shown()?.id);
  /** What was known as refused before it began. */
  let refusedBefore: readonly string[] = [];

  $effect(() => {
    if (reached(shown()?.version)) before = undefined;
  });
  // What is refused after all does not show in the case.
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
