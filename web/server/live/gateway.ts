/**
 * Server of the live connection at /api/live: one WebSocket per page, opened by a ticket. The protocol is in web/api/live.ts.
 *
 * 1. A ticket opens one connection, once, in the first message. A connection lives for half an hour; the page then reconnects with a fresh
 *    ticket.
 * 2. Everything that a client can make grow is bounded: sockets without a ticket, tabs of a person, messages and their size, topics, and
 *    data buffered for a slow reader.
 * 3. A person is present while one of their pages answers: each process renews the leases of its officers in one statement, those of its
 *    waiting taxpayers in another, and at once when one connects. A connection that closes shortens nothing, because the page may come back, or be open on another process.
 * 4. When a person signs out or is locked out, every process closes their connections, told by the bus (`close-person`). After a gap of the
 *    bus all connections are renewed, a few at a time, because such a message may have been missed.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Knex } from 'knex';
import type { Registry } from 'prom-client';
import { WebSocket, WebSocketServer } from 'ws';

import { useToken } from '../../../db/entry.ts';
import { beat, renewWaiting } from '../../../db/chat/presence.ts';
import { renewPresence } from '../../../db/officers.ts';
import type { Announcement, BusListener, Person } from '../../../runtime/bus/bus.ts';
import { liveCommandSchema, topicOf, type LiveCommand } from '../../api/live.ts';
import { ChatNewsReader } from '../chat/news.ts';
import type { FileLink } from '../uploads/link.ts';
import { ChangeFeed, usualFeedLimits, type FeedLimits } from './change-feed.ts';
import { Connections, personKey, type Connection } from './connections.ts';
import { Hub, usualHubLimits, type HubLimits } from './hub.ts';
import { liveMetrics } from './metrics.ts';
import type { Reader } from './topics.ts';
import { ticketLifetimeMs, type LiveTickets } from './tickets.ts';

export const livePath = '/api/live';

/** In milliseconds, bytes or counts; tests pass smaller ones. */
export interface LiveLimits extends HubLimits, FeedLimits {
  /** Deadline for the ticket. */
  ticketWithinMs: number;
  /** Maximum number of sockets without a ticket. */
  withoutTicket: number;
  heartbeatMs: number;
  /** Maximum number of a client's commands within one heartbeat interval. */
  commandsOfHeartbeat: number;
  /** Lifetime of a connection. Renewing it needs a fresh ticket, so a person who has signed out is not reconnected. */
  longestMs: number;
  /** Maximum of buffered bytes; a slow reader beyond it is disconnected. */
  mostBuffered: number;
  /** Maximum number of one person's connections per process. */
  mostOfPerson: number;
  /** Time within which all connections are renewed after a gap of the bus. */
  renewWithinMs: number;
  /** Interval at which the presence of people is renewed. */
  presentEveryMs: number;
  /** Time in which a page answers a heartbeat. */
  answerWithinMs: number;
}
export const usualLimits: LiveLimits = {
  ...usualHubLimits,
  ...usualFeedLimits,
  ticketWithinMs: 5_000,
  withoutTicket: 1_000,
  heartbeatMs: 30_000,
  commandsOfHeartbeat: 200,
  longestMs: 30 * 60_000,
  mostBuffered: 512 * 1_024,
  mostOfPerson: 20,
  renewWithinMs: 15_000,
  presentEveryMs: 15_000,
  answerWithinMs: 5_000,
};
const longestMessage = 8 * 1_024;

/** Close codes; the page reconnects with a fresh ticket, sooner or later. */
const closed = {
  renew: [4_000, 'renew'],
  noTicket: [4_401, 'no valid ticket'],
  notUnderstood: [1_008, 'not understood'],
  restart: [1_012, 'come again'],
  tooMany: [1_013, 'too many connections'],
  trouble: [1_013, 'try again'],
} as const;

export interface LiveGateway extends BusListener {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Asks all clients to reconnect, and closes. */
  stop(): Promise<void>;
}

