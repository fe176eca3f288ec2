import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the gateway behaves at the next request to send. */
export type Mood =
  'sound' | 'takes it and drops the line' | 'drops the line' | 'fails' | 'refuses' | 'sends elsewhere' | 'talks without end';

/** A gateway at the other end of a real wire, as the plain HTTP adapter expects one. */
export class SmsGateway {
  readonly secret = 'a secret between us and the gateway';
  /** What went out, by id: a number above one would be a message that somebody got twice. */
  readonly sent = new Map<string, number>();
  readonly moods: Mood[] = [];
  /** How long it takes to answer a request to send, in milliseconds. */
  delayMs = 0;
  /** The requests that wait for their answer now. */
  waiting = 0;
  /** All requests that it was ever asked, by method. */
  readonly asked = { GET: 0, POST: 0 };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void body(request).then(async (text) => {
        if (request.headers.authorization !== `Bearer ${this.secret}`) return response.writeHead(401).end();
        if (request.method === 'GET') {
          this.asked.GET += 1;
          return response.writeHead(this.sent.has(request.url?.split('/').at(-1) ?? '') ? 200 : 404).end();
        }
        this.asked.POST += 1;
        await this.#wait();
        const mood = this.moods.shift() ?? 'sound';
        const { id } = JSON.parse(text) as { id: string };
        if (mood === 'sound' || mood === 'takes it and drops the line' || mood === 'talks without end')
          this.sent.set(id, (this.sent.get(id) ?? 0) + 1);
        if (mood === 'takes it and drops the line' || mood === 'drops the line') return request.socket.destroy();
        if (mood === 'talks without end') {
          talk(response.writeHead(202));
          return response;
        }
        return response
          .writeHead({ sound: 202, fails: 500, refuses: 400, 'sends elsewhere': 307 }[mood], { location: `${this.url}/other` })
          .end();
      });
    });
  }

  async #wait(): Promise<void> {
    this.waiting += 1;
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    this.waiting -= 1;
  }

  static async open(): Promise<SmsGateway> {
    const gateway = new SmsGateway();
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** An answer that never ends, as fast as it is read. */
function talk(response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1_024, 'x');
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}
