/** The bare peer of the media process: mediasoup with the same signalling and nothing else: no tokens, no rights, no consent, no database. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import { WebSocketServer, type WebSocket } from 'ws';

import { codecs } from '../../media/codecs.ts';

/** As ours: the first layer of the camera that is forwarded depends on it. */
const initialAvailableOutgoingBitrate = 1_000_000;

interface Page {
  socket: WebSocket;
  capabilities?: types.RtpCapabilities;
  send?: types.WebRtcTransport;
  receive?: types.WebRtcTransport;
  producers: { producer: types.Producer; use: unknown }[];
  consumers: types.Consumer[];
}
interface Room {
  router: types.Router;
  pages: Page[];
}
interface Request {
  id: number;
  method: string;
  data: Record<string, unknown>;
}

export interface BareMedia {
  url: string;
  worker: types.Worker;
}

/** Starts it. A page joins with the call's id instead of a token. */
export async function startBareMedia(): Promise<BareMedia> {
  const worker = await createWorker({ logLevel: 'warn' });
  const listenInfos: types.TransportListenInfo[] = [
    { protocol: 'udp', ip: '127.0.0.1' },
    { protocol: 'tcp', ip: '127.0.0.1' },
  ];
  const server = await worker.createWebRtcServer({ listenInfos });
  const rooms = new Map<string, Promise<Room>>();
  const roomOf = (callId: string): Promise<Room> => {
    const known = rooms.get(callId);
    if (known) return known;
    const made = worker.createRouter({ mediaCodecs: codecs }).then((router) => ({ router, pages: [] }));
    rooms.set(callId, made);
    return made;
  };
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    const page: Page = { socket, producers: [], consumers: [] };
    let room: Room | undefined;
    let last = Promise.resolve();
    const answer = async ({ id, method, data }: Request): Promise<void> => {
      if (method === 'join') {
        room = await roomOf(String(data['token']));
        room.pages.push(page);
      }
      if (room) socket.send(JSON.stringify({ id, ok: true, data: (await carryOut(room, page, server, method, data)) ?? null }));
    };
    socket.on('message', (text: Buffer) => {
      last = last.then(() => answer(JSON.parse(text.toString()) as Request));
    });
    socket.on('close', () => {
      if (room === undefined) return;
      page.send?.close();
      page.receive?.close();
      room.pages = room.pages.filter((each) => each !== page);
      if (room.pages.length === 0) room.router.close();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`, worker };
}

async function carryOut(room: Room, page: Page, webRtcServer: types.WebRtcServer, method: string, data: Record<string, unknown>) {
  const others = room.pages.filter((each) => each !== page);
  const { router } = room;
  switch (method) {
    case 'join':
      return { routerRtpCapabilities: router.rtpCapabilities, iceServers: [] };
    case 'receive':
      page.capabilities = data['rtpCapabilities'] as types.RtpCapabilities;
      return {
        sent: others.flatMap(({ producers }) => producers.map(({ producer, use }) => ({ producerId: producer.id, use, paused: false }))),
      };
    case 'openTransport': {
      const transport = await router.createWebRtcTransport({
        webRtcServer,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        initialAvailableOutgoingBitrate,
      });
      page[data['direction'] as 'send' | 'receive'] = transport;
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
      return { id, iceParameters, iceCandidates, dtlsParameters };
    }
    case 'connectTransport':
      return [page.send, page.receive]
        .find((transport) => transport?.id === data['transportId'])
        ?.connect({ dtlsParameters: data['dtlsParameters'] as types.DtlsParameters });
    case 'produce': {
      const producer = await page.send?.produce({
        kind: data['kind'] as types.MediaKind,
        rtpParameters: data['rtpParameters'] as types.RtpParameters,
      });
      if (producer === undefined) return undefined;
      page.producers.push({ producer, use: data['use'] });
      const sent = { event: 'sent', data: { producerId: producer.id, use: data['use'], paused: false } };
      for (const { socket } of others) socket.send(JSON.stringify(sent));
      return { producerId: producer.id };
    }
    case 'consume': {
      const producerId = String(data['producerId']);
      const rtpCapabilities = page.capabilities;
      const consumer = rtpCapabilities && (await page.receive?.consume({ producerId, rtpCapabilities, paused: true }));
      if (consumer === undefined) return undefined;
      page.consumers.push(consumer);
      return { consumerId: consumer.id, kind: consumer.kind, rtpParameters: consumer.rtpParameters };
    }
    case 'resumeConsumer':
      return page.consumers.find(({ id }) => id === data['consumerId'])?.resume();
  }
}
