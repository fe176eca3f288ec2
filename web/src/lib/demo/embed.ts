/** Adds the icon to the demo bureau's pages by the same script that any site uses. */
interface Embedded {
  readonly restart: () => void;
  readonly destroy: () => void;
}
interface EmbedOptions {
  readonly token: () => Promise<string>;
  readonly language?: string;
  readonly layer?: number;
}

declare global {
  interface Window {
    ZhengnaHudong?: { readonly init: (options: EmbedOptions) => Embedded };
  }
}

const loadScript = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/embed.js';
    script.addEventListener('load', () => {
      resolve();
    });
    script.addEventListener('error', () => {
      reject(new Error('embed.js could not be loaded'));
    });
    document.head.append(script);
  });

/** Adds the icon with its window; `destroy` removes it. */
export const embed = async (options: EmbedOptions): Promise<Embedded> => {
  if (window.ZhengnaHudong === undefined) await loadScript();
  if (window.ZhengnaHudong === undefined) throw new Error('embed.js did not say hello');
  return window.ZhengnaHudong.init(options);
};
