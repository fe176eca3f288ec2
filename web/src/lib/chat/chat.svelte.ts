/**
 * The chat of one case on a page.
 *
 * 1. Messages are held by seq: each once, in order. What is missed on the live connection is fetched by the last number that the list is
 *    complete up to; without a live connection the page polls.
 * 2. What the person sends is kept in the browser until it appears in the chat. It is sent in order, one at a time, under a client id that
 *    never changes. After `sendMs` it has failed and waits for 重发.
 * 3. The server decides who may write. A message refused for an epoch that has passed is sent once more under the present one, if the
 *    person may still write.
 */
import type { ChatFloor, ChatMarks, ChatMessage, ChatPage } from '../../../api/chat.ts';
import { follow, live, topicName, whenTyping } from '#lib/api/live.svelte.ts';
import type { LiveNews } from '#lib/api/live.svelte.ts';
import { pause } from '#lib/api/pause.ts';
import { passes, Problem, problemOf } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import { t } from '#lib/i18n.svelte.ts';
import { now } from '#lib/clock.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { completeThrough, merged } from './messages.ts';
import { bodyOf } from './outbox.ts';
import type { Outgoing, Sending } from './outbox.ts';
import { OutgoingQueue } from './outgoing-queue.svelte.ts';
import { ReadMarks } from './read-marks.svelte.ts';
import { TypingSign } from './typing.svelte.ts';

/** Messages of others that were not on the page before. */
interface Arrival {
  readonly messages: readonly ChatMessage[];
  /** True when they were missed and fetched together. */
  readonly resumed: boolean;
}
type Listener = (arrival: Arrival) => void;

const pageSize = 50;
const mostAtOnce = 200;
/** A message that the server has not taken by then has failed. */
const sendMs = 30_000;
const againMs = 2_000;
const pollMs = 4_000;
/** Links to files are valid for ten minutes. */
const linkLifeMs = 8 * 60_000;
/** An answer that takes longer is no longer announced. */
const robotMs = 20_000;

const conflict = 409;

export class Chat {
  readonly caseId: string;
  messages = $state.raw<readonly ChatMessage[]>([]);
  /** Messages that the person has sent and the server has not confirmed. */
  readonly queue: OutgoingQueue;
  marks = $state.raw<ChatMarks>({ taxpayer: { delivered: 0, read: 0 }, officer: { delivered: 0, read: 0 } });
  /** Undefined until loaded. */
  floor = $state.raw<ChatFloor>();
  /** True when there are messages before the first one. */
  earlier = $state(false);
  loadingEarlier = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem>();
  /** False until the case of a chat that is yet to begin exists. */
  begun = $state(true);
  readonly typing = new TypingSign();
  /** 清屏: messages up to this number are not shown; 0 shows all. */
  hiddenThrough = $state(0);

  readonly #reading: ReadMarks;
  readonly #begin: (() => Promise<void>) | undefined;
  #through = 0;
  #fetching: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #listeners: readonly Listener[] = [];
  #unfollow: (() => void) | undefined;

