/**
 * Subscriptions and the delivery of events to them.
 *
 * 1. The followers of a topic share one look-up: changes are gathered and sent at most once per `pace`. The pace of a topic with slow
 *    look-ups is reduced, so that look-ups take at most a twentieth of the time.
 * 2. A subscription is registered before its starting point is looked up. Events that arrive meanwhile are held and sent after it, so that
 *    there is no gap between the missed changes and the following ones.
 * 3. A cursor is sent only after everything before it.
 * 4. Changes that cannot be sent one by one (too many, or a gap) become a `reset`. A failed look-up is retried.
 */
import { belongingOf } from '../../../db/belongings.ts';
import type { CaseChange } from '../../../db/case-changes.ts';
import type { LiveEvent, LiveMessage, Topic, TopicKind, TopicName } from '../../api/live.ts';
import { topicOf } from '../../api/live.ts';
import type { Connection } from './connections.ts';
import { mayFollow } from './may-follow.ts';
import { topicKinds, type Changed, type TopicDefinition, type TopicDeps } from './topics.ts';

export interface HubLimits {
  topicsOfConnection: number;
  /** Beyond this number, changes are sent as a reset. */
  changesOfEvent: number;
  /** Multiplies every topic's pace; 1 outside of tests and measurements. */
  paceFactor: number;
}
export const usualHubLimits: HubLimits = { topicsOfConnection: 64, changesOfEvent: 200, paceFactor: 1 };

/** Counters and timings. */
export interface HubMetrics {
  told(kind: TopicKind, type: 'event' | 'reset' | 'refused'): void;
}

interface Follower {
  connection: Connection;
  /** Events held until the subscription is established; null afterwards. */
  held: LiveMessage[] | null;
}

interface Channel {
  name: TopicName;
  topic: Topic;
  followers: Map<Connection, Follower>;
  pending: Changed[];
  /** True when followers must fetch again. */
  lost: boolean;
  timer: NodeJS.Timeout | null;
  telling: boolean;
  notBefore: number;
  /** Everything up to here has been sent, while something is pending. */
  toldUpTo: bigint;
}

/** Pause before a failed look-up is retried. */
const againAfterMs = 1_000;
/** A look-up may take one part in this many of the time. */
const lookShare = 20;

export class Hub {
  readonly #channels = new Map<TopicName, Channel>();
  readonly #deps: TopicDeps;
  readonly #limits: HubLimits;
  readonly #metrics: HubMetrics;
  readonly #onTrouble: (error: unknown) => void;
  #stopped = false;

  constructor(deps: TopicDeps, limits: HubLimits, metrics: HubMetrics, onTrouble: (error: unknown) => void) {
    this.#deps = deps;
    this.#limits = limits;
    this.#metrics = metrics;
    this.#onTrouble = onTrouble;
  }

