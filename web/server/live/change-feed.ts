/**
 * The changes of cases as this process has read them, in the order of the log.
 *
 * 1. It reads on when woken, and by itself every few seconds: a lost announcement delays, and loses nothing.
 * 2. One read at a time, and at most one every `gatherMs`, however many announcements come.
 * 3. The newest changes are remembered, so that a page that comes back gets what it missed without a question to the database.
 */
import type { Knex } from 'knex';

import { changesSince, latestChanges, pruneChanges, type CaseChange, type Seen } from '../../../db/case-changes.ts';

export interface FeedLimits {
  gatherMs: number;
  sweepEveryMs: number;
  pruneEveryMs: number;
  /** So many changes are remembered. */
  remembered: number;
}
export const usualFeedLimits: FeedLimits = { gatherMs: 20, sweepEveryMs: 5_000, pruneEveryMs: 60_000, remembered: 20_000 };

export interface FeedListener {
  /** @param before the position before these were read */
  onChanges: (changes: readonly CaseChange[], before: bigint) => void;
  /** More has changed than is read at once: whoever follows has to fetch anew. */
  onGap: () => void;
}

export class ChangeFeed {
  readonly #knex: Knex;
  readonly #limits: FeedLimits;
  readonly #onTrouble: (error: unknown) => void;
  #listener: FeedListener | null = null;
  #seen: Seen;
  #remembered: CaseChange[];
  /** From this transaction on, what is remembered is whole. */
  #floor: bigint;
  #reading: Promise<void> | null = null;
  #wakeAgain = false;
  readonly #timers: NodeJS.Timeout[];

  private constructor(
    knex: Knex,
    limits: FeedLimits,
    onTrouble: (error: unknown) => void,
    { seen, changes }: { seen: Seen; changes: CaseChange[] },
  ) {
    this.#knex = knex;
    this.#limits = limits;
    this.#onTrouble = onTrouble;
    this.#seen = seen;
    this.#remembered = changes;
    this.#floor = floorOf(changes, seen);
    this.#timers = [
      setInterval(() => {
        this.wake();
      }, limits.sweepEveryMs),
      setInterval(() => {
        pruneChanges(knex).catch(onTrouble);
      }, limits.pruneEveryMs),
    ];
  }

  /** Reads what is there. @throws when the database cannot be read */
  static async open(knex: Knex, limits: FeedLimits, onTrouble: (error: unknown) => void): Promise<ChangeFeed> {
    return new ChangeFeed(knex, limits, onTrouble, await latestChanges(knex, limits.remembered));
  }

  /** Tells one listener of everything that is read from here on. */
  follow(listener: FeedListener): void {
    this.#listener = listener;
  }

  /** All changes of earlier transactions have been told. */
  get position(): bigint {
    return this.#seen.position;
  }

  /** Reads on soon. */
  wake(): void {
    this.#wakeAgain = true;
    this.#reading ??= this.#readOn();
  }

  /**
   * What changed from a position on, some of it perhaps known to whoever asks; null when that is not remembered any more, or was
   * never a position of this database. A position that another process has reached first is read up to.
   */
  async since(after: bigint): Promise<readonly CaseChange[] | null> {
    if (after > this.position) {
      this.wake();
      await this.#reading;
    }
    if (after < this.#floor || after > this.position) return null;
    // All are looked at: a transaction that took long to commit is remembered after younger ones.
    return this.#remembered.filter(({ xid }) => xid >= after);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#wakeAgain = false;
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#wakeAgain) {
        await new Promise((resolve) => setTimeout(resolve, this.#limits.gatherMs));
        this.#wakeAgain = false;
        await this.#read();
      }
    } catch (error) {
      // The next wake or sweep goes on from the same snapshot.
      this.#onTrouble(error);
    } finally {
      this.#reading = null;
    }
  }

  async #read(): Promise<void> {
    const { seen, changes } = await changesSince(this.#knex, this.#seen, this.#limits.remembered);
    const before = this.position;
    this.#seen = seen;
    if (changes === null) {
      this.#remembered = [];
      this.#floor = seen.position;
      this.#listener?.onGap();
      return;
    }
    if (changes.length === 0) return;
    this.#remembered.push(...changes);
    this.#forget();
    this.#listener?.onChanges(changes, before);
  }

  #forget(): void {
    const surplus = this.#remembered.length - this.#limits.remembered;
    if (surplus <= 0) return;
    // A tenth more at once, so that this is not done at every read.
    const forgotten = this.#remembered.splice(0, surplus + Math.floor(this.#limits.remembered / 10));
    for (const { xid } of forgotten) if (xid >= this.#floor) this.#floor = xid + 1n;
  }
}

const floorOf = (changes: readonly CaseChange[], seen: Seen): bigint => {
  const [oldest] = changes;
  // Other rows of the oldest transaction may have been left out.
  return oldest ? oldest.xid + 1n : seen.position;
};