interface Options {
  knex: Knex;
  tickets: LiveTickets;
  registry: Registry;
  /** Announces to all processes. */
  publish: (announcement: Announcement) => Promise<unknown>;
  fileLink: FileLink;
  /** Called with the centre of officers who have come. */
  onArrival: (centreId: string) => void;
  onTrouble: (error: unknown) => void;
  limits?: LiveLimits;
}

/** Opens the feed of changes and follows it. @throws when the database cannot be read */
export async function createLiveGateway(options: Options): Promise<LiveGateway> {
  const { knex, tickets, registry, publish, fileLink, onArrival, onTrouble, limits = usualLimits } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false });
  const connections = new Connections();
  /** When a person's connections were closed: tickets issued before that are void. */
  const closedAt = new Map<string, number>();
  const feed = await ChangeFeed.open(knex, limits, onTrouble);
  const hub = new Hub(
    { knex, feed, chats: new ChatNewsReader(knex), fileLink },
    limits,
    { told: (kind, type) => metrics.told(kind, type) },
    onTrouble,
  );
  const metrics = liveMetrics(registry, connections, hub);
  feed.follow({
    onChanges(changes, before) {
      metrics.read(changes);
      hub.changed(changes, before);
    },
    onGap: () => {
      hub.resetAll();
    },
  });

  async function renew(officers: readonly Connection[]): Promise<void> {
    const arrived = await renewPresence(knex, [...new Set(officers.map(({ viewer }) => viewer.id))]);
    const centreIds = new Set(arrived.map(({ centreId }) => centreId));
    for (const centreId of centreIds) if (centreId !== null) onArrival(centreId);
  }
  const renewAll = async (): Promise<void> => {
    const present = connections.all().filter((connection) => connection.responds());
    await renew(present.filter(({ viewer }) => viewer.kind === 'officer'));
    await renewWaiting(knex, [...new Set(present.flatMap(({ viewer }) => (viewer.kind === 'taxpayer' ? [viewer.id] : [])))]);
    await beat(knex);
  };
  await beat(knex);
  const presence = setInterval(() => {
    renewAll().catch(onTrouble);
  }, limits.presentEveryMs);
  const sweep = setInterval(() => {
    hub.sweep().catch(onTrouble);
  }, limits.sweepEveryMs);

  server.on('connection', (socket: WebSocket) => {
    let connection: Connection | null = null;
    let shown = false;
    let alive = true;
    let pingedAt = 0;
    let commands = 0;
    /** Queue of the connection's messages, handled one at a time, so that a client cannot cause concurrent work. */
    let work = Promise.resolve();
    const withoutTicket = setTimeout(() => {
      socket.close(...closed.noTicket);
    }, limits.ticketWithinMs);
    const renewal = setTimeout(() => {
      socket.close(...closed.renew);
    }, limits.longestMs);
    const heartbeat = setInterval(() => {
      commands = 0;
      if (alive) socket.ping();
      else socket.terminate();
      alive = false;
      pingedAt = Date.now();
    }, limits.heartbeatMs);

    async function authenticate(text: string): Promise<void> {
      const ticket = await tickets.verify(text);
      const valid = ticket && (await usedNow(ticket)) ? ticket : null;
      if (socket.readyState !== WebSocket.OPEN) return;
      if (valid === null) {
        socket.close(...closed.noTicket);
        return;
      }
      clearTimeout(withoutTicket);
      const { viewer } = valid;
      if (connections.ofPerson(viewer).length >= limits.mostOfPerson) {
        socket.close(...closed.tooMany);
        return;
      }
      const responds = (): boolean => socket.readyState === WebSocket.OPEN && (alive || Date.now() - pingedAt < limits.answerWithinMs);
      connection = connectionOver(socket, valid, responds, limits.mostBuffered);
      connections.add(connection);
      if (viewer.kind === 'officer') await renew([connection]);
      else await renewWaiting(knex, [viewer.id]);
      connection.send({ type: 'ready', position: String(feed.position) });
    }

    async function usedNow({ viewer, id, issuedAt, expiresAt }: NonNullable<Awaited<ReturnType<LiveTickets['verify']>>>): Promise<boolean> {
      const first = await useToken(knex, { regionId: viewer.regionId, issuer: 'live-ticket', jti: id, expiresAt });
      return first && issuedAt > (closedAt.get(personKey(viewer)) ?? 0);
    }

    async function obey(command: LiveCommand): Promise<void> {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (command.type === 'auth') {
        if (shown) socket.close(...closed.notUnderstood);
        shown = true;
        await authenticate(command.ticket);
      } else if (connection === null) socket.close(...closed.noTicket);
      else if (command.type === 'subscribe')
        await hub.subscribe(connection, command.topic, command.after === undefined ? undefined : BigInt(command.after));
      else if (command.type === 'unsubscribe') hub.unsubscribe(connection, command.topic);
      else if (command.type === 'typing') await tellTyping(connection, command.topic);
      else connection.send({ type: 'pong', position: String(hub.positionFor(connection)) });
    }

    /** A lost sign of typing is not worth a word. */
    async function tellTyping({ viewer }: Connection, name: string): Promise<void> {
      const topic = topicOf(name);
      if (connection === null || topic?.kind !== 'chat' || !hub.mayType(connection, name)) return;
      await publish({ type: 'typing', caseId: topic.id, person: { kind: viewer.kind, id: viewer.id } });
    }

    socket.on('pong', () => {
      alive = true;
    });
    socket.on('error', onTrouble);
    socket.on('message', (data: Buffer) => {
      alive = true;
      commands += 1;
      const command = commands > limits.commandsOfHeartbeat ? undefined : commandFrom(data);
      if (command === undefined) socket.close(...closed.notUnderstood);
      else
        work = work
          .then(() => obey(command))
          .catch((error: unknown) => {
            onTrouble(error);
            socket.close(...closed.trouble);
          });
    });
    socket.on('close', () => {
      clearTimeout(withoutTicket);
      clearTimeout(renewal);
      clearInterval(heartbeat);
      if (connection === null) return;
      connections.remove(connection);
      hub.leave(connection);
    });
  });

  function closePerson(person: Person, at: number): void {
    const now = Date.now();
    for (const [key, closing] of closedAt) if (closing < now - 2 * ticketLifetimeMs) closedAt.delete(key);
    closedAt.set(personKey(person), at);
    for (const connection of connections.ofPerson(person)) connection.close(...closed.renew);
  }

  const closeAll = ([code, reason]: readonly [number, string]): void => {
    for (const socket of server.clients) socket.close(code, reason);
  };

  return {
    upgrade(request, socket, head) {
      if (server.clients.size - connections.size >= limits.withoutTicket) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    onAnnouncement(announcement: Announcement) {
      switch (announcement.type) {
        case 'cases':
          feed.wake();
          return;
        case 'chats':
          for (const [caseId, ...altered] of announcement.chats) hub.chatChanged(caseId, altered);
          return;
        case 'slots':
          for (const centreId of announcement.centres) hub.slotsChanged(centreId);
          return;
        case 'typing':
          hub.typing(announcement.caseId, announcement.person);
          return;
        case 'close-person':
          closePerson(announcement.person, announcement.at);
          return;
      }
    },
    onGap() {
      feed.wake();
      hub.sweep().catch(onTrouble);
      for (const connection of connections.all())
        setTimeout(() => {
          connection.close(...closed.renew);
        }, Math.random() * limits.renewWithinMs).unref();
    },
    onTrouble,
    async stop() {
      closeAll(closed.restart);
      clearInterval(sweep);
      clearInterval(presence);
      hub.stop();
      await feed.stop();
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

function connectionOver(socket: WebSocket, { viewer, language }: Reader, responds: () => boolean, mostBuffered: number): Connection {
  return {
    viewer,
    language,
    responds,
    topics: new Set(),
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > mostBuffered) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
  };
}

function commandFrom(data: Buffer): LiveCommand | undefined {
  try {
    return liveCommandSchema.safeParse(JSON.parse(data.toString('utf8'))).data;
  } catch {
    // Not JSON: handled like any other wrong message.
    return undefined;
  }
}
