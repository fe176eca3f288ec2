import type { RtpPacket } from 'werift-rtp';

/** Later packets that arrive before a missing one is given up: about a second of either kind of media. */
const patience = 64;
const half = 0x8000;

/** Puts the packets of one stream in order and drops doubles. A packet that was sent again comes late, and those after it are held so long. */
export class InOrder {
  #next: number | undefined;
  readonly #held = new Map<number, RtpPacket>();

  /** Takes a packet and returns those whose turn it is. */
  take(packet: RtpPacket): RtpPacket[] {
    const { sequenceNumber } = packet.header;
    this.#next ??= sequenceNumber;
    if (ahead(this.#next, sequenceNumber) >= half) return [];
    this.#held.set(sequenceNumber, packet);
    const due = this.#run();
    if (this.#held.size <= patience) return due;
    this.#skip();
    return [...due, ...this.#run()];
  }

  /** Returns what is still held, at the end of the stream. */
  rest(): RtpPacket[] {
    const packets: RtpPacket[] = [];
    while (this.#held.size > 0) {
      this.#skip();
      packets.push(...this.#run());
    }
    return packets;
  }

  #run(): RtpPacket[] {
    const packets: RtpPacket[] = [];
    for (;;) {
      const packet = this.#next === undefined ? undefined : this.#held.get(this.#next);
      if (packet === undefined || this.#next === undefined) return packets;
      this.#held.delete(this.#next);
      this.#next = (this.#next + 1) & 0xffff;
      packets.push(packet);
    }
  }

  /** Goes on with the first one after the gap. */
  #skip(): void {
    const from = this.#next ?? 0;
    const nearest = Math.min(...[...this.#held.keys()].map((each) => ahead(from, each)));
    this.#next = (from + nearest) & 0xffff;
  }
}

/** Distance of two sequence numbers, which begin again after 65,535. */
const ahead = (from: number, to: number): number => (to - from) & 0xffff;
