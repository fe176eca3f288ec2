/** The pages of the bureau around the window, while a screen is shared: its script on each of them (/embed.js) does what is asked for here. */
import { NotCovered, type BureauPages } from '#lib/call/screen-share.svelte.ts';
import { framed, hearHost, tellHost } from '#lib/window/host.ts';

const answerWithinMs = 3_000;
/** Pages other than the one that answered are painted in this time, too. */
const settleMs = 250;
/** The pages uncover by themselves when they have not heard of the share for 30 s. */
const everyMs = 10_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves with whether a page has been painted with what is private covered. @param page the one that is seen; any of them where that is not told */
const covered = (page: string | undefined): Promise<boolean> =>
  new Promise((resolve) => {
    const finish = (done: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(done);
    };
    const stop = hearHost((message) => {
      if (message.type === 'covered' && (page === undefined || message.page === page)) finish(true);
    });
    const timer = setTimeout(finish, answerWithinMs, false);
    tellHost({ type: 'share', share: { step: 'begin', page } });
  });

/** Returns the pages for one share; undefined when the window stands by itself. */
export const bureauPages = (): BureauPages | undefined => {
  if (!framed()) return undefined;
  let beat: ReturnType<typeof setInterval> | undefined;
  return {
    cover: async (page) => {
      beat ??= setInterval(tellHost, everyMs, { type: 'share', share: { step: 'on' } });
      if (!(await covered(page))) throw new NotCovered();
      await wait(settleMs);
    },
    mark: (page, marks) => {
      tellHost({ type: 'share', share: { step: 'on', page, marks } });
    },
    end: () => {
      clearInterval(beat);
      beat = undefined;
      tellHost({ type: 'share', share: { step: 'end' } });
    },
  };
};
