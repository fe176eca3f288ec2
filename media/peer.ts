/** One side of a call in its room: its transports, what it sends, and what it receives. */
import type { types } from 'mediasoup';

import type { MediaUse } from '../domain/call.ts';
import type { MediaEvent, Sent } from '../web/api/media.ts';
import { Refusal } from './fault.ts';
import type { MediaRights } from './tokens.ts';

export type Side = MediaRights['role'];
type Direction = 'send' | 'receive';

/** Uses that a side can have at all, whatever its token says. An officer never shows a screen. */
const usesOf: Readonly<Record<Side, readonly MediaUse[]>> = {
  taxpayer: ['microphone', 'camera', 'screen'],
  officer: ['microphone', 'camera'],
};
const kindOf: Readonly<Record<MediaUse, types.MediaKind>> = { microphone: 'audio', camera: 'video', screen: 'video' };

/** Highest bitrate that a side may send, in bits per second. */
const mostIncoming = 6_000_000;
const firstOutgoing = 1_000_000;

/** What a peer needs of its room. */
export interface PeerRoom {
  readonly router: types.Router;
  readonly server: types.WebRtcServer;
  tell: (from: Side, event: MediaEvent) => void;
  /** Something flows, or does not any more. */
  changed: () => void;
}

/** Way to a peer. */
export interface PeerLink {
  send: (event: MediaEvent) => void;
  close: (code: number) => void;
}

export class Peer {
  readonly side: Side;
  readonly link: PeerLink;
  #uses: readonly MediaUse[];
  #capabilities: types.RtpCapabilities | undefined;
  readonly #transports = new Map<Direction, types.WebRtcTransport>();
  readonly #producers = new Map<MediaUse, types.Producer>();
  readonly #consumers = new Map<string, types.Consumer>();

  constructor(side: Side, uses: readonly MediaUse[], link: PeerLink) {
    this.side = side;
    this.link = link;
    this.#uses = this.#allowed(uses);
  }

