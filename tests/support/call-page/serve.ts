/** A browser with fake devices, on a page that has nothing but the pages' link to the media process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import type { Knex } from 'knex';
import { chromium, type Browser, type Page } from 'playwright';

import { findChromium } from '../../../stack/browser.ts';
import type { Joined } from '../../../web/api/media.ts';
import { mediaProxy } from '../../../web/server/media/proxy.ts';
import type { CallPage } from './contract.ts';

declare const callPage: CallPage;

/** The page's code in one file. A process of its own makes it: Vite does not run in Jest's. */
async function bundled(): Promise<string> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bundle.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [code, [exit]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>]);
  if (exit !== 0) throw new Error('the page of calls was not bundled');
  return code;
}

export class CallBrowser {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #end: () => void;

  private constructor(browser: Browser, origin: string, end: () => void) {
    this.#browser = browser;
    this.#origin = origin;
    this.#end = end;
  }

  static async start(knex: Knex): Promise<CallBrowser> {
    const code = await bundled();
    const server = createServer((request, response) => {
      const script = request.url === '/page.js';
      response.setHeader('content-type', script ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
      response.end(script ? code : '<!doctype html><title>call</title><body></body><script src="/page.js"></script>');
    });
    server.on(
      'upgrade',
      mediaProxy(knex, () => undefined),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await chromium.launch({
      executablePath: await findChromium(),
      args: [
        '--no-sandbox',
        '--use-fake-device-for-media-stream=fps=5',
        '--use-fake-ui-for-media-stream',
        '--allow-loopback-in-peer-connection',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    return new CallBrowser(browser, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, () => {
      server.close();
      server.closeAllConnections();
    });
  }

  /** @param relay true for a page whose only ways are relays */
  async page({ relay = false } = {}): Promise<OpenedCallPage> {
    const page = await this.#browser.newPage();
    await page.goto(`${this.#origin}/${relay ? '#relay' : ''}`);
    return new OpenedCallPage(page);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#end();
  }
}

class OpenedCallPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** @returns milliseconds until the first picture of the other side */
  join(server: { id: string }, token: string): Promise<number> {
    return this.#page.evaluate(([at, ticket]) => callPage.join(at, ticket), [`/api/media/${server.id}`, token] as const);
  }

  ways(): Promise<string[]> {
    return this.#page.evaluate(() => callPage.ways());
  }

  gather(iceServers: Joined['iceServers']): ReturnType<CallPage['gather']> {
    return this.#page.evaluate((servers) => callPage.gather(servers), iceServers);
  }

  close(): Promise<void> {
    return this.#page.close();
  }
}
