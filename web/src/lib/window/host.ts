/**
 * The talk with the page that holds us in a frame (its side is /embed.js). Only that window, under the origin it named in our
 * address, is spoken to and heard.
 */
type FromHost = { readonly type: 'token'; readonly token: string } | { readonly type: 'token-refused' | 'opened' | 'minimised' };
type ToHost = { readonly type: 'token-wanted' | 'minimise' } | { readonly type: 'unread'; readonly unread: number };

const mark = 1;
const tokenWaitMs = 15_000;

/** The origin of the page around us, from our first address; kept because pages within the window have others. */
const namedOrigin = (): string | null => {
  const named = new URLSearchParams(location.search).get('host');
  if (named === null || !URL.canParse(named)) return null;
  return new URL(named).origin;
};
const key = 'zhengna.host';
const hostOrigin: string | null = namedOrigin() ?? sessionStorageItem();

function sessionStorageItem(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

if (hostOrigin !== null) {
  try {
    sessionStorage.setItem(key, hostOrigin);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Whether there is a page around us to talk to. */
export const framed = (): boolean => window.parent !== window && hostOrigin !== null;

const isFromHost = (data: unknown): data is FromHost =>
  typeof data === 'object' &&
  data !== null &&
  'zhengna' in data &&
  data.zhengna === mark &&
  'type' in data &&
  typeof data.type === 'string';

/** Tells the page around us. */
export const tellHost = (message: ToHost): void => {
  if (hostOrigin !== null && window.parent !== window) window.parent.postMessage({ zhengna: mark, ...message }, hostOrigin);
};

/** Hears what the page around us says; gives back how to stop. */
export const hearHost = (listener: (message: FromHost) => void): (() => void) => {
  const heed = (event: MessageEvent<unknown>): void => {
    if (event.source !== window.parent || event.origin !== hostOrigin || !isFromHost(event.data)) return;
    listener(event.data);
  };
  addEventListener('message', heed);
  return () => {
    removeEventListener('message', heed);
  };
};

/** Asks the page around us for a fresh signed token; null when it has none, or does not answer. */
export const tokenFromHost = (): Promise<string | null> =>
  new Promise((resolve) => {
    const finish = (token: string | null): void => {
      clearTimeout(timer);
      stop();
      resolve(token);
    };
    const stop = hearHost((message) => {
      if (message.type === 'token') finish(message.token);
      else if (message.type === 'token-refused') finish(null);
    });
    const timer = setTimeout(finish, tokenWaitMs, null);
    tellHost({ type: 'token-wanted' });
  });
