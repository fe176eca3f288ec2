/**
 * Rooms of this process, held against what the workflows say.
 *
 * 1. Rooms are in the memory of one process; the place of each is a row of PostgreSQL, valid as long as the process renews its lease.
 * 2. The calls of a process that died are taken over: an empty room waits for the peers to come back, and reports the loss if they do not.
 * 3. A call that is over for its workflow is closed here within a second, and a narrowed consent closes what it no longer covers. A
 *    recording that is consented to is written, and one that is over is not.
 */
import type { Knex } from 'knex';

import { callOf, callsOf } from '../db/media/calls.ts';
import {
  adoptCalls,
  forgetCall,
  forgetServers,
  releaseServer,
  renewServer,
  type MediaServer,
  type PlacedCall,
} from '../db/media/places.ts';
import { mayFlow, type Call } from '../domain/call.ts';
import type { FileStore } from '../runtime/file-store.ts';
import { mediaClose } from '../web/api/media-close.ts';
import { Refusal } from './fault.ts';
import type { RecordingLimits } from './recording/recorder.ts';
import { Recordings, type RecordingReport } from './recording/recordings.ts';
import { Reports } from './reports.ts';
import { Room } from './room.ts';
import type { WorkerPool } from './workers.ts';

/** Milliseconds; tests pass shorter ones. */
export interface RoomTimes {
  /** Interval at which rooms are compared with the workflows. */
  lookEvery: number;
  /** Interval at which the lease is renewed, and its length. */
  renewEvery: number;
  lease: number;
}
export const usualRoomTimes: RoomTimes = { lookEvery: 1_000, renewEvery: 3_000, lease: 10_000 };

/** Maximum number of rooms of a process. */
const mostRooms = 2_000;

export type MediaReport = { type: 'connectCall' | 'loseCall'; callId: string } | RecordingReport;

export interface RoomsOptions {
  knex: Knex;
  pool: WorkerPool;
  server: MediaServer;
  times: RoomTimes;
  files: FileStore;
  recordingLimits: RecordingLimits;
  /** Reports to the workflow of the conversation. */
  report: (call: PlacedCall, report: MediaReport) => Promise<void>;
  onTrouble: (what: string, error: unknown) => void;
}

/** True while this call is the one that runs, and its media may flow. */
const flows = (running: Call | undefined, callId: string): running is Call => running?.id === callId && mayFlow(running);

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #recordings: Recordings;
  readonly #reports: Reports<{ call: PlacedCall; report: MediaReport }>;
  readonly #timers: NodeJS.Timeout[] = [];
  #stopped = false;

  private constructor(options: RoomsOptions) {
    this.#options = options;
    const { knex, files, server, recordingLimits: limits, report, onTrouble } = options;
    this.#reports = new Reports((each) => report(each.call, each.report), onTrouble);
    this.#recordings = new Recordings({ knex, files, serverId: server.id, limits, onTrouble }, (call, report) =>
      this.#report(call, report),
    );
  }

  /** Registers the process; from then on calls are placed here. */
  static async create(options: RoomsOptions): Promise<Rooms> {
    const rooms = new Rooms(options);
    await rooms.#renew();
    rooms.#every(options.times.renewEvery, () => rooms.#renew());
    rooms.#every(options.times.lookEvery, () => rooms.#look());
    return rooms;
  }

  get size(): number {
    return this.#rooms.size;
  }

  async all(): Promise<Room[]> {
    const settled = await Promise.allSettled(this.#rooms.values());
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  /**
   * Returns the room of a call whose workflow lets media flow.
   * @throws Refusal `token-invalid` when the call is over, `too-many` when there is no room left
   */
  async of(call: PlacedCall): Promise<Room> {
    const running = await callOf(this.#options.knex, call.caseId);
    if (this.#stopped || running === undefined || !flows(running.call, call.callId)) throw new Refusal('token-invalid');
    return this.#open(call, running.awayMs);
  }

  /** Closes all rooms; their peers come again, to another process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    const { knex, server, times, onTrouble } = this.#options;
    // The lease goes on meanwhile: without it, other processes take what is being stored for lost.
    const lease = setInterval(() => {
      renewServer(knex, server, times.lease).catch((error: unknown) => onTrouble('the lease could not be renewed', error));
    }, times.renewEvery);
    await this.#recordings.stop();
    await this.#reports.stop();
    clearInterval(lease);
    await releaseServer(knex, server.id);
    for (const room of await this.all()) room.close(mediaClose.restart);
    this.#rooms.clear();
  }

  #open(call: PlacedCall, awayMs: number): Promise<Room> {
    const known = this.#rooms.get(call.callId);
    if (known) return known;
    if (this.#rooms.size >= mostRooms) throw new Refusal('too-many');
    const { pool, onTrouble } = this.#options;
    const made = Room.create(call, pool, awayMs, {
      onConnected: () => this.#report(call, { type: 'connectCall', callId: call.callId }),
      onLost: () => this.#report(call, { type: 'loseCall', callId: call.callId }),
      onTrouble,
    });
    this.#rooms.set(call.callId, made);
    made.catch(() => this.#rooms.delete(call.callId));
    return made;
  }

  #report(call: PlacedCall, report: MediaReport): void {
    this.#reports.tell(call.callId, { call, report });
  }

  #every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy || this.#stopped) return;
      busy = true;
      work()
        .catch((error: unknown) => this.#options.onTrouble('the rooms could not be looked after', error))
        .finally(() => {
          busy = false;
        });
    }, ms);
    this.#timers.push(timer);
  }

  async #renew(): Promise<void> {
    const { knex, server, times } = this.#options;
    await renewServer(knex, server, times.lease);
    await forgetServers(knex);
    await this.#recordings.tellLost();
    const adopted = await adoptCalls(knex, server.id);
    const running = await callsOf(
      knex,
      adopted.map(({ caseId }) => caseId),
    );
    for (const call of adopted) {
      const found = running.get(call.caseId);
      if (found && flows(found.call, call.callId)) await this.#open(call, found.awayMs);
      else await forgetCall(knex, call.callId);
    }
  }

  /** Rule 3. */
  async #look(): Promise<void> {
    const rooms = await this.all();
    if (rooms.length === 0) return;
    const { knex } = this.#options;
    const calls = await callsOf(
      knex,
      rooms.map(({ caseId }) => caseId),
    );
    for (const room of rooms) {
      const call = calls.get(room.caseId)?.call;
      if (flows(call, room.callId)) {
        room.restrict(call.uses);
        // Not awaited: a store that hangs must not keep other calls from being closed.
        void this.#recordings.look(room, call);
        continue;
      }
      this.#rooms.delete(room.callId);
      this.#recordings.end(room.callId);
      room.close();
      await forgetCall(knex, room.callId);
    }
  }
}
