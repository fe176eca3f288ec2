/**
 * The live connection: one WebSocket per page, which follows topics (web/api/live.ts).
 *
 * 1. It opens with the first follower and closes after the last. It reconnects by itself, with exponential backoff, jitter and no limit,
 *    and then resumes each topic from its last cursor, so that nothing is missed or fetched needlessly.
 * 2. A follower gets every event of its topic, and `reset` when it must fetch again: missed events are unknown, or the right to follow was
 *    lost (the fetch then reports it).
 * 3. An abandoned topic is kept for a moment, so that the next page with the same topic continues it.
 */
import type { LiveCommand, LiveEvent, LiveMessage, TopicKind, TopicName } from '../../../api/live.ts';
import { pause } from './pause.ts';
import { request } from './request.ts';

export type LiveNews = LiveEvent | { readonly type: 'reset' };
export type Listener = (news: LiveNews) => void;

interface Topic {
  readonly name: TopicName;
  listeners: readonly Listener[];
  /** Decimal; undefined until known from the server or the follower. */
  cursor: string | undefined;
  /** True when its cursors are positions, which heartbeats advance. */
  positioned: boolean;
  /** True when it was subscribed on this connection. */
  asked: boolean;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

const heartbeatMs = 25_000;
const silenceMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
const keepMs = 2_000;
/** A page that comes back to the foreground gives the connection so long to prove that it lives. */
const proofMs = 3_000;

let topics: readonly Topic[] = [];
/** Called when somebody else is typing in a followed chat. */
type Typist = (name: TopicName, speaker: 'taxpayer' | 'officer') => void;
let typists: readonly Typist[] = [];
/** Called when the connection is back. */
let comers: readonly Listener[] = [];
let running = false;
let wasThere = false;
let connected = $state(false);
/** True while a topic is followed; otherwise no connection is needed. */
let wanted = $state(false);
/** Newest position received on this connection. */
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
      // What is shown may be older.
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
    case 'typing':
      for (const listener of typists) listener(topic.name, message.speaker);
      return;
  }
};

/** Runs one connection from opening to its end; resolves to true if it ever was ready. */
const connect = (ticket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    let ready = false;
    let heard = Date.now();
    let ended = false;
    // A dead connection answers no closing handshake, so the page does not wait for one.
    const end = (): void => {
      if (ended) return;
      ended = true;
      clearInterval(heartbeat);
      document.removeEventListener('visibilitychange', prove);
      removeEventListener('online', prove);
      socket.close();
      connected = false;
      position = open = undefined;
      for (const topic of topics) topic.asked = false;
      resolve(ready);
    };
    const heartbeat = setInterval(() => {
      if (topics.length === 0 || Date.now() - heard > silenceMs) end();
      else say({ type: 'ping' });
    }, heartbeatMs);
    // Phones cut connections of pages in the background without a word.
    const prove = (): void => {
      if (document.visibilityState !== 'visible' || socket.readyState !== WebSocket.OPEN) return;
      const asked = Date.now();
      say({ type: 'ping' });
      setTimeout(() => {
        if (heard < asked) end();
      }, proofMs);
    };
    open = socket;
    document.addEventListener('visibilitychange', prove);
    addEventListener('online', prove);
    socket.addEventListener('open', () => {
      say({ type: 'auth', ticket });
    });
    socket.addEventListener('message', ({ data }) => {
      if (ended) return;
      heard = Date.now();
      const message = JSON.parse(String(data)) as LiveMessage;
      ready ||= message.type === 'ready';
      hear(message);
    });
    socket.addEventListener('close', end);
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
 * Follows a topic; returns how to stop.
 * @param after cursor of what is shown: the version of a case, or `live.position` before a list was fetched. Without it the listener gets
 * `reset` once the topic is followed, because what it shows may be older.
 */
export const follow = (name: TopicName, listener: Listener, after?: string): (() => void) => {
  let topic = topics.find((each) => each.name === name);
  if (topic === undefined) {
    topic = { name, listeners: [], cursor: after, positioned: false, asked: false, leaving: undefined };
    topics = [...topics, topic];
  } else if (topic.cursor !== undefined && (after === undefined || isLater(topic.cursor, after))) {
    // The topic had events before this listener came.
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

/** Tells the other followers of a chat that the person is typing. Never stored: without a connection it is lost. */
export const sayTyping = (name: TopicName): void => {
  say({ type: 'typing', topic: name });
};

/** Calls the listener when somebody else is typing in a followed chat; returns how to stop. */
export const whenTyping = (listener: Typist): (() => void) => {
  typists = [...typists, listener];
  return () => {
    typists = typists.filter((other) => other !== listener);
  };
};

/** Calls the listener when the connection is back, to fetch what failed meanwhile; returns how to stop. */
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
  /** True while followed topics cannot be received. */
  get lost(): boolean {
    return wanted && !connected;
  },
  /** Position up to which a list fetched from now on is complete; undefined without a connection. */
  get position(): string | undefined {
    return position;
  },
};

/** Maximum random delay of a fetch, in milliseconds, so that the many followers of a topic do not fetch at once. */
const spreads = {
  case: 0,
  chat: 0,
  identity: 0,
  worklist: 600,
  board: 600,
  'region-board': 600,
  slots: 1_000,
  reset: 1_500,
} satisfies Record<TopicKind | 'reset', number>;
export const spreadOf = (news: LiveNews): number => Math.random() * spreads[news.type === 'event' ? news.kind : 'reset'];
