/**
 * Work of a case, one piece at a time in the order of asking. Every promise of a workflow costs its worker a stack trace, which
 * is why this is a chain of the fewest, and no library's mutex.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the work when all that was asked before is done, well or badly; settles as it does. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine;
    return mine;
  }
}
