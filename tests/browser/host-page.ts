import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { administratorsBrowser } from './administrator.ts';
import { expect, type People } from './fixtures.ts';
import type { Taxpayer } from './people.ts';

interface StoredOrigins {
  readonly key: string;
  readonly version: number | null;
  readonly value: readonly string[];
  readonly inherited: readonly string[];
}

/** A bureau of its own on another site than the product's: it signs people in, and embeds the window by its tag. */
export class HostPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param product origin of the product
   * @param content of its page, in HTML
   */
  static async open(product: string, who: Taxpayer, content = ''): Promise<HostPage> {
    const page = `<!doctype html><html lang="zh-CN"><head><title>某市电子税务局 Bureau</title><script src="${product}/embed.js"></script></head>
      <body><main><h1>电子税务局</h1>${content}</main>
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

  /** Lets it embed the window, or not any more. Other bureaus' origins stay as they are. */
  async setListed(people: People, listed: boolean): Promise<void> {
    const page = await administratorsBrowser(people);
    await expect(async () => {
      const { items } = (await (await page.request.get('/api/settings')).json()) as { items: StoredOrigins[] };
      const stored = items.find(({ key }) => key === 'entry.origins');
      const others = (stored?.value ?? []).filter((each) => each !== this.origin);
      const value = listed ? [...others, this.origin] : others;
      const inherits = JSON.stringify(value) === JSON.stringify(stored?.inherited);
      const change = { key: 'entry.origins', version: stored?.version ?? null, ...(inherits ? { to: 'inherit' } : { to: 'value', value }) };
      const answer = await page.request.put('/api/settings', {
        data: { centreId: null, changes: [change] },
        headers: { origin: people.origin },
      });
      expect(answer.status(), await answer.text()).toBe(200);
    }).toPass();
    // A web process keeps what it has read for some seconds.
    const policy = async () => (await page.request.get('/window')).headers()['content-security-policy'];
    if (listed) await expect.poll(policy).toContain(this.origin);
    await page.close();
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
