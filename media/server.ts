/** The media process without its environment: workers, rooms, and the WebSocket server for signalling. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Knex } from 'knex';
import { Gauge, type Registry } from 'prom-client';
import { WebSocketServer } from 'ws';

import type { PlacedCall } from '../db/media/places.ts';
import type { FileStore } from '../runtime/file-store.ts';
import { mediaClose } from '../web/api/media-close.ts';
import { longestMediaMessage } from '../web/api/media.ts';
import { Connection, usualConnectionLimits, type ConnectionLimits } from './connection.ts';
import { usualRecordingLimits, type RecordingLimits } from './recording/recorder.ts';
import { Rooms, usualRoomTimes, type MediaReport, type RoomTimes } from './rooms.ts';
import { createMediaTokens } from './tokens.ts';
import type { TurnSettings } from './turn.ts';
import { WorkerPool, type WorkerPlaces } from './workers.ts';

export interface MediaOptions {
  knex: Knex;
  secret: string;
  /** Address of signalling; only web processes need to reach it. Port 0 for any. */
  host: string;
  port: number;
  /** Address by which web processes reach it; undefined for host and port. */
  url: string | undefined;
  places: WorkerPlaces;
  workers: number;
  turn: TurnSettings | undefined;
  files: FileStore;
  report: (call: PlacedCall, report: MediaReport) => Promise<void>;
  onTrouble: (what: string, error: unknown) => void;
  times?: RoomTimes;
  limits?: ConnectionLimits;
  recordingLimits?: RecordingLimits;
}

/** Maximum number of sockets of a process. */
const mostSockets = 5_000;

export class MediaServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly id: string;
  readonly url: string;
  readonly pool: WorkerPool;
  readonly rooms: Rooms;

  private constructor(parts: { http: Server; sockets: WebSocketServer; id: string; url: string; pool: WorkerPool; rooms: Rooms }) {
    this.#http = parts.http;
    this.#sockets = parts.sockets;
    this.id = parts.id;
    this.url = parts.url;
    this.pool = parts.pool;
    this.rooms = parts.rooms;
  }

  static async create(options: MediaOptions): Promise<MediaServer> {
    const { knex, onTrouble, places, workers, turn, host } = options;
    const pool = await WorkerPool.create(places, workers, onTrouble);
    const http = createServer((_, response) => response.writeHead(426).end());
    http.listen(options.port, host);
    await once(http, 'listening');
    const url = options.url ?? `http://${host}:${String((http.address() as AddressInfo).port)}`;
    const id = randomUUID();
    const rooms = await Rooms.create({
      knex,
      pool,
      server: { id, url },
      times: options.times ?? usualRoomTimes,
      files: options.files,
      recordingLimits: options.recordingLimits ?? usualRecordingLimits,
      report: options.report,
      onTrouble,
    });
    const deps = {
      knex,
      rooms,
      tokens: createMediaTokens(options.secret),
      turn,
      limits: options.limits ?? usualConnectionLimits,
      onTrouble,
    };
    const sockets = new WebSocketServer({ server: http, maxPayload: longestMediaMessage });
    sockets.on('connection', (socket) => {
      if (sockets.clients.size > mostSockets) socket.close(mediaClose.restart);
      else Connection.create(socket, deps);
    });
    return new MediaServer({ http, sockets, id, url, pool, rooms });
  }

  /** Adds the series of this process. */
  measure(registry: Registry): void {
    const { rooms, pool } = this;
    const counted = (name: string, help: string, count: () => number | Promise<number>): void => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await count());
        },
      });
    };
    const peers = async () => (await rooms.all()).flatMap((room) => room.peers);
    counted('media_rooms', 'Rooms of running calls', () => rooms.size);
    counted('media_workers', 'Running mediasoup workers', () => pool.pids.length);
    counted('media_peers', 'Pages in rooms', async () => (await peers()).length);
    counted('media_producers', 'Streams that are sent', async () => (await peers()).flatMap(({ producers }) => producers).length);
    counted('media_consumers', 'Streams that are received', async () => (await peers()).flatMap(({ consumers }) => consumers).length);
  }

  /** Sends all peers to another process and stops. */
  async stop(): Promise<void> {
    try {
      await this.rooms.stop();
    } finally {
      // Whatever the database says: no worker outlives its process.
      for (const socket of this.#sockets.clients) socket.close(mediaClose.restart);
      this.#sockets.close();
      this.#http.close();
      this.#http.closeAllConnections();
      this.pool.close();
    }
  }
}
