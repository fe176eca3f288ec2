import { createServer, type Server, type ServerResponse } from 'node:http';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { type ReadinessPart, readiness } from './health.ts';
import { PlainError, codeOf, reasonOf } from './plain-error.ts';

/**
 * Creates a registry with Node's default metrics (memory, event loop, garbage collection). Every series has the process's name as a label.
 */
export const createMetrics = (processName: string): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  return registry;
};

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};

const json = 'application/json; charset=utf-8';

const listen = async (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        codeOf(error) === 'EADDRINUSE'
          ? new PlainError(`METRICS_PORT is "${String(port)}", which is taken by another program: set it to a free port.`)
          : error,
      );
    });
    server.listen(port, host, resolve);
  });

/**
 * Serves /metrics (Prometheus), /healthz (liveness) and /readyz (one entry per part; 503 unless all are ready) for a process without pages.
 * Throws a PlainError when the port is taken.
 * @returns function that closes the server
 */
export const serveMetrics = async (options: {
  host: string;
  port: number;
  registry: Registry;
  parts: Readonly<Record<string, ReadinessPart>>;
}): Promise<() => Promise<void>> => {
  const respond = async (path: string | undefined, response: ServerResponse): Promise<void> => {
    if (path === '/healthz') {
      answer(response, 200, json, JSON.stringify({ ok: true }));
    } else if (path === '/readyz') {
      const state = await readiness(options.parts);
      answer(response, state.ready ? 200 : 503, json, JSON.stringify(state));
    } else if (path === '/metrics') {
      answer(response, 200, options.registry.contentType, await options.registry.metrics());
    } else {
      answer(response, 404, json, JSON.stringify({ error: 'not-found' }));
    }
  };
  const server = createServer((request, response) => {
    respond(request.url?.split('?')[0], response).catch((error: unknown) => {
      answer(response, 500, json, JSON.stringify({ error: 'internal-error', reason: reasonOf(error) }));
    });
  });
  await listen(server, options.host, options.port);
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
};
