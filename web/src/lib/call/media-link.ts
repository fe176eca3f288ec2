/** mediasoup's client on one signalling connection: transports, what is sent, what is received. A new connection makes a new link. */
import type { Device, types } from 'mediasoup-client';
import type { MediaUse } from '../../../../domain/call.ts';
import type { Joined, Sent } from '../../../api/media.ts';
import type { Signalling } from './signalling.ts';

type Direction = 'send' | 'receive';
type TransportAnswer = Pick<types.TransportOptions, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>;

export interface Received {
  readonly use: MediaUse;
  readonly track: MediaStreamTrack;
  readonly paused: boolean;
}

/** Bitrates in bits per second. */
const cameraLayers = [
  { rid: 'low', scaleResolutionDownBy: 2, maxBitrate: 200_000 },
  { rid: 'high', scaleResolutionDownBy: 1, maxBitrate: 900_000 },
];
const screenLayer = [{ maxBitrate: 3_000_000, maxFramerate: 15 }];

const encodingsOf = (use: MediaUse): types.RtpEncodingParameters[] | undefined => {
  switch (use) {
    case 'microphone':
      return undefined;
    case 'camera':
      return cameraLayers;
    case 'screen':
      return screenLayer;
  }
};

export interface LinkNews {
  /** What is received has changed. */
  onreceived: (received: readonly Received[]) => void;
  /** A transport cannot be brought back on this connection. */
  onbroken: () => void;
  onstate: (state: 'through' | 'disturbed') => void;
}

/** Milliseconds in which an ICE restart brings a transport back. */
const restartWithinMs = 6_000;

export class MediaLink {
  readonly #signalling: Signalling;
  readonly #iceServers: Joined['iceServers'];
  readonly #news: LinkNews;
  #device: Device | undefined;
  readonly #transports = new Map<Direction, types.Transport>();
  readonly #producers = new Map<MediaUse, types.Producer>();
  readonly #consumers = new Map<string, { consumer: types.Consumer; use: MediaUse; paused: boolean }>();
  /** Sent before there was a transport to receive it. */
  readonly #early = new Map<string, Sent>();
  /** Producers that are received, or about to be. */
  readonly #receiving = new Set<string>();
  #closed = false;

  constructor(signalling: Signalling, iceServers: Joined['iceServers'], news: LinkNews) {
    this.#signalling = signalling;
    this.#iceServers = iceServers;
    this.#news = news;
  }

  /** Makes device and transports for the room as it is now, and receives what is sent in it. */
  async start(routerRtpCapabilities: unknown): Promise<void> {
    const { Device: Client } = await import('mediasoup-client');
    const device = new Client();
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    this.#device = device;
    const capabilities = device.recvRtpCapabilities as unknown as Record<string, unknown>;
    const { sent } = await this.#signalling.ask<{ sent: Sent[] }>('receive', { rtpCapabilities: capabilities });
    await this.#openTransport('send', device);
    await this.#openTransport('receive', device);
    const early = [...this.#early.values()];
    this.#early.clear();
    for (const each of [...sent, ...early]) await this.receive(each);
  }

  /** The room has moved to another worker: the same again, with new transports. Nothing is sent on them yet. */
  async startAgain(): Promise<void> {
    this.#drop();
    const { routerRtpCapabilities } = await this.#signalling.ask<Pick<Joined, 'routerRtpCapabilities'>>('receive', {
      rtpCapabilities: (this.#device?.recvRtpCapabilities ?? {}) as unknown as Record<string, unknown>,
    });
    await this.start(routerRtpCapabilities);
  }

