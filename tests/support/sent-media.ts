/** Sound and picture of a real browser (recorded by Chromium), cut into the packets in which a browser sends them. */
import { fileURLToPath } from 'node:url';

import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import type { types } from 'mediasoup';
import { RtpHeader, RtpPacket } from 'werift-rtp';

import { rtpParametersOf } from './media.ts';

const sample = fileURLToPath(new URL('files/call.webm', import.meta.url));
/** Bytes of media in a packet; less than a browser sends, so that most pictures take several. */
const packetBytes = 300;

export interface StoredFrame {
  data: Buffer;
  seconds: number;
  key: boolean;
}

/** Frames of a file's only stream of this kind. */
export async function framesOf(file: string, kind: 'audio' | 'video'): Promise<StoredFrame[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const [track] = (await input.getTracks()).filter(({ type }) => type === kind);
    if (track === undefined) throw new Error(`no ${kind} in ${file}`);
    const frames: StoredFrame[] = [];
    for await (const { data, timestamp, type } of new EncodedPacketSink(track).packets())
      frames.push({ data: Buffer.from(data), seconds: timestamp, key: type === 'key' });
    return frames;
  } finally {
    input.dispose();
  }
}

export const sampleFrames = (kind: 'audio' | 'video'): Promise<StoredFrame[]> => framesOf(sample, kind);

/** Returns the packets of frames, each with its number. */
export function packetsOf(kind: 'audio' | 'video', frames: readonly StoredFrame[], ssrc: number, firstNumber = 65_500): RtpPacket[] {
  let number = firstNumber - 1;
  const packet = (seconds: number, marker: boolean, payload: Buffer): RtpPacket => {
    number = (number + 1) & 0xffff;
    const [payloadType, rate] = kind === 'audio' ? [111, 48_000] : [96, 90_000];
    return new RtpPacket(
      new RtpHeader({ payloadType, sequenceNumber: number, timestamp: Math.round(seconds * rate) >>> 0, ssrc, marker }),
      payload,
    );
  };
  return frames.flatMap(({ data, seconds }) => {
    if (kind === 'audio') return [packet(seconds, false, data)];
    const cuts = Array.from({ length: Math.ceil(data.length / packetBytes) }, (_, at) => at * packetBytes);
    return cuts.map((from) =>
      packet(
        seconds,
        from + packetBytes >= data.length,
        Buffer.concat([Buffer.from([from === 0 ? 0x10 : 0x00]), data.subarray(from, from + packetBytes)]),
      ),
    );
  });
}

/** A stream that is sent into a router without a browser. */
export class SentStream {
  readonly kind: 'audio' | 'video';
  readonly producer: types.Producer;
  readonly #ssrc: number;

  private constructor(kind: 'audio' | 'video', producer: types.Producer, ssrc: number) {
    this.kind = kind;
    this.producer = producer;
    this.#ssrc = ssrc;
  }

  static async create(router: types.Router, kind: 'audio' | 'video', ssrc: number): Promise<SentStream> {
    const transport = await router.createDirectTransport();
    const producer = await transport.produce({ kind, rtpParameters: rtpParametersOf(kind, ssrc) });
    return new SentStream(kind, producer, ssrc);
  }

  /** Sends frames as fast as they were spoken. */
  async send(frames: readonly StoredFrame[]): Promise<void> {
    const begun = Date.now();
    for (const packet of packetsOf(this.kind, frames, this.#ssrc)) {
      const seconds = packet.header.timestamp / (this.kind === 'audio' ? 48_000 : 90_000);
      const wait = seconds * 1_000 - (Date.now() - begun);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      this.producer.send(packet.serialize());
    }
    // The worker answers in the order in which it is asked, and mediasoup tells of packets a turn of the loop later: they have arrived.
    await this.producer.getStats();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
