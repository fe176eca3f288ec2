/** Largest difference between the stream's time and ours, in seconds; a stream that begins anew has another time. */
const mostDrift = 2;
/** Shortest time between two frames, in seconds. */
const tick = 0.001;

/** Time of a stream's frames since its first one. */
export class StreamClock {
  readonly #rate: number;
  #first: number | undefined;
  #rtpTime = 0;
  #seconds = 0;
  #last = -tick;

  /** @param rate units of RTP time in a second */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /**
   * @param now epoch milliseconds of the arrival
   * @returns seconds since the first frame, later than those of the frame before
   */
  at(rtpTime: number, now: number): number {
    if (this.#first === undefined) this.#first = now;
    else this.#seconds += ((rtpTime - this.#rtpTime) | 0) / this.#rate;
    this.#rtpTime = rtpTime;
    const arrived = (now - this.#first) / 1_000;
    if (Math.abs(this.#seconds - arrived) > mostDrift) this.#seconds = arrived;
    this.#last = Math.max(this.#seconds, this.#last + tick);
    return this.#last;
  }
}
