/**
 * One call a person, whatever number of tabs they have open.
 *
 * 1. The tabs of one officer choose one of them by a Web Lock; only that tab rings. The next one takes over when it is closed.
 * 2. Each tab tells the others which conversation is in view there: visible, in the focused window. A conversation in view calls nobody.
 * 3. Where a browser has no Web Locks, as on pages without TLS, every tab is alone.
 */

/** A tab whose sign is older has gone without saying so. Timers of hidden tabs are throttled, but such a tab has nothing in view. */
const silentMs = 15_000;
const beatMs = 5_000;

interface Sign {
  readonly page: string;
  readonly inView: string | null;
}

export interface OneVoice {
  /** Tells the other tabs what is in view here; null for nothing. */
  readonly show: (caseId: string | null) => void;
  /** True when this tab rings for the person. */
  readonly rings: () => boolean;
  readonly isInView: (caseId: string) => boolean;
  readonly stop: () => void;
}

/** @param person the tabs of one person find each other by it */
export const oneVoice = (person: string): OneVoice => {
  const name = `zhengna.calls.${person}`;
  const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const channel = new BroadcastChannel(name);
  const others = new Map<string, { readonly inView: string; readonly at: number }>();
  const stopped = new AbortController();
  let release: () => void = () => undefined;
  let chosen = !('locks' in navigator);
  let here: string | null = null;

  const shown = (): string | null => (document.visibilityState === 'visible' && document.hasFocus() ? here : null);
  const tell = (): void => {
    channel.postMessage({ page, inView: shown() } satisfies Sign);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Sign>) => {
    if (data.inView === null) others.delete(data.page);
    else others.set(data.page, { inView: data.inView, at: Date.now() });
  });
  const beat = setInterval(() => {
    if (shown() !== null) tell();
  }, beatMs);
  for (const type of ['focus', 'blur', 'pagehide']) addEventListener(type, tell, { signal: stopped.signal });
  document.addEventListener('visibilitychange', tell, { signal: stopped.signal });

  if (!chosen)
    navigator.locks
      .request(name, { signal: stopped.signal }, async () => {
        chosen = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      })
      // Stopped while it waited.
      .catch(() => undefined);

  return {
    show: (caseId) => {
      here = caseId;
      tell();
    },
    rings: () => chosen,
    isInView: (caseId) =>
      shown() === caseId || [...others.values()].some(({ inView, at }) => inView === caseId && Date.now() - at < silentMs),
    stop: () => {
      here = null;
      tell();
      stopped.abort();
      release();
      chosen = false;
      clearInterval(beat);
      channel.close();
    },
  };
};
