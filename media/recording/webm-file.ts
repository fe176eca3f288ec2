/** A WebM file with one stream, as it was sent: nothing is decoded or coded again. */
import { stat } from 'node:fs/promises';

import { EncodedAudioPacketSource, EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Output, WebMOutputFormat } from 'mediabunny';

export type Codec = 'opus' | 'vp8';

export interface TimedFrame {
  data: Uint8Array;
  key: boolean;
  /** Since the first frame of the stream. */
  seconds: number;
}

export class WebmFile {
  readonly #path: string;
  readonly #output: Output;
  readonly #source: EncodedAudioPacketSource | EncodedVideoPacketSource;
  #first: number | undefined;
  #last = 0;

  private constructor(path: string, output: Output, source: EncodedAudioPacketSource | EncodedVideoPacketSource) {
    this.#path = path;
    this.#output = output;
    this.#source = source;
  }

  static async create(path: string, codec: Codec): Promise<WebmFile> {
    const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(path) });
    const source = codec === 'opus' ? new EncodedAudioPacketSource(codec) : new EncodedVideoPacketSource(codec);
    if (source instanceof EncodedAudioPacketSource) output.addAudioTrack(source);
    else output.addVideoTrack(source);
    await output.start();
    return new WebmFile(path, output, source);
  }

  /** @param frame the first one is a key frame */
  async add({ data, key, seconds }: TimedFrame): Promise<void> {
    const begun = this.#first !== undefined;
    this.#first ??= seconds;
    this.#last = seconds;
    const packet = new EncodedPacket(data, key ? 'key' : 'delta', seconds - this.#first, 0);
    if (this.#source instanceof EncodedAudioPacketSource) await this.#source.add(packet, begun ? undefined : opus);
    else await this.#source.add(packet, begun ? undefined : vp8(data));
  }

  /** Completes the file, which can then be played from any place. @returns its duration and its bytes */
  async finish(): Promise<{ durationMs: number; size: number }> {
    await this.#output.finalize();
    return { durationMs: Math.round((this.#last - (this.#first ?? 0)) * 1_000), size: (await stat(this.#path)).size };
  }

  /** Gives it up, unless it is complete. */
  async drop(): Promise<void> {
    if (this.#output.state !== 'finalized') await this.#output.cancel();
  }
}

const opus = { decoderConfig: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 } };

/** The picture's size is in the header of a key frame (RFC 6386 §9.1). */
function vp8(data: Uint8Array): { decoderConfig: VideoDecoderConfig } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    decoderConfig: { codec: 'vp8', codedWidth: view.getUint16(6, true) & 0x3fff, codedHeight: view.getUint16(8, true) & 0x3fff },
  };
}
