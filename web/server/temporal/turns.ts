/** Turns by key: of the work under one key only so many pieces run at once; the others wait in the order in which they came. */

/** The turn did not come in time. */
export class TurnTooLate extends Error {}

export class Turns {
  readonly #most: number;
  readonly #waitMs: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /**
   * @param most pieces of work that run at once under one key
   * @param waitMs longest wait for a turn
   */
  constructor(most: number, waitMs: number) {
    this.#most = most;
    this.#waitMs = waitMs;
  }

  /** @throws TurnTooLate when the work was not begun */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key) ?? 0;
    if (running < this.#most) this.#running.set(key, running + 1);
    else await this.#turnOf(key);
    try {
      return await work();
    } finally {
      this.#passOn(key);
    }
  }

  /** Resolves when a piece of work that ends hands its place over. */
  #turnOf(key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(key) ?? [];
      this.#waiting.set(key, queue);
      const giveUp = setTimeout(() => {
        queue.splice(queue.indexOf(turn), 1);
        if (queue.length === 0) this.#waiting.delete(key);
        reject(new TurnTooLate('the turn did not come in time'));
      }, this.#waitMs);
      const turn = (): void => {
        clearTimeout(giveUp);
        resolve();
      };
      queue.push(turn);
    });
  }

  #passOn(key: string): void {
    const queue = this.#waiting.get(key);
    const next = queue?.shift();
    if (queue?.length === 0) this.#waiting.delete(key);
    if (next) {
      next();
      return;
    }
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left === 0) this.#running.delete(key);
    else this.#running.set(key, left);
  }
}
