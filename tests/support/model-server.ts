/** A server that speaks the protocol of a language model, and misbehaves as a test wants. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';

export type Behaviour = (response: ServerResponse) => void | Promise<void>;

export interface ModelServer {
  url: string;
  /** Bodies of the requests, and their authorization. */
  asked: { body: string; authorization: string | undefined }[];
  /** Number of requests whose answer has not ended. */
  open(): number;
  behave(how: Behaviour): void;
  stop(): Promise<void>;
}

const begin = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
};
/** One event with a piece of the text. */
const piece = (content: string): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const ending = (reason: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })}\n\ndata: [DONE]\n\n`;

/** Streams a text sign by sign, its bytes torn wherever. */
export const says =
  (text: string, { reason = 'stop', everyMs = 0 }: { reason?: string; everyMs?: number } = {}): Behaviour =>
  async (response) => {
    begin(response);
    const bytes = Buffer.from(Array.from(text, (sign) => piece(sign)).join('') + ending(reason));
    for (let at = 0; at < bytes.length && !response.destroyed; at += 97) {
      response.write(bytes.subarray(at, at + 97));
      if (everyMs > 0) await later(everyMs);
    }
    response.end();
  };

export const misbehaviours = {
  hangs: () => undefined,
  hangsAfterSome: (response) => {
    begin(response);
    response.write(piece('按规定办理[1]。'));
  },
  fails: (response) => {
    response.writeHead(500).end('{"error":{"message":"out of memory"}}');
  },
  redirects: (response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
  },
  garbage: (response) => {
    begin(response);
    response.end('data: {"choices":[{"delta":{"content":7}}]}\n\n');
  },
  page: (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>欢迎</h1>');
  },
  endless: async (response) => {
    begin(response);
    while (!response.destroyed) {
      response.write(piece(''));
      await later(0);
    }
  },
  oversize: async (response) => {
    begin(response);
    const block = 'x'.repeat(256 * 1024);
    for (let i = 0; i < 64 && !response.destroyed; i += 1) {
      response.write(block);
      await later(1);
    }
    response.end();
  },
  breaksOff: (response) => {
    begin(response);
    response.write(piece('按规定办理[1]。'), () => response.destroy());
  },
} satisfies Record<string, Behaviour>;

/** Starts the server on a free port. */
export async function startModelServer(): Promise<ModelServer> {
  let behaviour: Behaviour = misbehaviours.fails;
  let open = 0;
  const asked: ModelServer['asked'] = [];
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ body: Buffer.concat(parts).toString(), authorization: request.headers.authorization });
      void behaviour(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    asked,
    open: () => open,
    behave: (how) => {
      behaviour = how;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
