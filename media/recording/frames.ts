/** Frames of a stream from its packets in order. */
import { Vp8RtpPayload, type RtpPacket } from 'werift-rtp';

export interface Frame {
  data: Uint8Array;
  /** True when it can be decoded without those before it. */
  key: boolean;
  /** In the units of the stream's clock; begins again after 2³². */
  rtpTime: number;
}

export interface Frames {
  /** Takes the next packet; returns the frame that it completes. */
  take: (packet: RtpPacket) => Frame | null;
  /** True while frames are dropped because one that they need is missing. */
  readonly waitsForKey: boolean;
}

/** Each packet of Opus is a frame (RFC 7587). */
export const opusFrames = (): Frames => ({
  take: ({ header, payload }) => (payload.length === 0 ? null : { data: payload, key: true, rtpTime: header.timestamp }),
  waitsForKey: false,
});

/** VP8 (RFC 7741). A frame with a missing packet is dropped, with all after it that build on it. */
export class Vp8Frames implements Frames {
  #last: number | undefined;
  #parts: Buffer[] = [];
  #key = false;
  #waitsForKey = true;

  get waitsForKey(): boolean {
    return this.#waitsForKey;
  }

  take({ header, payload }: RtpPacket): Frame | null {
    if (this.#last !== undefined && header.sequenceNumber !== ((this.#last + 1) & 0xffff)) this.#break();
    this.#last = header.sequenceNumber;
    if (payload.length === 0) return null;
    const part = Vp8RtpPayload.deSerialize(payload);
    if (part.isPartitionHead) {
      this.#parts = [];
      this.#key = part.isKeyframe;
    } else if (this.#parts.length === 0) return null;
    this.#parts.push(part.payload);
    return header.marker ? this.#whole(header.timestamp) : null;
  }

  #whole(rtpTime: number): Frame | null {
    const data = Buffer.concat(this.#parts);
    this.#parts = [];
    if (this.#key) this.#waitsForKey = false;
    return this.#waitsForKey ? null : { data, key: this.#key, rtpTime };
  }

  #break(): void {
    this.#parts = [];
    this.#waitsForKey = true;
  }
}