  /** What others can receive. */
  get sent(): Sent[] {
    return [...this.#producers].map(([use, { id, paused }]) => ({ producerId: id, use, paused }));
  }

  get sending(): { side: Side; use: MediaUse; producer: types.Producer }[] {
    return [...this.#producers].map(([use, producer]) => ({ side: this.side, use, producer }));
  }

  get producers(): readonly types.Producer[] {
    return [...this.#producers.values()];
  }

  get consumers(): readonly types.Consumer[] {
    return [...this.#consumers.values()];
  }

  /** True when one of its transports is through to the browser. */
  get reached(): boolean {
    return [...this.#transports.values()].some(({ dtlsState }) => dtlsState === 'connected');
  }

  /** Sets what it may send, and closes what it may not send any more. */
  restrict(uses: readonly MediaUse[]): void {
    this.#uses = this.#allowed(uses);
    for (const [use, producer] of this.#producers) if (!this.#uses.includes(use)) this.#close(use, producer);
  }

  receive(capabilities: types.RtpCapabilities): void {
    this.#capabilities = capabilities;
  }

  /** Opens a transport; an earlier one of the same direction is closed. */
  async openTransport(direction: Direction, room: PeerRoom): Promise<types.WebRtcTransport> {
    this.#transports.get(direction)?.close();
    const transport = await room.router.createWebRtcTransport({
      webRtcServer: room.server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: firstOutgoing,
      iceConsentTimeout: 20,
      appData: { connected: false },
    });
    this.#transports.set(direction, transport);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'failed' || state === 'closed') transport.close();
      room.changed();
    });
    if (direction === 'send') await transport.setMaxIncomingBitrate(mostIncoming);
    return transport;
  }

  /** @throws Refusal `not-allowed` when it was connected before */
  async connectTransport(id: string, dtlsParameters: types.DtlsParameters): Promise<void> {
    const transport = this.#transport(id);
    if (transport.appData['connected'] === true) throw new Refusal('not-allowed');
    transport.appData['connected'] = true;
    await transport.connect({ dtlsParameters });
  }

  async restartIce(id: string): Promise<types.IceParameters> {
    return this.#transport(id).restartIce();
  }

  /** @throws Refusal `not-allowed` when this use is not consented to, or not this side's; `failed` when the parameters are refused */
  async produce(
    {
      transportId,
      use,
      kind,
      rtpParameters,
    }: { transportId: string; use: MediaUse; kind: types.MediaKind; rtpParameters: types.RtpParameters },
    room: PeerRoom,
  ): Promise<string> {
    if (!this.#uses.includes(use) || kindOf[use] !== kind) throw new Refusal('not-allowed');
    const transport = this.#transport(transportId);
    if (transport !== this.#transports.get('send')) throw new Refusal('not-allowed');
    const earlier = this.#producers.get(use);
    if (earlier) this.#close(use, earlier);
    const producer = await transport.produce({ kind, rtpParameters, keyFrameRequestDelay: 1_000 });
    // The consent may have been narrowed, or the same use sent twice, while the worker was asked.
    if (!this.#uses.includes(use) || this.#producers.has(use)) {
      producer.close();
      throw new Refusal('not-allowed');
    }
    this.#producers.set(use, producer);
    producer.on('score', (scores) => {
      this.link.send({ event: 'quality', data: { score: Math.max(0, ...scores.map(({ score }) => score)) } });
    });
    producer.observer.once('close', () => {
      if (this.#producers.get(use) === producer) this.#producers.delete(use);
      room.tell(this.side, { event: 'sentClosed', data: { producerId: producer.id } });
      room.changed();
    });
    room.tell(this.side, { event: 'sent', data: { producerId: producer.id, use, paused: false } });
    return producer.id;
  }

  async setPaused(producerId: string, paused: boolean, room: PeerRoom): Promise<void> {
    const producer = this.producers.find(({ id }) => id === producerId);
    if (producer === undefined) throw new Refusal('unknown');
    await (paused ? producer.pause() : producer.resume());
    room.tell(this.side, { event: 'sentPaused', data: { producerId, paused } });
  }

  closeProducer(producerId: string): void {
    const found = [...this.#producers].find(([, { id }]) => id === producerId);
    if (found) this.#close(...found);
  }

  /**
   * Receives a producer of the other side. It is paused until the page can show it.
   * @throws Refusal `not-supported` when this browser cannot decode it
   */
  async consume(producer: types.Producer, room: PeerRoom): Promise<types.Consumer> {
    const transport = this.#transports.get('receive');
    const capabilities = this.#capabilities;
    if (transport === undefined || capabilities === undefined) throw new Refusal('not-joined');
    if (!room.router.canConsume({ producerId: producer.id, rtpCapabilities: capabilities })) throw new Refusal('not-supported');
    this.#consumerOf(producer.id)?.close();
    const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities: capabilities, paused: true });
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id);
    });
    return consumer;
  }

  /** A resumed picture begins with a whole frame. */
  async setReceiving(consumerId: string, receiving: boolean, room: PeerRoom): Promise<void> {
    const consumer = this.#consumers.get(consumerId);
    if (consumer === undefined) throw new Refusal('unknown');
    if (!receiving) {
      await consumer.pause();
      return;
    }
    await consumer.resume();
    if (consumer.kind === 'video') await consumer.requestKeyFrame();
    room.changed();
  }

  /** Closes all that it has; calling it again changes nothing. */
  close(): void {
    for (const transport of this.#transports.values()) transport.close();
    this.#transports.clear();
    this.#producers.clear();
    this.#consumers.clear();
  }

  #allowed(uses: readonly MediaUse[]): readonly MediaUse[] {
    return usesOf[this.side].filter((use) => uses.includes(use));
  }

  #close(use: MediaUse, producer: types.Producer): void {
    if (this.#producers.get(use) === producer) this.#producers.delete(use);
    producer.close();
  }

  #consumerOf(producerId: string): types.Consumer | undefined {
    return this.consumers.find((consumer) => consumer.producerId === producerId);
  }

  #transport(id: string): types.WebRtcTransport {
    const transport = [...this.#transports.values()].find((each) => each.id === id);
    if (transport === undefined) throw new Refusal('unknown');
    return transport;
  }
}
