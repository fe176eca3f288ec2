import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const tickMs = 50;
const secondMs = 1_000;
/** Bytes in which a request's head is looked at. */
const longestHead = 8_192;

/**
 * The line between a browser and the product, which can be slow, and can be cut in the middle of a request: what browsers
 * offer for that lets requests under way go on.
 */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #isCut = false;
  #refusesSockets = false;

  private constructor(target: URL) {
    this.#server = createServer((near) => {
      if (this.#isCut) return near.destroy();
      const far = connect(Number(target.port), target.hostname);
      this.#follow(near, far);
      this.#follow(far, near);
      far.pipe(near);
      near.on('data', (chunk) => {
        if (this.#refusesSockets && chunk.subarray(0, longestHead).includes('\r\nUpgrade: websocket')) {
          near.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
          return;
        }
        far.write(chunk);
        near.pause();
        setTimeout(
          () => near.resume(),
          this.#bytesPerSecond === Number.POSITIVE_INFINITY ? 0 : Math.max(tickMs / 10, (chunk.length / this.#bytesPerSecond) * secondMs),
        );
      });
      near.on('end', () => far.end());
      return undefined;
    });
  }

  /** A line to a product, well at first. */
  static async open(product: string): Promise<Wire> {
    const wire = new Wire(new URL(product));
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  /** The address at this end of it. */
  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** How much a connection may send. */
  slow(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Lets no WebSocket through from now on, like the proxies of some companies. */
  refuseSockets(): void {
    this.#refusesSockets = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  well(): void {
    this.#isCut = false;
    this.#bytesPerSecond = Number.POSITIVE_INFINITY;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** An end that goes takes the other with it; why it went is no news here. */
  #follow(one: Socket, other: Socket): void {
    this.#sockets.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      this.#sockets.delete(one);
      other.destroy();
    });
  }
}
