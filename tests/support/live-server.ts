/** A live connection of its own over a test's web server, and pages on it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { Registry } from 'prom-client';

import type { Bus } from '../../runtime/bus/bus.ts';
import { openBus } from '../../runtime/bus/open-bus.ts';
import { dispatchUpgrade } from '../../web/server/http/dispatch.ts';
import { createLiveGateway, livePath, usualLimits, type LiveGateway, type LiveLimits } from '../../web/server/live/gateway.ts';
import { callWaiting } from '../../web/server/officers/call-waiting.ts';
import { LivePage } from './live-page.ts';
import type { TestWeb, Who } from './web.ts';

export interface LiveServer {
  live: LiveGateway;
  bus: Bus;
  troubles: unknown[];
  registry: Registry;
  /** Address of the connection, or of another path of the server. */
  addressOf: (path?: string) => string;
  /** A ticket of this person. */
  ticketFor: (as: Who) => Promise<unknown>;
  /** Keeps a page until the end of the test. */
  kept: (page: LivePage) => LivePage;
  /** A page of this person that is ready, or has been closed. */
  pageOf: (as: Who, options?: { autoPong?: boolean }) => Promise<LivePage>;
}

/** @param limits in force in the test file, beside the usual ones */
export function liveServer(web: TestWeb, limits: Partial<LiveLimits> = {}): LiveServer {
  const pages: LivePage[] = [];
  const troubles: unknown[] = [];
  let server: Server;
  const the = { troubles, registry: new Registry() } as LiveServer;
  beforeAll(async () => {
    the.live = await createLiveGateway({
      knex: web.knex,
      tickets: web.deps.liveTickets,
      registry: the.registry,
      publish: (announcement) => the.bus.publish(announcement),
      fileLink: web.deps.fileLink,
      onArrival: (centreId) => void callWaiting(web.deps, centreId),
      onTrouble: (error) => troubles.push(error),
      limits: { ...usualLimits, ...limits },
    });
    the.bus = await openBus({ databaseUrl: web.databaseUrl, redisUrl: undefined }, the.live);
    server = createServer().on('upgrade', dispatchUpgrade([{ serves: (path) => path === livePath, upgrade: the.live.upgrade }], false));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const page of pages.splice(0)) page.socket.terminate();
  });
  afterAll(async () => {
    await Promise.all([the.live.stop(), the.bus.stop()]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  the.addressOf = (path = livePath) => `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`;
  the.ticketFor = async (as) => (await web.ask('POST', '/api/live/tickets', { as, body: {} })).body['ticket'];
  the.kept = (page) => {
    pages.push(page);
    return page;
  };
  the.pageOf = async (as, options) => {
    const page = the.kept(await LivePage.open(the.addressOf(), await the.ticketFor(as), options));
    await until(() => page.ready || page.closed !== null);
    return page;
  };
  return the;
}

/** Waits until something holds; fails after twelve seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 800 && !(await holds()); i += 1) await new Promise((resolve) => setTimeout(resolve, 15));
  expect(await holds()).toBe(true);
}
