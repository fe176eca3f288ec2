/**
 * The live connection: one WebSocket a page, which follows topics (web/api/live.ts).
 *
 * 1. It opens with the first follower and closes after the last. It comes back by itself with growing, uneven pauses and without end, and
 *    then asks for each topic from the cursor on that it heard last: nothing is missed, and nothing fetched in vain.
 * 2. A follower hears every event of its topic, and `reset` when it has to fetch anew: what it missed is not known, or the right to follow
 *    was lost (the fetch then says so).
 * 3. A topic that is let go is kept for a moment: a page that is exchanged for another of the same topic goes on with it.
 */
import type { LiveCommand, LiveEvent, LiveMessage, TopicKind, TopicName } from '../../../api/live.ts';
import { pause } from './pause.ts';
import { request } from './request.ts';

export type LiveNews = LiveEvent | { readonly type: 'reset' };
export type Listener = (news: LiveNews) => void;

interface Topic {
  readonly name: TopicName;
  listeners: readonly Listener[];
  /** Decimal; undefined until the server has said or been told where this page stands. */
  cursor: string | undefined;
  /** Whether its cursors are the positions that a heart-beat brings on. */
  positioned: boolean;
  /** Whether the server was asked on this connection. */
  asked: boolean;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

const heartbeatMs = 25_000;
const silenceMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
const keepMs = 2_000;

let topics: readonly Topic[] = [];
/** Told when the connection is there again. */
let comers: readonly Listener[] = [];
let running = false;
let wasThere = false;
let connected = $state(false);
/** Whether anything is followed: else there is nothing to be connected for. */
let wanted = $state(false);
/** The newest position heard on this connection. */
let position: string | undefined;
let open: WebSocket | undefined;

export const topicName = (kind: TopicKind, id: string): TopicName => `${kind}/${id}`;

const say = (command: LiveCommand): void => {
  if (open?.readyState === WebSocket.OPEN) open.send(JSON.stringify(command));
};

const isLater = (cursor: string, than: string): boolean => BigInt(cursor) > BigInt(than);

const ask = (topic: Topic): void => {
  if (!connected || topic.asked) return;
  topic.asked = true;
  say({ type: 'subscribe', topic: topic.name, ...(topic.cursor !== undefined && { after: topic.cursor }) });
};

const tell = (topic: Topic, news: LiveNews): void => {
  for (const listener of topic.listeners) listener(news);
};

const goOnTo = (topic: Topic, cursor: string): void => {
  if (topic.cursor === undefined || isLater(cursor, topic.cursor)) topic.cursor = cursor;
  if (topic.positioned && (position === undefined || isLater(cursor, position))) position = cursor;
};

const hear = (message: LiveMessage): void => {
  if (message.type === 'ready') {
    connected = true;
    position = message.position;
    for (const topic of topics) ask(topic);
    if (wasThere) for (const comer of comers) comer({ type: 'reset' });
    wasThere = true;
    return;
  }
  if (message.type === 'pong') {
    position = message.position;
    for (const topic of topics) if (topic.positioned && topic.cursor !== undefined) goOnTo(topic, message.position);
    return;
  }
  const topic = topics.find(({ name }) => name === message.topic);
  if (topic === undefined) return;
  switch (message.type) {
    case 'subscribed': {
      const unknown = topic.cursor === undefined;
      topic.positioned = message.positioned;
      goOnTo(topic, message.cursor);
      // What is shown may be of a moment before.
      if (unknown) tell(topic, { type: 'reset' });
      return;
    }
    case 'event':
      goOnTo(topic, message.cursor);
      tell(topic, message);
      return;
    case 'reset':
      topic.cursor = message.cursor;
      tell(topic, { type: 'reset' });
      return;
    case 'refused':
      topic.cursor = undefined;
      tell(topic, { type: 'reset' });
      return;
  }
};

/** One connection from opening to its end; says whether it ever got ready. */
const connect = (ticket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    let ready = false;
    let heard = Date.now();
    const heartbeat = setInterval(() => {
      if (topics.length === 0 || Date.now() - heard > silenceMs) socket.close();
      else say({ type: 'ping' });
    }, heartbeatMs);
    open = socket;
    socket.addEventListener('open', () => {
      say({ type: 'auth', ticket });
    });
    socket.addEventListener('message', ({ data }) => {
      heard = Date.now();
      const message = JSON.parse(String(data)) as LiveMessage;
      ready ||= message.type === 'ready';
      hear(message);
    });
    socket.addEventListener('close', () => {
      clearInterval(heartbeat);
      connected = false;
      position = open = undefined;
      for (const topic of topics) topic.asked = false;
      resolve(ready);
    });
  });

const run = async (): Promise<void> => {
  running = true;
  let wait = firstPauseMs;
  while (topics.length > 0) {
    const ready = await request<{ ticket: string }>('/api/live/tickets', { method: 'POST', retries: 0 }).then(
      ({ ticket }) => connect(ticket),
      () => false,
    );
    wait = ready ? firstPauseMs : Math.min(longestPauseMs, wait * 2);
    if (topics.length > 0) await pause(wait * (0.5 + Math.random()));
  }
  running = false;
};

/**
 * Follows a topic; gives back how to stop.
 * @param after the cursor of what is shown already: the version of a case, `live.position` from before a list was fetched. Without it the
 *   listener hears `reset` once the topic is followed, since what it shows may be older.
 */
export const follow = (name: TopicName, listener: Listener, after?: string): (() => void) => {
  let topic = topics.find((each) => each.name === name);
  if (topic === undefined) {
    topic = { name, listeners: [], cursor: after, positioned: false, asked: false, leaving: undefined };
    topics = [...topics, topic];
  } else if (topic.cursor !== undefined && (after === undefined || isLater(topic.cursor, after))) {
    // It was told of something before this listener came.
    queueMicrotask(() => {
      if (followed.listeners.includes(listener)) listener({ type: 'reset' });
    });
  }
  const followed = topic;
  clearTimeout(followed.leaving);
  followed.leaving = undefined;
  followed.listeners = [...followed.listeners, listener];
  wanted = true;
  ask(followed);
  if (!running) void run();
  return () => {
    followed.listeners = followed.listeners.filter((other) => other !== listener);
    if (followed.listeners.length > 0) return;
    followed.leaving = setTimeout(() => {
      topics = topics.filter((other) => other !== followed);
      wanted = topics.length > 0;
      if (followed.asked) say({ type: 'unsubscribe', topic: name });
    }, keepMs);
  };
};

/** Tells when the connection is there again, for what could not be fetched meanwhile; gives back how to stop. */
export const whenBack = (listener: Listener): (() => void) => {
  comers = [...comers, listener];
  return () => {
    comers = comers.filter((other) => other !== listener);
  };
};

export const live = {
  get connected(): boolean {
    return connected;
  },
  /** What this page follows cannot be heard for now. */
  get lost(): boolean {
    return wanted && !connected;
  },
  /** Whoever fetches a list from now on has all that came before; undefined while there is no connection. */
  get position(): string | undefined {
    return position;
  },
};

/** How long a page waits at most, in milliseconds, so that the many who follow a topic do not ask all at once. */
const spreads = { case: 0, identity: 0, worklist: 600, board: 600, 'region-board': 600, reset: 1_500 } satisfies Record<
  TopicKind | 'reset',
  number
>;
export const spreadOf = (news: LiveNews): number => Math.random() * spreads[news.type === 'event' ? news.kind : 'reset'];
