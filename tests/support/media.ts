/** A media server of a test with the real worker, and a page's signalling without a browser. */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { WebSocket } from 'ws';

import { signalSystem } from '../../activities/signal-system.ts';
import { usualConnectionLimits, type ConnectionLimits } from '../../media/connection.ts';
import type { MediaServer } from '../../media/server.ts';
import type { RoomTimes } from '../../media/rooms.ts';
import type { TurnSettings } from '../../media/turn.ts';
import { createFolderStore } from '../../runtime/file-store.ts';
import { findMediaWorker } from '../../stack/media-worker/find.ts';
import type { MediaEvent, MediaMessage } from '../../web/api/media.ts';
import type { Stage } from './open-stage.ts';

export const mediaSecret = 'a secret of media tests, long enough';
/** Time for building the worker, where it is neither kept nor to be had. */
export const workerLimitMs = 30 * 60_000;

const quickTimes: RoomTimes = { lookEvery: 100, renewEvery: 200, lease: 1_500 };

/** Starts a media server whose reports reach the workflows of the stage. */
export async function startMedia(
  the: Stage,
  { times = {}, limits = {}, turn }: { times?: Partial<RoomTimes>; limits?: Partial<ConnectionLimits>; turn?: TurnSettings } = {},
): Promise<MediaServer> {
  process.env['MEDIASOUP_WORKER_BIN'] = await findMediaWorker();
  // mediasoup reads the variable when it is loaded.
  const { MediaServer: Server } = await import('../../media/server.ts');
  return Server.create({
    knex: the.knex,
    secret: mediaSecret,
    host: '127.0.0.1',
    port: 0,
    url: undefined,
    places: { ip: '127.0.0.1', announcedAddress: undefined, port: 0 },
    workers: 1,
    turn,
    files: createFolderStore(mkdtempSync(path.join(tmpdir(), 'zhengna-recordings-'))),
    report: ({ caseId }, report) => signalSystem(the.client, { kind: 'conversation', caseId }, report),
    onTrouble: () => undefined,
    times: { ...quickTimes, ...times },
    limits: { ...usualConnectionLimits, ...limits },
  });
}

export type Answer = { ok: true; data: Record<string, unknown> } | { ok: false; code: string };

/** One page's WebSocket. */
export class Caller {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  readonly events: MediaEvent[] = [];
  #next = 1;
  /** Resolves with the code when the server closes. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as MediaMessage;
      if ('event' in message) this.events.push(message);
      else this.#answers.get(message.id)?.(message as Answer);
    });
  }

  /** @param autoPong false for a page that is gone without closing its connection */
  static async open(server: MediaServer, { autoPong = true } = {}): Promise<Caller> {
    const socket = new WebSocket(server.url, { autoPong });
    const caller = new Caller(socket);
    await once(socket, 'open');
    return caller;
  }

  async ask(method: string, data: object): Promise<Answer> {
    const id = this.#next;
    this.#next += 1;
    const answered = new Promise<Answer>((resolve) => this.#answers.set(id, resolve));
    this.raw(JSON.stringify({ id, method, data }));
    return answered;
  }

  /** @throws Error when it is refused */
  async does(method: string, data: object): Promise<Record<string, unknown>> {
    const answer = await this.ask(method, data);
    if (!answer.ok) throw new Error(`${method}: ${answer.code}`);
    return answer.data;
  }

  raw(text: string | Buffer): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  /** Ends without a word, as a browser whose processes are killed. */
  vanish(): void {
    this.#socket.terminate();
  }
}

/** Parameters with which a browser would send sound or a picture. */
export const rtpParametersOf = (kind: 'audio' | 'video', ssrc: number) => ({
  mid: String(ssrc),
  codecs: [
    kind === 'audio'
      ? { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] }
      : { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: [] },
  ],
  headerExtensions: [],
  encodings: [{ ssrc }],
  rtcp: { cname: 'test' },
});

/** DTLS parameters as a browser has them. */
export const dtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
