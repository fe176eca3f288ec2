/** The live connection at /api/live: one WebSocket a page, opened by a ticket, carrying ids of what changed. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Knex } from 'knex';
import { Gauge, type Registry } from 'prom-client';
import { WebSocket, WebSocketServer } from 'ws';

import type { Viewer } from '../../../domain/policies.ts';
import { liveCommandSchema, type LiveEvent } from '../../api/entry.ts';
import { createAnnouncer } from './announce.ts';
import type { BusListener } from './bus.ts';
import { Connections, type Connection } from './connections.ts';
import type { LiveTickets } from './tickets.ts';

export const livePath = '/api/live';

/** All in milliseconds or bytes; a test passes shorter ones. */
export interface LiveLimits {
  /** Who has not shown a ticket by then goes. */
  ticketWithinMs: number;
  heartbeatMs: number;
  /** A connection is renewed with a fresh ticket after so long: who is not signed in any more gets none. */
  longestMs: number;
  /** Who does not read what we send is dropped rather than remembered. */
  mostBuffered: number;
  /** Tabs of one person on one process. */
  mostOfPerson: number;
}
export const usualLimits: LiveLimits = {
  ticketWithinMs: 5_000,
  heartbeatMs: 30_000,
  longestMs: 30 * 60_000,
  mostBuffered: 512 * 1_024,
  mostOfPerson: 20,
};

/** Commands a client may send in one heart-beat's time. */
const mostCommands = 30;

export interface LiveGateway extends BusListener {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Tells everybody to come again, and closes. */
  stop(): Promise<void>;
}

interface Options {
  knex: Knex;
  tickets: LiveTickets;
  registry: Registry;
  onTrouble: (error: unknown) => void;
  limits?: LiveLimits;
}

export function createLiveGateway({ knex, tickets, registry, onTrouble, limits = usualLimits }: Options): LiveGateway {
  const server = new WebSocketServer({ noServer: true, maxPayload: 8 * 1_024, perMessageDeflate: false });
  const connections = new Connections();
  const announcer = createAnnouncer(knex, connections, onTrouble);
  new Gauge({
    name: 'live_connections',
    help: 'Open live connections',
    registers: [registry],
    collect() {
      this.set(connections.size);
    },
  });

  server.on('connection', (socket: WebSocket) => {
    let connection: Connection | null = null;
    let alive = true;
    let commands = 0;
    const unannounced = setTimeout(() => {
      socket.close(4_401, 'no ticket');
    }, limits.ticketWithinMs);
    const renewal = setTimeout(() => {
      socket.close(4_000, 'renew');
    }, limits.longestMs);
    const heartbeat = setInterval(() => {
      commands = 0;
      if (alive) socket.ping();
      else socket.terminate();
      alive = false;
    }, limits.heartbeatMs);

    async function authorise(ticket: string): Promise<void> {
      const viewer = await tickets.verify(ticket);
      if (socket.readyState !== WebSocket.OPEN || connection) return;
      if (viewer === null) {
        socket.close(4_401, 'ticket refused');
        return;
      }
      clearTimeout(unannounced);
      if (connections.ofPerson(viewer).length >= limits.mostOfPerson) {
        socket.close(1_013, 'too many connections');
        return;
      }
      connection = connectionOver(socket, viewer, limits.mostBuffered);
      connections.add(connection);
      connection.send({ type: 'ready' });
    }

    socket.on('pong', () => {
      alive = true;
    });
    socket.on('error', onTrouble);
    socket.on('message', (data: Buffer) => {
      alive = true;
      commands += 1;
      const command = commands > mostCommands ? undefined : commandFrom(data);
      if (command === undefined) socket.close(1_008, 'not understood');
      else if (command.type === 'auth') authorise(command.ticket).catch(onTrouble);
      else connection?.send({ type: 'pong' });
    });
    socket.on('close', () => {
      clearTimeout(unannounced);
      clearTimeout(renewal);
      clearInterval(heartbeat);
      if (connection) connections.remove(connection);
    });
  });

  const closeAll = (code: number, reason: string): void => {
    for (const socket of server.clients) socket.close(code, reason);
  };

  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    onChange: (change) => {
      announcer.announce(change);
    },
    // Whoever connects again fetches anew what is shown.
    onGap: () => {
      closeAll(1_012, 'come again');
    },
    onTrouble,
    async stop() {
      closeAll(1_012, 'come again');
      await announcer.settled();
      const patience = setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, 1_000);
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      clearTimeout(patience);
    },
  };
}

function connectionOver(socket: WebSocket, viewer: Viewer, mostBuffered: number): Connection {
  return {
    viewer,
    send(event: LiveEvent) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > mostBuffered) socket.terminate();
      else socket.send(JSON.stringify(event));
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
  };
}

function commandFrom(data: Buffer) {
  try {
    return liveCommandSchema.safeParse(JSON.parse(data.toString('utf8'))).data;
  } catch {
    // Not JSON: not understood, like any other wrong message.
    return undefined;
  }
}
