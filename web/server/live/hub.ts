/**
 * Subscriptions and the delivery of events to them.
 *
 * 1. The followers of a topic share one look-up: changes are gathered and sent at most once per `pace`. The pace of a topic with slow
 *    look-ups is reduced, so that look-ups take at most a twentieth of the time.
 * 2. A subscription is registered before its starting point is looked up. Events that arrive meanwhile are held and sent after it, so that
 *    there is no gap between the missed changes and the following ones.
 * 3. A cursor is sent only after everything before it.
 * 4. A topic that carries contents tells what came since it told last. It begins to tell when its first follower's starting point is known.
 *    A slow sweep compares what it told with what there is, and finds changes whose announcement was lost.
 * 5. Changes that cannot be sent one by one (too many, or a gap) become a `reset`. A failed look-up is retried.
 */
import { belongingOf } from '../../../db/belongings.ts';
import type { CaseChange } from '../../../db/case-changes.ts';
import type { LiveEvent, LiveMessage, Topic, TopicKind, TopicName } from '../../api/live.ts';
import { topicOf } from '../../api/live.ts';
import type { Person } from '../../../runtime/bus/bus.ts';
import { personKey, type Connection } from './connections.ts';
import { mayFollow } from './may-follow.ts';
import { topicKinds, type Changed, type Told, type TopicDefinition, type TopicDeps } from './topics.ts';

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
  /** Epoch milliseconds of its last sign of typing. */
  typedAt: number;
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
  /** What was told last of a topic that carries contents (rule 4). */
  told: Told | null;
}