  /**
   * @param owner separates the unsent messages of several people in one browser
   * @param begin begins the case before the first message; absent when the case exists
   */
  constructor(caseId: string, owner: string, begin?: () => Promise<void>) {
    this.caseId = caseId;
    this.#begin = begin;
    this.begun = begin === undefined;
    this.queue = new OutgoingQueue(owner, caseId, (item) => this.#deliver(item));
    this.#reading = new ReadMarks(this.#path);
  }

  /** Number of the last message on the page. */
  get last(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** Messages that are shown. */
  get shown(): readonly ChatMessage[] {
    return this.hiddenThrough === 0 ? this.messages : this.messages.filter(({ seq }) => seq > this.hiddenThrough);
  }

  /** True while the robot owes an answer to what was said last: to words, not to files. */
  get awaitsRobot(): boolean {
    const last = this.messages.at(-1);
    if (this.floor?.robot !== true || this.queue.items.length > 0 || last?.own !== true || last.content.type !== 'text') return false;
    return now() - Date.parse(last.at) < robotMs;
  }

  /** Messages of others that this side has not read. */
  unread(side: keyof ChatMarks): number {
    const read = Math.max(this.#reading.read, this.marks[side].read);
    return this.messages.filter(({ seq, own, speaker }) => seq > read && !own && speaker !== 'system').length;
  }

  /** Follows the chat until the returned function is called. Call it from an effect. */
  start(): () => void {
    this.#stopped = false;
    if (this.begun) void this.#load();
    else this.loaded = true;
    this.queue.start();
    this.#follow();
    const poll = setInterval(() => {
      if (live.lost && this.begun) void this.#catchUp();
    }, pollMs);
    const links = setInterval(() => {
      void this.#renewLinks();
    }, linkLifeMs);
    return () => {
      this.#stopped = true;
      this.#unfollow?.();
      this.#unfollow = undefined;
      clearInterval(poll);
      clearInterval(links);
      this.queue.stop();
      this.#reading.stop();
      this.typing.stop();
    };
  }

  /** Begins the case, if that has not been done. @throws Problem */
  async ensureBegun(): Promise<void> {
    if (this.begun) return;
    await this.#begin?.();
    this.begun = true;
    this.#follow();
    await this.#load();
  }

  /** Loads the last page without following: for chats that have ended. */
  async look(): Promise<void> {
    await this.#load();
  }

  /** Calls the listener for messages of others that arrive from now on; returns how to stop. */
  listen(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Sends a message; it shows at once and is kept until the server has it. */
  send(sending: Sending): void {
    // A person who answers has read everything before.
    this.read(this.last);
    this.queue.add(sending);
  }

  /** Puts the page of messages before the first one in front. */
  async loadEarlier(): Promise<void> {
    if (this.hiddenThrough > 0) {
      this.hiddenThrough = 0;
      return;
    }
    const first = this.messages[0]?.seq;
    if (!this.earlier || this.loadingEarlier || first === undefined) return;
    this.loadingEarlier = true;
    try {
      const page = await this.#get({ before: first, size: pageSize });
      this.messages = merged(this.messages, page.messages);
      this.earlier = page.earlier;
      this.problem = undefined;
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.loadingEarlier = false;
    }
  }

  /** 清屏: hides what is shown; loadEarlier brings it back. */
  clear(): void {
    this.hiddenThrough = this.last;
  }

  /** The person has read up to this message. */
  read(seq: number): void {
    if (seq <= this.#reading.read) return;
    this.#reading.read = seq;
    this.#tellMarks();
  }

  /** Tells the other side that the person is typing. */
  type(): void {
    if (this.begun) this.typing.say(topicName('chat', this.caseId));
  }

  /** Recalls one's own message. @throws Problem */
  async recall(seq: number): Promise<void> {
    await request(`${this.#path}/${String(seq)}/recall`, { method: 'POST', key: uuid() });
    await this.#refresh(seq);
  }

  /** Rates an answer (B5). @throws Problem */
  async rate(seq: number, rating: 'useful' | 'useless'): Promise<void> {
    await request(`${this.#path}/${String(seq)}/rating`, { method: 'PUT', body: { rating } });
    this.messages = this.messages.map((message) =>
      message.seq === seq && message.content.type === 'answer' ? { ...message, content: { ...message.content, rating } } : message,
    );
  }

  get #path(): string {
    return `/api/cases/${encodeURIComponent(this.caseId)}/chat`;
  }

  async #get(query: { after?: number; before?: number; size?: number }): Promise<ChatPage> {
    return await request<ChatPage>(this.#path, { query });
  }

  async #load(): Promise<void> {
    try {
      const page = await this.#get({ size: pageSize });
      this.messages = merged(this.messages, page.messages);
      this.earlier = page.earlier;
      this.#take(page);
      this.#through = Math.max(this.#through, page.through);
      this.problem = undefined;
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.loaded = true;
  }

  /** Fetches everything after the number that the list is complete up to; one request at a time. */
  #catchUp(): Promise<void> {
    if (this.#fetching !== undefined) {
      this.#again = true;
      return this.#fetching;
    }
    this.#fetching = this.#fetchOn().finally(() => {
      this.#fetching = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.#catchUp();
    });
    return this.#fetching;
  }

  async #fetchOn(): Promise<void> {
    if (this.floor === undefined) {
      await this.#load();
      return;
    }
    try {
      const came: ChatMessage[] = [];
      for (;;) {
        const page = await this.#get({ after: this.#through, size: mostAtOnce });
        came.push(...page.messages);
        const stands = page.through <= this.#through;
        this.#through = Math.max(this.#through, page.through);
        this.#take(page);
        if (stands || page.through >= page.last) break;
      }
      this.#add(came, came.length > 1);
      this.problem = undefined;
    } catch (error) {
      if (!passes(problemOf(error))) this.problem = problemOf(error);
    }
  }

