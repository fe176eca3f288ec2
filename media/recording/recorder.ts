/**
 * Writes one recording: everything that both sides send in a call, in files of one stream each, from the consent until it is stopped.
 *
 * 1. A stream that begins later, begins again or goes on for long is another file. Each knows how long after the beginning of the recording
 *    it begins.
 * 2. What is muted or switched off is not sent, so it is not recorded.
 * 3. Whatever cannot be written or stored ends the recording as failed, or makes it incomplete. What was stored before is kept.
 */
import type { types } from 'mediasoup';
import type { Knex } from 'knex';

import { beginPart, beginRecording, losePart, markIncomplete, storePart, type RecordedCall } from '../../db/media/recordings.ts';
import type { MediaUse } from '../../domain/call.ts';
import type { FileStore } from '../../runtime/file-store.ts';
import type { Side } from '../peer.ts';
import { Part, type PartStore } from './part.ts';

export interface RecordingLimits {
  /** Milliseconds. */
  longest: number;
  /** Milliseconds of one file. */
  longestPart: number;
  bytes: number;
  parts: number;
  /** Milliseconds between the attempts to store a file; as many attempts as there are of them, and one. */
  storeAgainAfter: readonly number[];
}
export const usualRecordingLimits: RecordingLimits = {
  longest: 2 * 3_600_000,
  longestPart: 3 * 60_000,
  bytes: 2 * 1_024 ** 3,
  parts: 200,
  storeAgainAfter: [1_000, 5_000, 30_000, 120_000],
};

/** Room on the disk without which a recording does not begin. */
const firstRoom = 64 * 1_048_576;

export interface RecorderDeps {
  knex: Knex;
  files: FileStore;
  /** The media process. */
  serverId: string;
  limits: RecordingLimits;
  onTrouble: (what: string, error: unknown) => void;
}

export interface RecorderNews {
  /** The first frame is written. */
  onBegun: () => void;
  onLimit: () => void;
  /** It cannot go on, or a part of it could not be stored; at most once. */
  onFailed: () => void;
}

/** Part of a room that a recorder uses. */
export interface RecordedRoom {
  readonly router: types.Router;
  readonly sending: readonly { side: Side; use: MediaUse; producer: types.Producer }[];
}

export class Recorder {
  readonly call: RecordedCall;
  readonly #days: number;
  readonly #deps: RecorderDeps;
  readonly #news: RecorderNews;
  #at: { router: types.Router; transport: types.DirectTransport } | undefined;
  #begunAt: number | undefined;
  /** Ids of the producers that are written or have been. */
  readonly #followed = new Set<string>();
  readonly #parts = new Set<Promise<void>>();
  #bytes = 0;
  #told = false;
  #stopped = false;

  constructor(call: RecordedCall, days: number, deps: RecorderDeps, news: RecorderNews) {
    this.call = call;
    this.#days = days;
    this.#deps = deps;
    this.#news = news;
  }

  /** Begins to write what is sent now and was not before. Called again and again while the recording runs. */
  async follow({ router, sending }: RecordedRoom): Promise<void> {
    if (this.#stopped) return;
    try {
      const begunAt = await this.#begin();
      const { longest, bytes, parts } = this.#deps.limits;
      if (Date.now() - begunAt > longest || this.#bytes > bytes || this.#followed.size > parts) {
        this.#halt();
        this.#news.onLimit();
        return;
      }
      const transport = await this.#transportOn(router);
      for (const { side, use, producer } of sending) {
        if (this.#isOver() || isClosed(producer) || this.#followed.has(producer.id)) continue;
        this.#followed.add(producer.id);
        try {
          await this.#record(transport, router, { side, use, producer, begunAt });
        } catch (error) {
          // It was closed, alone or with its call, while the worker was asked.
          if (!isClosed(producer)) throw error;
        }
      }
    } catch (error) {
      // A router that dies takes its transports along; the room moves to another one, which is followed then.
      if (!this.#isOver() && !isClosed(router)) await this.#fail(error);
    }
  }

  /** Writes no more. @returns when everything is stored, or given up */
  async stop(): Promise<void> {
    this.#halt();
    await Promise.all(this.#parts);
  }

  /** It may be stopped while the worker is asked. */
  #isOver(): boolean {
    return this.#stopped;
  }

  #halt(): void {
    this.#stopped = true;
    this.#at?.transport.close();
  }

  async #begin(): Promise<number> {
    if (this.#begunAt !== undefined) return this.#begunAt;
    await this.#deps.files.check(firstRoom);
    const begunAt = (await beginRecording(this.#deps.knex, { ...this.call, days: this.#days })).getTime();
    this.#begunAt = begunAt;
    return begunAt;
  }

  async #transportOn(router: types.Router): Promise<types.DirectTransport> {
    if (this.#at?.router === router) return this.#at.transport;
    const transport = await router.createDirectTransport();
    this.#at = { router, transport };
    if (this.#stopped) transport.close();
    return transport;
  }

  async #record(
    transport: types.DirectTransport,
    router: types.Router,
    { side, use, producer, begunAt }: { side: Side; use: MediaUse; producer: types.Producer; begunAt: number },
  ): Promise<void> {
    const { knex, serverId, limits } = this.#deps;
    const store: PartStore = {
      begin: async (id, at) => {
        await beginPart(knex, { id, ...{ recordingId: this.call.recordingId, serverId, side, use }, offsetMs: Math.max(0, at - begunAt) });
        if (!this.#told) this.#news.onBegun();
        this.#told = true;
      },
      keep: (id, write) => this.#keep(id, write),
      onbytes: (bytes) => {
        this.#bytes += bytes;
      },
    };
    const part = await Part.begin(transport, producer.id, router.rtpCapabilities, store, limits.longestPart / 1_000);
    const done = part.done.catch((error: unknown) => this.#fail(error));
    this.#parts.add(done);
    void done.then(() => this.#parts.delete(done));
  }

  async #keep(id: string, write: (path: string) => Promise<{ durationMs: number; size: number }>): Promise<void> {
    const { knex, files } = this.#deps;
    try {
      await files.withNew(id, async (path) => {
        const written = await write(path);
        await this.#insist(() => files.put(id, path));
        if (!(await this.#insist(() => storePart(knex, id, written)))) throw new Error('the file was given up before it was stored');
      });
    } catch (error) {
      await losePart(knex, id);
      throw error;
    }
  }

  /** Tries until it is done, or `storeAgainAfter` is over. */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (const wait of this.#deps.limits.storeAgainAfter) {
      try {
        return await work();
      } catch (error) {
        this.#deps.onTrouble('a recording is stored again', error);
        await new Promise((resolve) => setTimeout(resolve, wait).unref());
      }
    }
    return work();
  }

  async #fail(error: unknown): Promise<void> {
    this.#halt();
    const { knex, onTrouble } = this.#deps;
    onTrouble('a recording failed', error);
    try {
      const first = this.#begunAt === undefined || (await markIncomplete(knex, this.call.recordingId));
      if (first) this.#news.onFailed();
    } catch (again) {
      // The row tells it at the latest when the lease of this process is over.
      onTrouble('the failure of a recording could not be stored', again);
    }
  }
}

/** A producer or router that was open before the worker was asked may be closed afterwards. */
const isClosed = ({ closed }: { closed: boolean }): boolean => closed;
