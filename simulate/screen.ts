/** One chat on one person’s screen: the messages in the order in which they were first shown. */
import type { ChatMessage, ChatPage } from '../web/api/chat.ts';
import type { EventBody } from '../web/api/live.ts';
import type { ApiPerson } from './api-person.ts';

type Floor = ChatPage['floor'];
type Listener = (message: ChatMessage, floor: Floor) => void;

export class Screen {
  readonly caseId: string;
  readonly #person: ApiPerson;
  readonly #shown = new Map<number, ChatMessage>();
  readonly #listeners = new Set<Listener>();
  #cursor = 0;
  #floor: Floor | null = null;

  constructor(person: ApiPerson, caseId: string) {
    this.#person = person;
    this.caseId = caseId;
  }

  /** Up to where the screen is complete. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The floor as far as the screen knows; null before the first news. */
  get floor(): Floor | null {
    return this.#floor;
  }

  /** Messages by their numbers, each once. */
  get messages(): readonly ChatMessage[] {
    return [...this.#shown.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Calls the listener for every message that is shown for the first time; returns how to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take({ messages, floor }: Pick<EventBody<'chat'>, 'messages' | 'floor'>, cursor: number): void {
    this.#floor = floor;
    this.#cursor = Math.max(this.#cursor, cursor);
    for (const message of messages) {
      const isNew = !this.#shown.has(message.seq);
      this.#shown.set(message.seq, message);
      if (isNew) for (const listener of this.#listeners) listener(message, floor);
    }
  }

  /** Fetches what is missing, page by page. */
  async fetch(): Promise<void> {
    for (;;) {
      const page = (await this.#person.get(`/api/cases/${this.caseId}/chat?after=${String(this.#cursor)}&size=200`)) as unknown as ChatPage;
      this.take(page, page.through);
      if (page.through >= page.last) return;
    }
  }
}
