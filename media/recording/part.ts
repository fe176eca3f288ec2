/**
 * One stream of a recorded call, from the packets that arrive to its stored files.
 *
 * 1. A file holds some minutes and is stored while the next one is written, so that a process that dies loses no more than that.
 * 2. Each file begins with a frame that can be decoded alone.
 * 3. A file that cannot be stored ends the stream.
 */
import { randomUUID } from 'node:crypto';

import type { types } from 'mediasoup';
import { RtpPacket } from 'werift-rtp';

import { opusFrames, Vp8Frames, type Frames } from './frames.ts';
import { InOrder } from './in-order.ts';
import { StreamClock } from './stream-clock.ts';
import { WebmFile, type Codec, type TimedFrame } from './webm-file.ts';

/** Frames that may wait to be written; a disk that is slower than the stream must not fill the memory. */
const mostWaiting = 2_000;
/** Milliseconds between two requests for a key frame. */
const keyEveryMs = 2_000;

const codecs: Readonly<Record<string, { codec: Codec; frames: () => Frames }>> = {
  'audio/opus': { codec: 'opus', frames: opusFrames },
  'video/vp8': { codec: 'vp8', frames: () => new Vp8Frames() },
};

export interface PartStore {
  /** Called with the first frame of each file. @param at epoch milliseconds */
  begin: (id: string, at: number) => Promise<void>;
  /** Gives a path, and stores the file that `write` leaves there. */
  keep: (id: string, write: (path: string) => Promise<{ durationMs: number; size: number }>) => Promise<void>;
  /** Bytes of media that have arrived. */
  onbytes: (bytes: number) => void;
}

export class Part {
  readonly #consumer: types.Consumer;
  readonly #store: PartStore;
  readonly #longestSeconds: number;
  readonly #codec: Codec;
  readonly #frames: Frames;
  readonly #order = new InOrder();
  readonly #clock: StreamClock;
  readonly #waiting: TimedFrame[] = [];
  #wake: () => void = () => undefined;
  #over = false;
  #overflown = false;
  #askedAt = 0;
  /** True when the next file waits for a frame to begin with. */
  #wantsKey = false;
  #begunAt = 0;
  /** Settles when its files are stored; rejects when one is not. */
  readonly done: Promise<void>;

  private constructor(
    consumer: types.Consumer,
    { codec, frames }: { codec: Codec; frames: () => Frames },
    store: PartStore,
    longestSeconds: number,
  ) {
    this.#consumer = consumer;
    this.#store = store;
    this.#longestSeconds = longestSeconds;
    this.#codec = codec;
    this.#frames = frames();
    this.#clock = new StreamClock(consumer.rtpParameters.codecs[0]?.clockRate ?? 1);
    consumer.on('rtp', (packet) => this.#hear(packet));
    consumer.observer.once('close', () => this.#end());
    this.done = this.#write();
  }

  /**
   * Begins to receive a stream. It is written from its first whole picture on.
   * @param longestSeconds duration after which a file ends and the next one begins
   * @throws Error when it is of a codec that a WebM file cannot hold as it is
   */
  static async begin(
    transport: types.DirectTransport,
    producerId: string,
    capabilities: types.RtpCapabilities,
    store: PartStore,
    longestSeconds: number,
  ): Promise<Part> {
    const consumer = await transport.consume({ producerId, rtpCapabilities: capabilities, paused: true });
    const mimeType = consumer.rtpParameters.codecs[0]?.mimeType.toLowerCase() ?? '';
    const codec = codecs[mimeType];
    if (codec === undefined) {
      consumer.close();
      throw new Error(`a stream of ${mimeType} cannot be recorded`);
    }
    const part = new Part(consumer, codec, store, longestSeconds);
    await consumer.resume();
    return part;
  }

  #hear(bytes: Buffer): void {
    if (this.#over) return;
    this.#store.onbytes(bytes.length);
    this.#take(this.#order.take(RtpPacket.deSerialize(bytes)));
    if (this.#frames.waitsForKey || this.#wantsKey) this.#askForKey();
    if (this.#waiting.length <= mostWaiting) return;
    this.#overflown = true;
    this.#consumer.close();
  }

  #take(packets: readonly RtpPacket[]): void {
    for (const packet of packets) {
      const frame = this.#frames.take(packet);
      if (frame === null) continue;
      const now = Date.now();
      if (this.#begunAt === 0) this.#begunAt = now;
      this.#waiting.push({ data: frame.data, key: frame.key, seconds: this.#clock.at(frame.rtpTime, now) });
    }
    this.#wake();
  }

  #askForKey(): void {
    if (Date.now() - this.#askedAt < keyEveryMs || this.#consumer.closed) return;
    this.#askedAt = Date.now();
    // The stream may end meanwhile.
    this.#consumer.requestKeyFrame().catch(() => undefined);
  }

  #end(): void {
    if (this.#over) return;
    this.#take(this.#order.rest());
    this.#over = true;
    this.#wake();
  }

  async #write(): Promise<void> {
    const stored: Promise<void>[] = [];
    for (let first = await this.#next(); first !== undefined;) {
      const { promise, resolve } = Promise.withResolvers<TimedFrame | undefined>();
      const file = this.#writeFile(first, resolve);
      file.catch(() => {
        this.#consumer.close();
      });
      stored.push(file);
      first = await promise;
    }
    await Promise.all(stored);
  }

  /** @param onLast is called once the file has all its frames, with the first one of the next file */
  async #writeFile(first: TimedFrame, onLast: (next: TimedFrame | undefined) => void): Promise<void> {
    try {
      const id = randomUUID();
      await this.#store.begin(id, this.#begunAt + Math.round(first.seconds * 1_000));
      await this.#store.keep(id, async (path) => {
        const file = await WebmFile.create(path, this.#codec);
        try {
          let frame: TimedFrame | undefined = first;
          for (; frame !== undefined && !this.#beginsNext(frame, first); frame = await this.#next()) await file.add(frame);
          if (this.#overflown) throw new Error('the disk is slower than the media');
          onLast(frame);
          return await file.finish();
        } finally {
          await file.drop();
        }
      });
    } finally {
      // Of no effect when the next one was named.
      onLast(undefined);
    }
  }

  #beginsNext(frame: TimedFrame, first: TimedFrame): boolean {
    const isLong = frame.seconds - first.seconds >= this.#longestSeconds;
    this.#wantsKey = isLong && !frame.key;
    return isLong && frame.key;
  }

  /** Waits for the next frame; undefined after the last one. */
  async #next(): Promise<TimedFrame | undefined> {
    while (this.#waiting.length === 0 && !this.#over)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#waiting.shift();
  }
}
