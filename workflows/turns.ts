/**
 * Work of a case, one piece at a time in the order of asking. Every promise of a workflow costs its worker a stack trace, which
 * is why this is a chain of the fewest, and no library's mutex.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether some work is under way or waits for its turn. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Runs the work when all that was asked before is done, well or badly; settles as it does. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const counted = async (): Promise<T> => {
      try {
        return await work();
      } finally {
        this.#waiting -= 1;
      }
    };
    this.#waiting += 1;
    const mine = this.#last.then(counted, counted);
    this.#last = mine;
    return mine;
  }
}
