import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { dispatch, type Dispatched } from './dispatch.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function serving(change: Partial<Dispatched> = {}): Promise<(path: string) => Promise<Response>> {
  const one = createServer(
    dispatch({
      api: (_, response) => response.end('api'),
      pages: (_, response) => response.writeHead(404).end('pages'),
      readiness: { database: { check: () => Promise.reject(new Error('password authentication failed for zhengna')) } },
      frameOrigins: () => Promise.resolve([]),
      trustProxy: 0,
      publicOrigin: null,
      developing: false,
      onTrouble: () => undefined,
      ...change,
    }),
  );
  server = one;
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const { port } = one.address() as AddressInfo;
  return (path) => fetch(`http://127.0.0.1:${String(port)}${path}`);
}

describe('the public port', () => {
  it('says whether it is ready, and nothing of what is wrong', async () => {
    const ask = await serving();
    const answer = await ask('/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, degraded: false }]);
  });

  it('has no metrics', async () => {
    const ask = await serving();
    expect([(await ask('/metrics')).status, await (await ask('/metrics')).text()]).toEqual([404, 'pages']);
  });

  it.each([
    ['https://desk.example', 'max-age=31536000'],
    ['http://desk.example', null],
    [null, null],
  ])('at %s promises TLS: %s', async (publicOrigin, promise) => {
    const ask = await serving({ publicOrigin });
    for (const path of ['/api/session', '/desk']) {
      const { headers } = await ask(path);
      expect([path, headers.get('strict-transport-security')]).toEqual([path, promise]);
      expect(headers.get('permissions-policy')).toContain('camera=(self)');
    }
  });
});
