/** The live connection of one simulated page: follows chats as the pages do, and resumes by itself after a break. */
import { WebSocket } from 'ws';

import { liveMessageSchema, type LiveCommand } from '../web/api/live.ts';
import type { ApiPerson } from './api-person.ts';
import type { Screen } from './screen.ts';

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const heartbeatMs = 20_000;

export class LiveLine {
  readonly #person: ApiPerson;
  readonly #screens = new Map<string, Screen>();
  #socket: WebSocket | null = null;
  #ready = false;
  #pauseMs = firstPauseMs;
  #closed = false;
  #again: NodeJS.Timeout | null = null;
  readonly #heartbeat: NodeJS.Timeout;

  private constructor(person: ApiPerson) {
    this.#person = person;
    this.#heartbeat = setInterval(() => this.#say({ type: 'ping' }), heartbeatMs);
  }

  /** Opens the line of a person who has signed in or entered; it stays until closed. */
  static open(person: ApiPerson): LiveLine {
    const line = new LiveLine(person);
    void line.#connect();
    return line;
  }

  /** Brings a chat to a screen from now on. */
  follow(screen: Screen): void {
    this.#screens.set(topicOf(screen.caseId), screen);
    if (this.#ready) this.#subscribe(screen);
  }

  unfollow({ caseId }: Screen): void {
    this.#screens.delete(topicOf(caseId));
    this.#say({ type: 'unsubscribe', topic: topicOf(caseId) });
  }

  /** Cuts the connection, as a lost network does; it comes back by itself. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    if (this.#again !== null) clearTimeout(this.#again);
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    try {
      const { ticket } = await this.#person.attempt('POST', '/api/live/tickets', {}).then(({ body }) => body);
      if (typeof ticket !== 'string') throw new Error('no ticket');
      if (this.#closed) return;
      const socket = new WebSocket(`${this.#person.origin.replace(/^http/, 'ws')}/api/live`, { origin: this.#person.origin });
      this.#socket = socket;
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', ticket } satisfies LiveCommand)));
      socket.on('message', (data: Buffer) => this.#hear(data.toString()));
      socket.on('error', () => socket.terminate());
      socket.on('close', () => this.#lost());
    } catch {
      this.#lost();
    }
  }

  #lost(): void {
    this.#ready = false;
    this.#socket = null;
    if (this.#closed || this.#again !== null) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.#connect();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
  }

  #hear(text: string): void {
    const message = liveMessageSchema.parse(JSON.parse(text));
    if (message.type === 'ready') {
      this.#ready = true;
      this.#pauseMs = firstPauseMs;
      for (const screen of this.#screens.values()) this.#subscribe(screen);
    } else if (message.type === 'event' && message.kind === 'chat') {
      this.#screens.get(message.topic)?.take(message.body, Number(message.cursor));
    } else if (message.type === 'reset') {
      this.#screens
        .get(message.topic)
        ?.fetch()
        .catch(() => this.cut());
    }
  }

  #subscribe({ caseId, cursor }: Screen): void {
    this.#say({ type: 'subscribe', topic: topicOf(caseId), after: String(cursor) });
  }

  #say(command: LiveCommand): void {
    if (this.#ready && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }
}

const topicOf = (caseId: string): string => `chat/${caseId}`;
