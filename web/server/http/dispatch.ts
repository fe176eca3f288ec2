/** The single public port: API, live connection, readiness, and pages for everything else. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { readiness, type ReadinessPart } from '../../../runtime/health.ts';
import { allowFraming, isFramable } from './framing.ts';
import { setPolicyHeaders } from './policy-headers.ts';

export interface Dispatched {
  api: RequestListener;
  pages: RequestListener;
  readiness: Readonly<Record<string, ReadinessPart>>;
  /** Origins that may embed the window. */
  frameOrigins: () => Promise<readonly string[]>;
  /** Number of trusted proxies; when 0, a client's own x-forwarded-proto is overwritten. */
  trustProxy: number;
  /** In development, page modules are served by their path below web/; those in web/api share the API's prefix. */
  developing: boolean;
  /** Public origin. */
  publicOrigin: string | null;
  onTrouble: (error: unknown) => void;
}

export function dispatch(to: Dispatched): RequestListener {
  return (request, response) => {
    const pathname = pathOf(request);
    setPolicyHeaders(response, to.publicOrigin);
    if (isApi(pathname) && !(to.developing && isModule(pathname))) {
      to.api(request, response);
      return;
    }
    serve(pathname, request, response, to).catch((error: unknown) => {
      to.onTrouble(error);
      if (!response.headersSent) answer(response, 500, 'text/plain', 'internal error');
      else response.destroy();
    });
  };
}

async function serve(pathname: string, request: IncomingMessage, response: ServerResponse, to: Dispatched): Promise<void> {
  if (pathname === '/healthz') answer(response, 200, 'application/json', JSON.stringify({ ok: true }));
  else if (pathname === '/readyz') {
    // Causes and durations are reported on the metrics port only.
    const { ready, degraded } = await readiness(to.readiness);
    answer(response, ready ? 200 : 503, 'application/json', JSON.stringify({ ready, degraded }));
  } else {
    if (to.trustProxy === 0 || request.headers['x-forwarded-proto'] === undefined) request.headers['x-forwarded-proto'] = 'http';
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (pathname === embedPath) response.setHeader('Cache-Control', `public, max-age=${String(embedAge)}, stale-while-revalidate=86400`);
    if (isFramable(pathname)) allowFraming(response, await to.frameOrigins());
    to.pages(request, response);
  }
}

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Dispatches upgrades by path; others (vite's in development) are left to the other listeners. */
export function dispatchUpgrade(
  ways: readonly { serves: (path: string) => boolean; upgrade: UpgradeListener }[],
  othersListen: boolean,
): UpgradeListener {
  return (request, socket, head) => {
    const way = ways.find(({ serves }) => serves(pathOf(request)));
    if (way) way.upgrade(request, socket, head);
    else if (!othersListen) socket.destroy();
  };
}

/** The script on the hosts' pages, requested with each of them. */
const embedPath = '/embed.js';
/** Cache lifetime in seconds. */
const embedAge = 3_600;

const isApi = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');
const isModule = (pathname: string): boolean => /^\/api\/[\w-]+\.ts$/.test(pathname);

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