  async send(use: MediaUse, track: MediaStreamTrack): Promise<void> {
    const transport = this.#transports.get('send');
    if (transport === undefined) return;
    this.#producers.get(use)?.close();
    const encodings = encodingsOf(use);
    const producer = await transport.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: true,
      zeroRtpOnPause: true,
      ...(encodings && { encodings }),
      ...(use === 'microphone' && { codecOptions: { opusDtx: true, opusFec: true } }),
      appData: { use },
    });
    this.#producers.set(use, producer);
  }

  async stopSending(use: MediaUse): Promise<void> {
    const producer = this.#producers.get(use);
    if (producer === undefined) return;
    this.#producers.delete(use);
    producer.close();
    await this.#signalling.ask('closeProducer', { producerId: producer.id });
  }

  async setPaused(use: MediaUse, paused: boolean): Promise<void> {
    const producer = this.#producers.get(use);
    if (producer === undefined) return;
    if (paused) producer.pause();
    else producer.resume();
    await this.#signalling.ask(paused ? 'pauseProducer' : 'resumeProducer', { producerId: producer.id });
  }

  async replace(use: MediaUse, track: MediaStreamTrack): Promise<void> {
    await this.#producers.get(use)?.replaceTrack({ track });
  }

  /** Receives what the other one sends; it flows once the page's side of it stands. */
  async receive({ producerId, use, paused }: Sent): Promise<void> {
    const transport = this.#transports.get('receive');
    if (transport === undefined) {
      this.#early.set(producerId, { producerId, use, paused });
      return;
    }
    if (this.#receiving.has(producerId)) return;
    this.#receiving.add(producerId);
    const { consumerId, kind, rtpParameters } = await this.#signalling.ask<{
      consumerId: string;
      kind: types.MediaKind;
      rtpParameters: types.RtpParameters;
    }>('consume', { producerId });
    const consumer = await transport.consume({ id: consumerId, producerId, kind, rtpParameters });
    this.#consumers.set(producerId, { consumer, use, paused });
    this.#tell();
    await this.#signalling.ask('resumeConsumer', { consumerId });
  }

  setReceivedPaused(producerId: string, paused: boolean): void {
    const found = this.#consumers.get(producerId);
    if (found === undefined) return;
    this.#consumers.set(producerId, { ...found, paused });
    this.#tell();
  }

  stopReceiving(producerId: string): void {
    this.#consumers.get(producerId)?.consumer.close();
    this.#consumers.delete(producerId);
    this.#early.delete(producerId);
    this.#tell();
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #drop(): void {
    for (const transport of this.#transports.values()) transport.close();
    this.#transports.clear();
    this.#producers.clear();
    this.#consumers.clear();
    this.#receiving.clear();
    this.#early.clear();
    this.#tell();
  }

  #tell(): void {
    this.#news.onreceived([...this.#consumers.values()].map(({ consumer, use, paused }) => ({ use, track: consumer.track, paused })));
  }

  async #openTransport(direction: Direction, device: Device): Promise<void> {
    const answer = await this.#signalling.ask<TransportAnswer>('openTransport', { direction });
    const options = { ...answer, iceServers: this.#iceServers };
    const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    this.#transports.set(direction, transport);
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#signalling.ask('connectTransport', { transportId: transport.id, dtlsParameters }).then(done, failed);
    });
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      this.#signalling
        .ask<{ producerId: string }>('produce', {
          transportId: transport.id,
          use: appData['use'] as MediaUse,
          kind,
          rtpParameters: { ...rtpParameters, encodings: rtpParameters.encodings ?? [] },
        })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') this.#news.onstate('through');
      if (state === 'disconnected' || state === 'failed') void this.#restart(transport);
    });
  }

  /** First the way is sought anew; what then does not come back is given up with its connection. */
  async #restart(transport: types.Transport): Promise<void> {
    if (this.#closed || transport.closed) return;
    this.#news.onstate('disturbed');
    try {
      const { iceParameters, iceServers } = await this.#signalling.ask<{ iceParameters: types.IceParameters } & Pick<Joined, 'iceServers'>>(
        'restartIce',
        { transportId: transport.id },
      );
      await transport.updateIceServers({ iceServers });
      await transport.restartIce({ iceParameters });
    } catch {
      // The connection or the transport is gone on the other side: a new one is made.
      this.#tellBroken();
      return;
    }
    setTimeout(() => {
      if (!transport.closed && transport.connectionState !== 'connected') this.#tellBroken();
    }, restartWithinMs);
  }

  #tellBroken(): void {
    if (!this.#closed) this.#news.onbroken();
  }
}