/** Pause before a failed look-up is retried. */
const againAfterMs = 1_000;
/** Minimum interval between signs of typing of one page. */
const typingEveryMs = 1_000;
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
    const follower: Follower = { connection, held: [], typedAt: 0 };
    channel.followers.set(connection, follower);
    connection.topics.add(known);
    if (!(await mayFollow(connection.viewer, topic, (caseId) => belongingOf(this.#deps.knex, caseId)))) {
      if (channel.followers.get(connection) === follower) this.#drop(channel, connection);
      return;
    }
    const definition = definitionOf(topic.kind);
    await definition.contents?.followed(connection.viewer, topic.id, this.#deps);
    const begun = await definition.begin(topic.id, after, this.#deps);
    const { missed } = begun;
    const from = after === undefined || begun.told === undefined ? null : { ...begun.told, cursor: after, stamp: '' };
    const described =
      missed === null || missed.length === 0 || missed.length > this.#limits.changesOfEvent
        ? null
        : await definition.describe(topic.id, missed, this.#deps, from);
    const gone = missed === null || missed.length > this.#limits.changesOfEvent || described?.bodyFor === null;
    const first = described?.bodyFor?.(connection) ?? null;
    const cursor = described?.told?.cursor ?? begun.cursor;
    if (channel.followers.get(connection) !== follower) return;
    channel.told ??= begun.told ?? null;
    if (channel.pending.length > 0) this.#schedule(channel);
    const held = follower.held ?? [];
    follower.held = null;
    const stands = after !== undefined && (gone || first !== null) ? after : cursor;
    connection.send({ type: 'subscribed', topic: known, cursor: String(stands), positioned: definition.positioned });
    if (gone) this.#send(follower, topic, { type: 'reset', topic: known, cursor: String(cursor) });
    else if (first !== null) this.#send(follower, topic, eventOf(topic, known, cursor, first));
    // At the same number, a later event of a chat has other marks or another floor.
    const isNews = (at: bigint): boolean => at > cursor || (definition.contents !== undefined && at === cursor);
    for (const message of held) if (!('cursor' in message) || isNews(BigInt(message.cursor))) this.#send(follower, topic, message);
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
          this.#push(channel, { caseId: change.caseId, version: change.version });
        }
    }
  }

  /** @param altered numbers of earlier messages that have changed */
  chatChanged(caseId: string, altered: readonly number[]): void {
    const channel = this.#channels.get(`chat/${caseId}`);
    if (channel) this.#push(channel, { caseId, version: 0, altered });
  }

  /** Tells those who look at the slots of a centre that places have changed. */
  slotsChanged(centreId: string): void {
    const channel = this.#channels.get(`slots/${centreId}`);
    if (channel && channel.pending.length === 0) this.#push(channel, { caseId: centreId, version: 0 });
  }

  /** Compares the topics that carry contents with what there is (rule 4). */
  async sweep(): Promise<void> {
    for (const kind of Object.keys(topicKinds) as TopicKind[]) {
      const { contents } = definitionOf(kind);
      if (contents === undefined) continue;
      const channels = [...this.#channels.values()].filter(({ topic, told }) => topic.kind === kind && told !== null);
      if (channels.length === 0) continue;
      const ids = channels.map(({ topic }) => topic.id);
      const stamps = await contents.stamps(ids, this.#deps);
      for (const channel of channels) {
        const stamp = stamps.get(channel.topic.id);
        if (stamp !== undefined && stamp !== channel.told?.stamp && !isBusy(channel))
          this.#push(channel, { caseId: channel.topic.id, version: 0, altered: 'unknown' });
      }
    }
  }

  /** True when this connection may tell the others that its person is typing: it follows, may write, and has not said so just now. */
  mayType(connection: Connection, name: string): boolean {
    const channel = this.#channels.get(name as TopicName);
    const follower = channel?.followers.get(connection);
    if (!follower || channel?.told?.mayWrite(connection.viewer) !== true) return false;
    const now = Date.now();
    if (now - follower.typedAt < typingEveryMs) return false;
    follower.typedAt = now;
    return true;
  }

  /** Tells the other people in a chat that somebody is typing. */
  typing(caseId: string, person: Person): void {
    const name: TopicName = `chat/${caseId}`;
    for (const { connection } of this.#channels.get(name)?.followers.values() ?? [])
      if (personKey(connection.viewer) !== personKey(person)) connection.send({ type: 'typing', topic: name, speaker: person.kind });
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
      told: null,
    };
    this.#channels.set(name, channel);
    return channel;
  }

  #push(channel: Channel, change: Changed): void {
    if (channel.pending.length >= this.#limits.changesOfEvent) channel.lost = true;
    else channel.pending.push(change);
    this.#schedule(channel);
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
    // Its first follower's starting point is not known yet (rule 4).
    if (definition.contents !== undefined && channel.told === null) return;
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
        const begun = definition.contents || cursor === null ? await definition.begin(topic.id, undefined, this.#deps) : null;
        channel.told = begun?.told ?? null;
        this.#resetTo(channel, begun?.cursor ?? cursor ?? 0n);
      } else if (cursor !== null) {
        const described = await definition.describe(topic.id, changes, this.#deps, channel.told);
        if (definition.rightsChange(changes)) await this.#dropStrangers(channel);
        if (described !== null) {
          channel.told = described.told;
          const at = described.told?.cursor ?? cursor;
          const { bodyFor } = described;
          if (bodyFor === null) this.#resetTo(channel, at);
          else
            for (const follower of channel.followers.values())
              this.#send(follower, topic, eventOf(topic, name, at, bodyFor(follower.connection)));
        }
      }
    } catch (error) {
      this.#onTrouble(error);
      channel.pending.unshift(...changes);
      channel.lost ||= lost;
      pause = againAfterMs;
    }
    channel.telling = false;
    // Contents of many topics are looked up at once, so a slow look-up says nothing about this topic.
    const slowed = definition.contents ? 0 : (Date.now() - began) * lookShare * this.#limits.paceFactor;
    channel.notBefore = Date.now() + Math.max(pause, slowed);
    if (channel.pending.length > 0 || channel.lost) this.#schedule(channel);
  }

  #resetTo({ followers, topic, name }: Channel, cursor: bigint): void {
    for (const follower of followers.values()) this.#send(follower, topic, { type: 'reset', topic: name, cursor: String(cursor) });
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
