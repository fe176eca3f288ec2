/** Leads the signalling of a call to its media process, so that browsers need only our public port. Media themselves go there directly. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Knex } from 'knex';

import { liveServer } from '../../../db/media/places.ts';
import { isUuid } from '../../../domain/uuid.ts';

const prefix = '/api/media/';
/** Milliseconds in which the media process takes the connection. */
const answerWithinMs = 5_000;

export const isMediaPath = (path: string): boolean => path.startsWith(prefix) && isUuid(path.slice(prefix.length));

/** @returns listener for upgrades to media paths; a path whose process is gone is closed, and the page asks for another ticket */
export const mediaProxy =
  (knex: Knex, onTrouble: (error: unknown) => void) =>
  (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    lead(knex, request, socket, head).catch((error: unknown) => {
      onTrouble(error);
      socket.destroy();
    });
  };

async function lead(knex: Knex, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const id = (request.url ?? '').split(/[?#]/u, 1)[0]?.slice(prefix.length) ?? '';
  const server = await liveServer(knex, id);
  if (server === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    return;
  }
  const { upgrade, connection, 'sec-websocket-key': key, 'sec-websocket-version': version } = request.headers;
  const onward = httpRequest(server.url, {
    headers: { upgrade, connection, 'sec-websocket-key': key, 'sec-websocket-version': version },
    timeout: answerWithinMs,
  });
  onward.on('timeout', () => onward.destroy(new Error('the media process did not answer')));
  onward.on('error', () => socket.destroy());
  onward.on('response', () => socket.destroy());
  onward.on('upgrade', (answer, media, first) => {
    media.setTimeout(0);
    media.on('error', () => media.destroy());
    media.on('close', () => socket.destroy());
    socket.on('close', () => media.destroy());
    const accept = answer.headers['sec-websocket-accept'] ?? '';
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    media.write(head);
    socket.write(first);
    media.pipe(socket).pipe(media);
  });
  socket.on('close', () => onward.destroy());
  onward.end();
}