  /** Subscriptions by kind of topic. */
  sizes(): Map<TopicKind, number> {
    const sizes = new Map<TopicKind, number>();
    for (const { topic, followers } of this.#channels.values()) sizes.set(topic.kind, (sizes.get(topic.kind) ?? 0) + followers.size);
    return sizes;
  }

  /** Position up to which this connection has been sent everything it follows. */
  positionFor(connection: Connection): bigint {
    let position = this.#deps.feed.position;
    for (const name of connection.topics) {
      const channel = this.#channels.get(name);
      if (channel && isBusy(channel) && channel.toldUpTo < position) position = channel.toldUpTo;
    }
    return position;
  }

  /** @param after cursor of what the page already has */
  async subscribe(connection: Connection, name: string, after: bigint | undefined): Promise<void> {
    const topic = topicOf(name);
    if (topic === null) {
      connection.send({ type: 'refused', topic: name, code: 'unknown-topic' });
      return;
    }
    const known: TopicName = `${topic.kind}/${topic.id}`;
    this.unsubscribe(connection, known);
    if (connection.topics.size >= this.#limits.topicsOfConnection) {
      this.#refuse(connection, topic, known, 'too-many-topics');
      return;
    }
    const channel = this.#channelOf(known, topic);
    const follower: Follower = { connection, held: [] };
    channel.followers.set(connection, follower);
    connection.topics.add(known);
    if (!(await mayFollow(connection.viewer, topic, (caseId) => belongingOf(this.#deps.knex, caseId)))) {
      if (channel.followers.get(connection) === follower) this.#drop(channel, connection);
      return;
    }
    const definition = definitionOf(topic.kind);
    const { cursor, missed } = await definition.begin(topic.id, after, this.#deps);
    const gone = missed === null || missed.length > this.#limits.changesOfEvent;
    const first = gone || missed.length === 0 ? null : (await definition.describe(topic.id, missed, this.#deps))(connection.viewer);
    if (channel.followers.get(connection) !== follower) return;
    const held = follower.held ?? [];
    follower.held = null;
    const stands = after !== undefined && (gone || first !== null) ? after : cursor;
    connection.send({ type: 'subscribed', topic: known, cursor: String(stands), positioned: definition.positioned });
    if (gone) this.#send(follower, topic, { type: 'reset', topic: known, cursor: String(cursor) });
    else if (first !== null) this.#send(follower, topic, eventOf(topic, known, cursor, first));
    for (const message of held) if (!('cursor' in message) || BigInt(message.cursor) > cursor) this.#send(follower, topic, message);
  }

  unsubscribe(connection: Connection, name: string): void {
    const known = name as TopicName;
    const channel = this.#channels.get(known);
    if (!channel?.followers.delete(connection)) return;
    connection.topics.delete(known);
    this.#removeEmpty(channel);
  }

  leave(connection: Connection): void {
    for (const name of [...connection.topics]) this.unsubscribe(connection, name);
  }

  /** @param before the position before these changes were read */
  changed(changes: readonly CaseChange[], before: bigint): void {
    for (const kind of Object.keys(topicKinds) as TopicKind[]) {
      const definition = definitionOf(kind);
      for (const change of changes)
        for (const id of definition.concerned(change)) {
          const channel = this.#channels.get(`${kind}/${id}`);
          if (!channel) continue;
          if (!isBusy(channel)) channel.toldUpTo = before;
          if (channel.pending.length >= this.#limits.changesOfEvent) channel.lost = true;
          else channel.pending.push({ caseId: change.caseId, version: change.version });
          this.#schedule(channel);
        }
    }
  }

  /** Tells all followers to fetch again. */
  resetAll(): void {
    for (const channel of this.#channels.values()) {
      channel.lost = true;
      this.#schedule(channel);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const channel of this.#channels.values()) if (channel.timer) clearTimeout(channel.timer);
    this.#channels.clear();
  }

  #channelOf(name: TopicName, topic: Topic): Channel {
    const known = this.#channels.get(name);
    if (known) return known;
    const channel: Channel = {
      name,
      topic,
      followers: new Map(),
      pending: [],
      lost: false,
      timer: null,
      telling: false,
      notBefore: 0,
      toldUpTo: this.#deps.feed.position,
    };
    this.#channels.set(name, channel);
    return channel;
  }

  #removeEmpty(channel: Channel): void {
    if (channel.followers.size > 0) return;
    if (channel.timer) clearTimeout(channel.timer);
    this.#channels.delete(channel.name);
  }

  #schedule(channel: Channel): void {
    if (channel.timer || channel.telling || this.#stopped) return;
    const { gatherMs } = topicKinds[channel.topic.kind].pace;
    const wait = Math.max(gatherMs * this.#limits.paceFactor, channel.notBefore - Date.now());
    channel.timer = setTimeout(() => {
      channel.timer = null;
      void this.#tell(channel);
    }, wait);
  }

  async #tell(channel: Channel): Promise<void> {
    const { topic, name } = channel;
    const definition = definitionOf(topic.kind);
    const { lost } = channel;
    const changes = channel.pending.splice(0);
    channel.lost = false;
    channel.telling = true;
    const began = Date.now();
    let pause = definition.pace.everyMs * this.#limits.paceFactor;
    try {
      // Computed before the first await: what the feed reads from here on belongs to the next event.
      const cursor = changes.length > 0 || definition.positioned ? definition.cursorAfter(changes, this.#deps) : null;
      if (lost) {
        const now = cursor ?? (await definition.begin(topic.id, undefined, this.#deps)).cursor;
        for (const follower of channel.followers.values()) this.#send(follower, topic, { type: 'reset', topic: name, cursor: String(now) });
      } else if (cursor !== null) {
        const bodyFor = await definition.describe(topic.id, changes, this.#deps);
        if (definition.rightsChange) await this.#dropStrangers(channel);
        for (const follower of channel.followers.values())
          this.#send(follower, topic, eventOf(topic, name, cursor, bodyFor(follower.connection.viewer)));
      }
    } catch (error) {
      this.#onTrouble(error);
      channel.pending.unshift(...changes);
      channel.lost ||= lost;
      pause = againAfterMs;
    }
    channel.telling = false;
    channel.notBefore = Date.now() + Math.max(pause, (Date.now() - began) * lookShare * this.#limits.paceFactor);
    if (channel.pending.length > 0 || channel.lost) this.#schedule(channel);
  }

  /** Ends the subscriptions of those who may no longer follow. */
  async #dropStrangers(channel: Channel): Promise<void> {
    let looked: ReturnType<typeof belongingOf> | null = null;
    const lookOnce = (caseId: string): ReturnType<typeof belongingOf> => (looked ??= belongingOf(this.#deps.knex, caseId));
    for (const connection of [...channel.followers.keys()])
      if (!(await mayFollow(connection.viewer, channel.topic, lookOnce))) this.#drop(channel, connection);
  }

  #drop(channel: Channel, connection: Connection): void {
    this.unsubscribe(connection, channel.name);
    this.#refuse(connection, channel.topic, channel.name, 'not-allowed');
  }

  #refuse(connection: Connection, { kind }: Topic, name: TopicName, code: 'not-allowed' | 'too-many-topics'): void {
    this.#metrics.told(kind, 'refused');
    connection.send({ type: 'refused', topic: name, code });
  }

  #send(follower: Follower, { kind }: Topic, message: LiveMessage): void {
    if (follower.held) {
      follower.held.push(message);
      return;
    }
    if (message.type === 'event' || message.type === 'reset') this.#metrics.told(kind, message.type);
    follower.connection.send(message);
  }
}

const isBusy = ({ pending, lost, telling }: Channel): boolean => telling || lost || pending.length > 0;

/** The kinds' entries under one type: an entry only describes bodies of its own events. */
const definitionOf = (kind: TopicKind): TopicDefinition<TopicKind> => topicKinds[kind];

const eventOf = (topic: Topic, name: TopicName, cursor: bigint, body: LiveEvent['body']): LiveEvent =>
  ({ type: 'event', kind: topic.kind, topic: name, cursor: String(cursor), body }) as LiveEvent;
