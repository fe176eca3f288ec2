/**
 * The screen, window or tab that the taxpayer shows.
 *
 * 1. No picture is sent before the bureau's pages have covered what is private on them. That holds again for each page that the shared tab
 *    goes to.
 * 2. A pause stops the pictures and not the share: the person's own pause, a source that gives no picture (a minimised window), rule 1.
 * 3. Marks are shown on the page itself where the shared tab is one of the bureau's.
 */
import type { Mark } from '../../../api/media.ts';
import { openScreen } from './devices.ts';

/** The page that is seen did not cover what is private on it. */
export class NotCovered extends Error {
  override readonly name = 'NotCovered';
}

/** The bureau's pages, as the window knows them. */
export interface BureauPages {
  /**
   * Covers what is private on them, until `end`.
   * @param page name of the page that is seen, where the browser tells it
   * @throws NotCovered when that page does not answer
   */
  cover: (page: string | undefined) => Promise<void>;
  /** Shows marks on the page that is seen. */
  mark: (page: string, marks: readonly Mark[]) => void;
  end: () => void;
}

/** A track of a shared tab tells which page it shows (Chromium, outside of private windows). */
interface TabTrack extends MediaStreamTrack {
  readonly getCaptureHandle?: () => { readonly handle?: string } | null;
}

/** In this time a page that the shared tab has gone to says who it is, if it is one of the bureau's. */
const nameWithinMs = 1_500;

export class ScreenShare {
  readonly track: TabTrack;
  readonly #pages: BureauPages | undefined;
  readonly #stop = new AbortController();
  #page: string | undefined;
  #turn = 0;

  /** Paused by the person. */
  held = $state(false);
  /** The source gives no picture. */
  still = $state(false);
  #covering = $state(false);
  readonly paused = $derived(this.held || this.still || this.#covering);

  private constructor(track: TabTrack, pages: BureauPages | undefined) {
    this.track = track;
    this.#pages = pages;
  }

  /**
   * Lets the person choose, and covers what is private.
   * @param pages absent where the window is not on a page of a bureau
   * @throws NoDevice
   * @throws NotCovered
   */
  static async choose(pages: BureauPages | undefined): Promise<ScreenShare> {
    const share = new ScreenShare(await openScreen(), pages);
    try {
      await share.#cover();
      return share;
    } catch (error) {
      share.close();
      throw error;
    }
  }

  /** Tells from now on when it is paused or goes on, and when it has ended by the browser's own means. */
  watch(onpaused: (paused: boolean) => void, onended: () => void): void {
    const { signal } = this.#stop;
    const tell = (change: () => void) => (): void => {
      const before = this.paused;
      change();
      if (this.paused !== before) onpaused(this.paused);
    };
    const setCovering = (covering: boolean): void => {
      tell(() => {
        this.#covering = covering;
      })();
    };
    const moved = async (): Promise<void> => {
      const turn = (this.#turn += 1);
      const outdated = (): boolean => turn !== this.#turn || signal.aborted;
      setCovering(true);
      if (this.#named() === undefined) await new Promise((resolve) => setTimeout(resolve, nameWithinMs));
      if (outdated()) return;
      try {
        await this.#cover();
      } catch {
        if (!outdated()) onended();
        return;
      }
      if (!outdated()) setCovering(false);
    };
    const { track } = this;
    track.addEventListener('ended', onended, { signal });
    track.addEventListener(
      'mute',
      tell(() => (this.still = true)),
      { signal },
    );
    track.addEventListener(
      'unmute',
      tell(() => (this.still = false)),
      { signal },
    );
    track.addEventListener('capturehandlechange', () => void moved(), { signal });
  }

  mark(marks: readonly Mark[]): void {
    if (this.#page !== undefined) this.#pages?.mark(this.#page, marks);
  }

  /** Repetitions do nothing. */
  close(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.track.stop();
    this.#pages?.end();
  }

  #named(): string | undefined {
    const name = this.track.getCaptureHandle?.()?.handle;
    return name?.startsWith('zhengna-') === true ? name : undefined;
  }

  async #cover(): Promise<void> {
    this.#page = this.#named();
    await this.#pages?.cover(this.#page);
  }
}
