import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { createMetrics, serveMetrics } from './metrics.ts';

const state = { fails: false, hangs: false };
let base = '';
let close: () => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  const port = await getPort();
  base = `http://127.0.0.1:${String(port)}`;
  close = await serveMetrics({
    host: '127.0.0.1',
    port,
    registry: createMetrics('worker'),
    parts: {
      database: { check: () => (state.fails ? Promise.reject(new Error('connection refused')) : Promise.resolve()) },
      temporal: { check: () => (state.hangs ? new Promise(() => undefined) : Promise.resolve()), timeout: 50 },
    },
  });
});

afterAll(() => close());

describe('a process without pages', () => {
  it('says that it lives, and gives its figures', async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const metrics = await (await fetch(`${base}/metrics`)).text();
    expect(metrics).toMatch(/process_cpu_seconds_total\{process="worker"\}/);
    expect((await fetch(`${base}/else`)).status).toBe(404);
  });

  it('is ready when every part is', async () => {
    const response = await fetch(`${base}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ready: true, parts: { database: { ready: true }, temporal: { ready: true } } });
  });

  it('names the part that fails and the part that does not answer', async () => {
    state.fails = true;
    state.hangs = true;
    const response = await fetch(`${base}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ready: false,
      parts: { database: { ready: false, reason: 'connection refused' }, temporal: { ready: false, reason: 'no answer within 50 ms' } },
    });
  });

  it('refuses a taken port in one sentence', async () => {
    const taken = createServer();
    const port = await getPort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    await expect(serveMetrics({ host: '127.0.0.1', port, registry: createMetrics('worker'), parts: {} })).rejects.toThrow(
      `METRICS_PORT is "${String(port)}", which is taken`,
    );
    taken.close();
  });
});