  /** Fetches one message again. */
  async #refresh(seq: number): Promise<void> {
    const page = await this.#get({ after: seq - 1, size: 1 });
    this.messages = merged(this.messages, page.messages);
  }

  async #renewLinks(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    let at = 0;
    for (const { seq, content } of this.messages) {
      if (content.type !== 'files' || seq <= at) continue;
      const page = await this.#get({ after: seq - 1, size: mostAtOnce }).catch(() => undefined);
      if (page === undefined) return;
      this.messages = merged(this.messages, page.messages);
      at = page.through;
    }
  }

  #take({ marks, floor }: { readonly marks: ChatMarks; readonly floor: ChatFloor }): void {
    // A former officer's sign of typing does not show under the present one.
    if (this.floor !== undefined && this.floor.epoch !== floor.epoch) this.typing.stop();
    this.marks = marks;
    this.floor = floor;
  }

  #add(came: readonly ChatMessage[], resumed: boolean): void {
    const known = this.messages.map(({ seq }) => seq);
    this.messages = merged(this.messages, came);
    this.queue.settle(this.messages);
    const fresh = came.filter(({ seq, own }) => !own && !known.includes(seq));
    if (fresh.length > 0) {
      this.typing.stop();
      for (const listener of this.#listeners) listener({ messages: fresh, resumed });
    }
    this.#tellMarks();
  }

  #hear(news: LiveNews): void {
    if (news.type === 'reset' || news.kind !== 'chat') {
      void this.#catchUp();
      return;
    }
    const { messages } = news.body;
    if (this.floor === undefined) {
      void this.#catchUp();
      return;
    }
    this.#take(news.body);
    this.#through = completeThrough(this.#through, messages);
    // A change of a message on a page that is not loaded would leave a gap.
    const first = this.earlier ? (this.messages[0]?.seq ?? 0) : 0;
    this.#add(
      messages.filter(({ seq }) => seq >= first),
      false,
    );
    if (Number(news.cursor) > this.#through) void this.#catchUp();
  }

  #follow(): void {
    if (!this.begun || this.#stopped || this.#unfollow !== undefined) return;
    const topic = topicName('chat', this.caseId);
    const stopFollowing = follow(topic, (news) => {
      this.#hear(news);
    });
    const stopTyping = whenTyping((name, speaker) => {
      if (name === topic) this.typing.show(speaker);
    });
    this.#unfollow = () => {
      stopFollowing();
      stopTyping();
    };
  }

  /** Sends one message until the server has answered or time is up; returns the fault. */
  async #deliver(item: Outgoing): Promise<Problem | undefined> {
    const until = Date.now() + sendMs;
    const limit = AbortSignal.timeout(sendMs);
    let renewed = false;
    for (;;) {
      try {
        await this.ensureBegun();
        if (this.floor === undefined) await this.#load();
        const floor = this.floor;
        if (floor === undefined) throw this.problem ?? new Problem('network-lost', t('errors:network-lost-sending'));
        const message = await request<ChatMessage>(this.#path, {
          method: 'POST',
          body: bodyOf(item, floor.epoch),
          retries: 0,
          signal: limit,
        });
        this.#through = completeThrough(this.#through, [message]);
        this.#add([message], false);
        return undefined;
      } catch (error) {
        const problem = limit.aborted ? new Problem('network-lost', t('errors:network-lost-sending')) : problemOf(error);
        if (problem.status === conflict && !renewed) {
          renewed = true;
          const before = this.floor?.epoch;
          await this.#catchUp();
          if (this.floor?.mayWrite === true && this.floor.epoch !== before) continue;
        }
        if (!passes(problem) || Date.now() + againMs >= until) return problem;
        await pause(againMs, limit);
      }
    }
  }

  #tellMarks(): void {
    this.#reading.tell(() => (this.begun && !this.#stopped ? this.#through : undefined));
  }
}
