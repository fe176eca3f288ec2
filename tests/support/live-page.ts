/** A page's end of the live connection, for tests: what it hears is kept, what it says is up to the test. */
import { once } from 'node:events';

import { WebSocket } from 'ws';

import { liveMessageSchema, type LiveEvent, type LiveMessage } from '../../web/api/live.ts';

export class LivePage {
  readonly heard: LiveMessage[] = [];
  readonly socket: WebSocket;
  /** The code, once it is closed. */
  closed: number | null = null;

  constructor(address: string, options: { autoPong?: boolean } = {}) {
    this.socket = new WebSocket(address, options);
    this.socket.on('message', (data: Buffer) => this.heard.push(liveMessageSchema.parse(JSON.parse(data.toString()))));
    this.socket.on('close', (code) => (this.closed = code));
    this.socket.on('error', () => (this.closed ??= 0));
  }

  /** Opens one and shows the ticket, without waiting for the answer. */
  static async open(address: string, ticket: unknown, options: { autoPong?: boolean } = {}): Promise<LivePage> {
    const page = new LivePage(address, options);
    await once(page.socket, 'open');
    page.say({ type: 'auth', ticket });
    return page;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  get ready(): boolean {
    return this.heard[0]?.type === 'ready';
  }

  /** Follows a topic, and waits for the answer. */
  async follow(topic: string, after?: string): Promise<Extract<LiveMessage, { type: 'subscribed' | 'refused' }>> {
    const before = this.heard.length;
    this.say({ type: 'subscribe', topic, ...(after !== undefined && { after }) });
    const isAnswer = (message: LiveMessage): message is Extract<LiveMessage, { type: 'subscribed' | 'refused' }> =>
      (message.type === 'subscribed' || message.type === 'refused') && message.topic === topic;
    for (let i = 0; i < 400; i += 1) {
      const answer = this.heard.slice(before).find(isAnswer);
      if (answer) return answer;
      if (this.closed !== null) throw new Error(`closed with ${String(this.closed)} while ${topic} was asked for`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    throw new Error(`no answer about ${topic}`);
  }

  events(topic?: string): LiveEvent[] {
    return this.heard.filter((message) => message.type === 'event').filter((event) => topic === undefined || event.topic === topic);
  }
  resets(topic: string): LiveMessage[] {
    return this.heard.filter((message) => message.type === 'reset' && message.topic === topic);
  }
  /** The ids of the cases that events of this topic have named. */
  casesOf(topic: string): string[] {
    return this.events(topic).flatMap(({ body }) => ('changes' in body ? body.changes.map(({ caseId }) => caseId) : []));
  }
}
