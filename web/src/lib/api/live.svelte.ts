/**
 * The live connection: one WebSocket a page, telling by ids what has changed. It opens with the first listener, closes with the
 * last, and comes back by itself with growing, uneven pauses and without end. Whoever shows data fetches it again when told
 * `reconnected`, since changes may have been missed meanwhile.
 */
import type { LiveEvent } from '../../../api/entry.ts';
import { pause } from './pause.ts';
import { request } from './request.ts';

export type LiveNews = LiveEvent | { readonly type: 'reconnected' };
type Listener = (news: LiveNews) => void;

const heartbeatMs = 25_000;
const silenceMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

let listeners: readonly Listener[] = [];
let running = false;
let connected = $state(false);

const tell = (news: LiveNews): void => {
  for (const listener of listeners) listener(news);
};

const eventOf = (data: unknown): LiveEvent | undefined => {
  if (typeof data !== 'string') return undefined;
  const event: unknown = JSON.parse(data);
  return typeof event === 'object' && event !== null && 'type' in event ? (event as LiveEvent) : undefined;
};

/** One connection from opening to its end; says whether it ever got ready. */
const connect = (ticket: string, again: boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    let ready = false;
    let heard = Date.now();
    const heartbeat = setInterval(() => {
      if (listeners.length === 0 || Date.now() - heard > silenceMs) socket.close();
      else if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ping' }));
    }, heartbeatMs);
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'auth', ticket }));
    });
    socket.addEventListener('message', ({ data }) => {
      heard = Date.now();
      const event = eventOf(data);
      if (event === undefined || event.type === 'pong') return;
      if (event.type === 'ready') {
        ready = true;
        connected = true;
        if (again) tell({ type: 'reconnected' });
      }
      tell(event);
    });
    socket.addEventListener('close', () => {
      clearInterval(heartbeat);
      connected = false;
      resolve(ready);
    });
  });

const run = async (): Promise<void> => {
  running = true;
  let wait = firstPauseMs;
  let again = false;
  while (listeners.length > 0) {
    const ready = await request<{ ticket: string }>('/api/live/tickets', { method: 'POST', retries: 0 }).then(
      ({ ticket }) => connect(ticket, again),
      () => false,
    );
    again = true;
    wait = ready ? firstPauseMs : Math.min(longestPauseMs, wait * 2);
    if (listeners.length > 0) await pause(wait * (0.5 + Math.random()));
  }
  running = false;
};

/** Listens to what happens; gives back how to stop. */
export const listen = (listener: Listener): (() => void) => {
  listeners = [...listeners, listener];
  if (!running) void run();
  return () => {
    listeners = listeners.filter((other) => other !== listener);
  };
};

export const live = {
  get connected(): boolean {
    return connected;
  },
};
