/** One page's signalling: its messages in their order, each answered once. */
import type { types } from 'mediasoup';
import type { Knex } from 'knex';
import type { WebSocket } from 'ws';

import { useToken } from '../db/entry.ts';
import { mediaRequestSchema, type Joined, type MediaFault, type MediaMessage, type MediaRequest } from '../web/api/media.ts';
import { mediaClose } from '../web/api/media-close.ts';
import { Refusal } from './fault.ts';
import type { Peer } from './peer.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import type { MediaRights, MediaTokens } from './tokens.ts';
import { iceServersOf, type TurnSettings } from './turn.ts';

export interface ConnectionLimits {
  /** Milliseconds until the token. */
  joinWithinMs: number;
  /** Messages in one second. */
  messagesASecond: number;
  /** Messages that wait for an answer. */
  underWay: number;
  /** Milliseconds in which a page answers a ping; the next one follows. A page that is gone without a word is noticed by it. */
  pongWithinMs: number;
}
export const usualConnectionLimits: ConnectionLimits = { joinWithinMs: 5_000, messagesASecond: 60, underWay: 30, pongWithinMs: 10_000 };

export interface ConnectionDeps {
  knex: Knex;
  rooms: Rooms;
  tokens: MediaTokens;
  turn: TurnSettings | undefined;
  limits: ConnectionLimits;
  onTrouble: (what: string, error: unknown) => void;
}

export class Connection {
  readonly #socket: WebSocket;
  readonly #deps: ConnectionDeps;
  #joined: { room: Room; peer: Peer; rights: MediaRights } | undefined;
  /** Requests are carried out one after the other. */
  #last: Promise<void> = Promise.resolve();
  #underWay = 0;
  #second = { since: 0, messages: 0 };
  readonly #joinTimer: NodeJS.Timeout;
  readonly #pings: NodeJS.Timeout;
  #answersPings = true;
  #closed = false;

  private constructor(socket: WebSocket, deps: ConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#joinTimer = setTimeout(() => this.close(mediaClose.token), deps.limits.joinWithinMs);
    this.#pings = setInterval(() => this.#ping(), deps.limits.pongWithinMs);
    socket.on('pong', () => {
      this.#answersPings = true;
    });
    socket.on('message', (data, binary) => this.#hear(binary ? '' : (data as Buffer).toString('utf8')));
    socket.on('error', () => undefined); // followed by 'close'
    socket.on('close', () => this.#end());
  }

  static create(socket: WebSocket, deps: ConnectionDeps): Connection {
    return new Connection(socket, deps);
  }

  close(code: number): void {
    this.#end();
    this.#socket.close(code);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#joinTimer);
    clearInterval(this.#pings);
    if (this.#joined) this.#joined.room.leave(this.#joined.peer);
  }

  #ping(): void {
    if (!this.#answersPings) {
      this.#end();
      this.#socket.terminate();
      return;
    }
    this.#answersPings = false;
    this.#socket.ping();
  }

  #send(message: MediaMessage): void {
    if (!this.#closed) this.#socket.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    if (this.#closed) return;
    const { messagesASecond, underWay } = this.#deps.limits;
    const now = Date.now();
    if (now - this.#second.since > 1_000) this.#second = { since: now, messages: 0 };
    this.#second.messages += 1;
    const request = mediaRequestSchema.safeParse(parsed(text)).data;
    if (request === undefined || this.#second.messages > messagesASecond || this.#underWay >= underWay) {
      this.close(mediaClose.notUnderstood);
      return;
    }
    this.#underWay += 1;
    this.#last = this.#last
      .then(() => this.#answer(request))
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  async #answer(request: MediaRequest): Promise<void> {
    if (this.#closed) return;
    try {
      const data = request.method === 'join' ? await this.#join(request.data.token) : await this.#carryOut(request);
      this.#send({ id: request.id, ok: true, data: data ?? null });
    } catch (error) {
      this.#send({ id: request.id, ok: false, code: this.#codeOf(error) });
      if (request.method === 'join') this.close(mediaClose.token);
    }
  }

  #codeOf(error: unknown): MediaFault {
    if (error instanceof Refusal) return error.code;
    // mediasoup refuses parameters that contradict each other.
    if (!(error instanceof TypeError)) this.#deps.onTrouble('a request about media failed', error);
    return 'failed';
  }

  async #verified(token: string): Promise<MediaRights> {
    const { tokens, knex } = this.#deps;
    const verified = await tokens.verify(token);
    if (verified === null) throw new Refusal('token-invalid');
    const { id: jti, regionId, expiresAt } = verified;
    if (!(await useToken(knex, { regionId, issuer: 'media', jti, expiresAt }))) throw new Refusal('token-used');
    return verified;
  }

  async #join(token: string): Promise<Joined> {
    if (this.#joined) throw new Refusal('not-allowed');
    const rights = await this.#verified(token);
    const room = await this.#deps.rooms.of(rights);
    if (this.#closed) throw new Refusal('failed');
    clearTimeout(this.#joinTimer);
    const peer = room.join(rights.role, rights.uses, {
      send: (event) => this.#send(event),
      close: (code) => this.close(code),
    });
    this.#joined = { room, peer, rights };
    return {
      routerRtpCapabilities: room.router.rtpCapabilities,
      iceServers: iceServersOf(this.#deps.turn),
      other: room.other(peer.side) !== undefined,
      sent: room.other(peer.side)?.sent ?? [],
    };
  }

  async #carryOut(request: Exclude<MediaRequest, { method: 'join' }>): Promise<unknown> {
    if (this.#joined === undefined) throw new Refusal('not-joined');
    const { room, peer, rights } = this.#joined;
    switch (request.method) {
      case 'receive':
        peer.receive(request.data.rtpCapabilities);
        return { routerRtpCapabilities: room.router.rtpCapabilities, sent: room.other(peer.side)?.sent ?? [] };
      case 'openTransport': {
        const { id, iceParameters, iceCandidates, dtlsParameters } = await peer.openTransport(request.data.direction, room);
        return { id, iceParameters, iceCandidates, dtlsParameters };
      }
      case 'connectTransport':
        return peer.connectTransport(request.data.transportId, request.data.dtlsParameters);
      case 'restartIce':
        // A way is sought anew, perhaps long after the join: a relay needs credentials that are valid now.
        return { iceParameters: await peer.restartIce(request.data.transportId), iceServers: iceServersOf(this.#deps.turn) };
      case 'produce':
        return {
          producerId: await peer.produce({ ...request.data, rtpParameters: request.data.rtpParameters as types.RtpParameters }, room),
        };
      case 'pauseProducer':
        return peer.setPaused(request.data.producerId, true, room);
      case 'resumeProducer':
        return peer.setPaused(request.data.producerId, false, room);
      case 'closeProducer':
        peer.closeProducer(request.data.producerId);
        return undefined;
      case 'consume': {
        const { id, kind, rtpParameters } = await peer.consume(room.sentTo(peer.side, request.data.producerId), room);
        return { consumerId: id, kind, rtpParameters };
      }
      case 'pauseConsumer':
        return peer.setReceiving(request.data.consumerId, false, room);
      case 'resumeConsumer':
        return peer.setReceiving(request.data.consumerId, true, room);
      case 'mark':
        room.mark(peer.side, request.data);
        return undefined;
      case 'widen': {
        const wider = await this.#verified(request.data.token);
        if (wider.callId !== rights.callId || wider.personId !== rights.personId || wider.role !== rights.role)
          throw new Refusal('token-invalid');
        peer.restrict(wider.uses);
        return undefined;
      }
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: not understood.
    return undefined;
  }
}
