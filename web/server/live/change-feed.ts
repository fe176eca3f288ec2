/**
 * The changes of cases as read by this process, in the order of the log.
 *
 * 1. It reads when woken, and every few seconds: a lost announcement causes a delay, never a loss.
 * 2. It runs one read at a time, at most one every `gatherMs`, regardless of the number of announcements.
 * 3. It keeps the newest changes in memory, so that a page that reconnects gets what it missed without a query.
 */
import type { Knex } from 'knex';

import { changesSince, latestChanges, pruneChanges, type CaseChange, type Seen } from '../../../db/case-changes.ts';

export interface FeedLimits {
  gatherMs: number;
  sweepEveryMs: number;
  pruneEveryMs: number;
  /** Maximum number of changes kept in memory. */
  remembered: number;
}
export const usualFeedLimits: FeedLimits = { gatherMs: 20, sweepEveryMs: 5_000, pruneEveryMs: 60_000, remembered: 20_000 };

export interface FeedListener {
  /** @param before the position before this read */
  onChanges: (changes: readonly CaseChange[], before: bigint) => void;
  /** There are more changes than one read takes: followers must fetch again. */
  onGap: () => void;
}

export class ChangeFeed {
  readonly #knex: Knex;
  readonly #limits: FeedLimits;
  readonly #onTrouble: (error: unknown) => void;
  #listener: FeedListener | null = null;
  #seen: Seen;
  #remembered: CaseChange[];
  /** The memory is complete from this transaction on. */
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

  /** Opens the feed at the present position. @throws when the database cannot be read */
  static async open(knex: Knex, limits: FeedLimits, onTrouble: (error: unknown) => void): Promise<ChangeFeed> {
    return new ChangeFeed(knex, limits, onTrouble, await latestChanges(knex, limits.remembered));
  }

  /** Adds a listener for everything read from here on. */
  follow(listener: FeedListener): void {
    this.#listener = listener;
  }

  /** All changes of earlier transactions have been passed on. */
  get position(): bigint {
    return this.#seen.position;
  }

  /** Schedules a read. */
  wake(): void {
    this.#wakeAgain = true;
    this.#reading ??= this.#readOn();
  }

  /**
   * Returns the changes from a position on, possibly including some that the caller knows; null when they are no longer in memory or the
   * position was never one of this database. For a position that only another process has reached, it reads up to it first.
   */
  async since(after: bigint): Promise<readonly CaseChange[] | null> {
    if (after > this.position) {
      this.wake();
      await this.#reading;
    }
    if (after < this.#floor || after > this.position) return null;
    // All are searched: a transaction that took long to commit is stored after younger ones.
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
      // The next wake or sweep continues from the same snapshot.
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
    // Drops a tenth more, so that this does not happen at every read.
    const forgotten = this.#remembered.splice(0, surplus + Math.floor(this.#limits.remembered / 10));
    for (const { xid } of forgotten) if (xid >= this.#floor) this.#floor = xid + 1n;
  }
}

const floorOf = (changes: readonly CaseChange[], seen: Seen): bigint => {
  const [oldest] = changes;
  // Other rows of the oldest transaction may be missing.
  return oldest ? oldest.xid + 1n : seen.position;
};
