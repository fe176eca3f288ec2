/**
 * Messages between the window and the page that frames it (its side is /embed.js). Only that page is addressed and heard, under the origin
 * named in our address.
 */
import type { Mark } from '../../../api/media.ts';

/** A screen that is shown to the officer: what is private on the host's pages is covered from `begin` to `end`; `on` says that it goes on. */
interface HostShare {
  readonly step: 'begin' | 'on' | 'end';
  /** Name of the host's page that is seen, where it is one. */
  readonly page?: string | undefined;
  readonly marks?: readonly Mark[];
}
type FromHost =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'token-refused' | 'opened' | 'minimised' }
  | { readonly type: 'room'; readonly room: boolean }
  /** A page of the host has been painted with what is private covered. */
  | { readonly type: 'covered'; readonly page: string };
type ToHost =
  | { readonly type: 'token-wanted' | 'minimise' }
  | { readonly type: 'running'; readonly running: boolean }
  | { readonly type: 'unread'; readonly unread: number }
  | { readonly type: 'size'; readonly expanded: boolean }
  | { readonly type: 'share'; readonly share: HostShare };

const mark = 1;
const tokenWaitMs = 15_000;

/** Origin of the framing page, from our first address; stored, because later addresses within the window lack it. */
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

/** True when there is a framing page. */
export const framed = (): boolean => window.parent !== window && hostOrigin !== null;

const isFromHost = (data: unknown): data is FromHost =>
  typeof data === 'object' &&
  data !== null &&
  'zhengna' in data &&
  data.zhengna === mark &&
  'type' in data &&
  typeof data.type === 'string';

/** Sends a message to the framing page. */
export const tellHost = (message: ToHost): void => {
  if (hostOrigin !== null && window.parent !== window) window.parent.postMessage({ zhengna: mark, ...message }, hostOrigin);
};

/** Listens to the framing page; returns how to stop. */
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

/** Asks the framing page for a fresh signed token; null when it has none or does not answer. */
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
