import type { Knex } from 'knex';

import { newsOf, referencesOf, type ChatAsk, type ChatNews, type ChatReferences } from '../../../db/chat/read.ts';
import { recallMsOf } from './recall-time.ts';

/** News of a chat with everything that its presentation needs. */
export interface Read {
  news: ChatNews;
  references: ChatReferences;
  recallMs: number;
}

interface Waiting {
  ask: ChatAsk;
  resolve: (read: Read | undefined) => void;
  reject: (error: unknown) => void;
}

/** Most new messages that are read of one chat at once, and most chats of one query. */
export const mostNews = 500;
const mostAsks = 200;

/**
 * Reads the news of chats for all their followers in this process. One query is on its way at a time; what is asked meanwhile is read by the
 * next one, so a busy process reads many chats at once and an idle one waits for nobody.
 */
export class ChatNewsReader {
  readonly #knex: Knex;
  #waiting: Waiting[] = [];
  #reading = false;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @returns undefined when the case has no chat */
  read(ask: ChatAsk): Promise<Read | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      if (this.#reading) return;
      this.#reading = true;
      void this.#readAll();
    });
  }

  async #readAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      try {
        const found = await newsOf(
          this.#knex,
          batch.map(({ ask }) => ask),
          mostNews,
        );
        const references = await referencesOf(this.#knex, [...found.values()]);
        for (const { ask, resolve } of batch) {
          const news = found.get(ask.caseId);
          resolve(news && { news, references, recallMs: await recallMsOf(this.#knex, news.chat) });
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#reading = false;
  }

  /** A query names a chat once; whoever asks for the same one waits for the next. */
  #nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const waiting of this.#waiting)
      if (batch.size < mostAsks && !batch.has(waiting.ask.caseId)) batch.set(waiting.ask.caseId, waiting);
      else later.push(waiting);
    this.#waiting = later;
    return [...batch.values()];
  }
}
