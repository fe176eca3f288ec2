import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Taxpayer } from './people.ts';

/** A bureau of its own on another site than the product's: it signs people in, and embeds the window by its tag. */
export class HostPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param product origin of the product */
  static async open(product: string, who: Taxpayer): Promise<HostPage> {
    const page = `<!doctype html><html lang="zh-CN"><title>某市电子税务局</title><body><main><h1>电子税务局</h1></main>
      <script src="${product}/embed.js"></script>
      <script>ZhengnaHudong.init({ token: () => fetch('/token').then((answer) => answer.text()) })</script></body></html>`;
    const server = createServer((request, response) => {
      if (request.url !== '/token') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
        return;
      }
      tokenOf(product, who).then(
        (token) => response.end(token),
        () => response.writeHead(502).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HostPage(server);
  }

  /** `localhost` is another site than 127.0.0.1, where the product is. */
  get origin(): string {
    return `http://localhost:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A signed token, which the bureau's server fetches behind its page. */
async function tokenOf(product: string, { person, identity }: Taxpayer): Promise<string> {
  const answer = await fetch(`${product}/api/demo/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ taxpayerId: person.id, identityId: identity.id }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
}
