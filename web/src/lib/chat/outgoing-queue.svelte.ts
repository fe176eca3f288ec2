/**
 * Messages that a person has sent in one chat and the server has not confirmed: kept in the browser through a reload, sent in order, one at a time,
 * under a client id that never changes.
 */
import type { ChatMessage } from '../../../api/chat.ts';
import type { Problem } from '#lib/api/problem.ts';
import { passes } from '#lib/api/problem.ts';
import { uuid } from '#lib/uuid.ts';
import { dropOutgoing, keepOutgoing, keptOutbox, settled } from './outbox.ts';
import type { Outgoing, Sending } from './outbox.ts';

export class OutgoingQueue {
  items = $state.raw<readonly Outgoing[]>([]);
  readonly #owner: string;
  readonly #caseId: string;
  readonly #deliver: (item: Outgoing) => Promise<Problem | undefined>;
  #sending = false;
  #stopped = false;

  /**
   * @param owner separates the unsent messages of several people in one browser
   * @param deliver sends one message; returns the fault once the server has answered or time is up
   */
  constructor(owner: string, caseId: string, deliver: (item: Outgoing) => Promise<Problem | undefined>) {
    this.#owner = owner;
    this.#caseId = caseId;
    this.#deliver = deliver;
    this.items = keptOutbox(owner, caseId);
  }

  /** Goes on with what was left. */
  start(): void {
    this.#stopped = false;
    if (this.items.some(({ state }) => state === 'sending')) this.#send();
  }

  /** Sends no further message; the one under way is finished. */
  stop(): void {
    this.#stopped = true;
  }

  add(sending: Sending): void {
    this.#keep({ ...sending, clientId: uuid(), at: Date.now(), state: 'sending', sentence: null });
    this.#send();
  }

  /** 重发, under the same client id. */
  resend(clientId: string): void {
    const item = this.items.find((each) => each.clientId === clientId);
    if (item === undefined || item.state === 'sending') return;
    this.#keep({ ...item, state: 'sending', sentence: null });
    this.#send();
  }

  /** Gives up messages. */
  drop(clientIds: readonly string[]): void {
    if (clientIds.length === 0) return;
    for (const clientId of clientIds) dropOutgoing(this.#owner, this.#caseId, clientId);
    this.items = this.items.filter(({ clientId }) => !clientIds.includes(clientId));
  }

  /** Removes what the chat holds by now. */
  settle(messages: readonly ChatMessage[]): void {
    this.drop(settled(this.items, messages).arrived);
  }

  /** Removes all, for the chat of another case. */
  take(): readonly Outgoing[] {
    const taken = this.items;
    this.drop(taken.map(({ clientId }) => clientId));
    return taken;
  }

  /** Sends messages that were written for the chat of another case, under the same client ids. */
  adopt(items: readonly Outgoing[]): void {
    for (const [index, item] of items.entries()) this.#keep({ ...item, at: Date.now() + index, state: 'sending', sentence: null });
    if (items.length > 0) this.#send();
  }

  #keep(item: Outgoing): void {
    keepOutgoing(this.#owner, this.#caseId, item);
    const held = this.items.some(({ clientId }) => clientId === item.clientId);
    this.items = held ? this.items.map((each) => (each.clientId === item.clientId ? item : each)) : [...this.items, item];
  }

  #send(): void {
    if (this.#sending) return;
    this.#sending = true;
    void this.#sendAll().finally(() => {
      this.#sending = false;
    });
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = this.items.find(({ state }) => state === 'sending');
      if (next === undefined || this.#stopped) return;
      const problem = await this.#deliver(next);
      // Taken over by the chat of another case, or settled by the live connection.
      if (!this.items.some(({ clientId }) => clientId === next.clientId)) continue;
      if (problem === undefined) this.drop([next.clientId]);
      else this.#keep({ ...next, state: 'failed', sentence: passes(problem) ? null : problem.message });
    }
  }
}
