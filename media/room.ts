/**
 * Room of one call, with at most one peer a side. A side that joins again replaces its earlier peer: a reloaded page, another tab.
 *
 * When its worker dies the room moves to another one, and its peers make new transports over the signalling they have.
 */
import type { types } from 'mediasoup';

import type { MediaUse } from '../domain/call.ts';
import { mediaClose } from '../web/api/media-close.ts';
import type { Mark, MediaEvent } from '../web/api/media.ts';
import { codecs } from './codecs.ts';
import { Refusal } from './fault.ts';
import { Peer, type PeerLink, type PeerRoom, type Side } from './peer.ts';
import type { PooledWorker, WorkerPool } from './workers.ts';

export interface RoomNews {
  /** Media flow both ways, for the first time. */
  onConnected: () => void;
  /** A side has been away for the lease. */
  onLost: () => void;
  onTrouble: (what: string, error: unknown) => void;
}

export class Room implements PeerRoom {
  readonly callId: string;
  readonly caseId: string;
  readonly #pool: WorkerPool;
  readonly #news: RoomNews;
  readonly #awayMs: number;
  readonly #peers = new Map<Side, Peer>();
  #at: { worker: PooledWorker; router: types.Router };
  #connected = false;
  #closed = false;
  #away: NodeJS.Timeout | undefined;

  private constructor(
    { callId, caseId }: { callId: string; caseId: string },
    pool: WorkerPool,
    at: { worker: PooledWorker; router: types.Router },
    awayMs: number,
    news: RoomNews,
  ) {
    this.callId = callId;
    this.caseId = caseId;
    this.#pool = pool;
    this.#at = at;
    this.#awayMs = awayMs;
    this.#news = news;
    this.#settle(at);
    this.#watchAbsence();
  }

  /** @param awayMs milliseconds for which a side may be away */
  static async create(call: { callId: string; caseId: string }, pool: WorkerPool, awayMs: number, news: RoomNews): Promise<Room> {
    return new Room(call, pool, await placeOn(pool), awayMs, news);
  }

  get router(): types.Router {
    return this.#at.router;
  }

  get server(): types.WebRtcServer {
    return this.#at.worker.server;
  }

  get peers(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  get sending(): { side: Side; use: MediaUse; producer: types.Producer }[] {
    return this.peers.flatMap((peer) => peer.sending);
  }

  get closed(): boolean {
    return this.#closed;
  }

  join(side: Side, uses: readonly MediaUse[], link: PeerLink): Peer {
    if (this.#closed) throw new Refusal('failed');
    const earlier = this.#peers.get(side);
    const peer = new Peer(side, uses, link);
    this.#peers.set(side, peer);
    if (earlier) {
      earlier.close();
      earlier.link.close(mediaClose.replaced);
    }
    this.tell(side, { event: 'peerJoined' });
    this.#watchAbsence();
    return peer;
  }

  leave(peer: Peer): void {
    peer.close();
    if (this.#peers.get(peer.side) !== peer) return;
    this.#peers.delete(peer.side);
    this.tell(peer.side, { event: 'peerLeft' });
    this.#watchAbsence();
  }

  other(side: Side): Peer | undefined {
    return this.peers.find((peer) => peer.side !== side);
  }

  /** Finds what the other side sends. A page receives nothing of its own. */
  sentTo(side: Side, producerId: string): types.Producer {
    const producer = this.other(side)?.producers.find(({ id }) => id === producerId);
    if (producer === undefined) throw new Refusal('unknown');
    return producer;
  }

  /** Tells the other side. */
  tell(from: Side, event: MediaEvent): void {
    this.other(from)?.link.send(event);
  }

  /** An officer points at the screen that the taxpayer shows. It is the only thing that an officer can do to it. */
  mark(from: Side, mark: Mark): void {
    const shown = this.#peers.get('taxpayer')?.sent.some(({ use }) => use === 'screen') ?? false;
    if (from !== 'officer' || !shown) throw new Refusal('not-allowed');
    this.tell(from, { event: 'marked', data: mark });
  }

  /** Applies the consent in force. */
  restrict(uses: readonly MediaUse[]): void {
    this.#peers.get('taxpayer')?.restrict(uses);
  }

  changed(): void {
    if (this.#connected || this.#closed) return;
    const flows = this.#peers.size === 2 && this.peers.every((peer) => peer.reached && peer.consumers.some(({ paused }) => !paused));
    if (!flows) return;
    this.#connected = true;
    this.#news.onConnected();
  }

  /** Closes the room and its peers; calling it again changes nothing. */
  close(code: number = mediaClose.over): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#away);
    for (const peer of this.#peers.values()) {
      peer.close();
      peer.link.close(code);
    }
    this.#peers.clear();
    this.#at.router.close();
    this.#at.worker.rooms -= 1;
  }

  /** While a side is missing, the lease of the call runs. */
  #watchAbsence(): void {
    clearTimeout(this.#away);
    if (this.#closed || this.#peers.size === 2) return;
    this.#away = setTimeout(this.#news.onLost, this.#awayMs);
    this.#away.unref();
  }

  #settle(at: { worker: PooledWorker; router: types.Router }): void {
    this.#at = at;
    at.worker.rooms += 1;
    at.router.once('workerclose', () => {
      at.worker.rooms -= 1;
      if (!this.#closed) void this.#move();
    });
  }

  async #move(): Promise<void> {
    const wait = 100;
    const most = 100;
    for (let attempt = 0; attempt < most && !this.#closed; attempt += 1) {
      try {
        const at = await placeOn(this.#pool);
        if (this.closed) {
          at.router.close();
          return;
        }
        this.#settle(at);
        for (const peer of this.#peers.values()) {
          peer.close();
          peer.link.send({ event: 'moved' });
        }
        return;
      } catch (error) {
        if (attempt === 0) this.#news.onTrouble('a room looks for another worker', error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    this.#news.onLost();
  }
}

async function placeOn(pool: WorkerPool): Promise<{ worker: PooledWorker; router: types.Router }> {
  const worker = pool.next();
  return { worker, router: await worker.worker.createRouter({ mediaCodecs: codecs }) };
}
