/**
 * Tells the workflows of calls what happens in them.
 *
 * 1. The reports of one call arrive in the order in which they were made.
 * 2. A report that does not get through is sent again with growing waits, and given up after `within`: the workflow's own clocks then say
 *    what became of the call.
 * 3. A report may arrive twice. Workflows refuse what is already so.
 */

export interface ReportTimes {
  /** Milliseconds before the first repetition; doubled each time. */
  firstWait: number;
  longestWait: number;
  within: number;
}
const usualReportTimes: ReportTimes = { firstWait: 1_000, longestWait: 30_000, within: 15 * 60_000 };

export class Reports<Report> {
  readonly #send: (report: Report) => Promise<void>;
  readonly #times: ReportTimes;
  readonly #onTrouble: (what: string, error: unknown) => void;
  /** The last report of each call that is under way. */
  readonly #last = new Map<string, Promise<void>>();
  readonly #over = Promise.withResolvers<undefined>();
  #stopped = false;

  constructor(send: (report: Report) => Promise<void>, onTrouble: (what: string, error: unknown) => void, times = usualReportTimes) {
    this.#send = send;
    this.#onTrouble = onTrouble;
    this.#times = times;
  }

  tell(callId: string, report: Report): void {
    const sent = (this.#last.get(callId) ?? Promise.resolve())
      .then(() => this.#deliver(report))
      .finally(() => {
        if (this.#last.get(callId) === sent) this.#last.delete(callId);
      });
    this.#last.set(callId, sent);
  }

  /** Sends each of what is left once more at most. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#over.resolve(undefined);
    await Promise.all(this.#last.values());
  }

  async #deliver(report: Report): Promise<void> {
    const until = Date.now() + this.#times.within;
    for (let wait = this.#times.firstWait; ; wait = Math.min(2 * wait, this.#times.longestWait)) {
      try {
        await this.#send(report);
        return;
      } catch (error) {
        const isLast = this.#stopped || Date.now() + wait > until;
        this.#onTrouble(isLast ? 'a call could not be reported' : 'a call is reported again', error);
        if (isLast) return;
        await this.#pause(wait);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
      this.#over.promise,
    ]);
    clearTimeout(timer);
  }
}
