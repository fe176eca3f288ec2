/**
 * Mutex of a case: runs tasks one at a time in order of arrival. Each promise in a workflow costs a stack trace, so this is a minimal
 * promise chain and not a library's mutex.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** True while a task runs or waits. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Runs a task after all earlier ones have settled; settles with its result. */
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
