import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { testWeb, type Answer } from '../../tests/support/web.ts';
import { createLog } from '../../runtime/log.ts';
import { connect } from '../../db/connect.ts';
import { createApp } from './app.ts';
import { defineRoute, type Route } from './http/define-route.ts';
import type { Deps } from './deps.ts';
import { routes } from './routes.ts';

const web = testWeb();

/** Runs another application over the same dependencies, on its own port, for one test. */
async function over<T>(
  change: Partial<Deps>,
  own: readonly Route[] | undefined,
  use: (ask: (method: string, path: string, init?: RequestInit) => Promise<Answer>) => Promise<T>,
): Promise<T> {
  const handle = createApp({ ...web.deps, ...change }, own).callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  try {
    return await use(async (method, path, init = {}) => {
      const response = await fetch(origin + path, { ...init, method });
      const text = await response.text();
      return {
        status: response.status,
        body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
        headers: response.headers,
      };
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;

describe('the OpenAPI document', () => {
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; security: object[]; responses: Record<string, unknown> }>>;
  }
  const document = async () => (await web.ask('GET', '/api/openapi.json')).body as unknown as Document;

  it('is of version 3.1 and holds every route, with every answer and who may call', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toMatch(/^3\.1/);
    for (const { method, path, answers, access } of routes) {
      const operation = paths[path]?.[method];
      expect([method, path, Object.keys(operation?.responses ?? {})]).toEqual([method, path, expect.arrayContaining(Object.keys(answers))]);
      expect([path, operation?.security.length]).toEqual([path, { public: 0, demo: 0, taxpayer: 1, officer: 1, person: 2 }[access]]);
    }
  });

  it('holds nothing that is not served, and no name twice', async () => {
    const { paths } = await document();
    const served = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    const listed = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method} ${path}`),
    );
    expect(listed.filter((name) => !served.has(name)).sort()).toEqual([
      'delete /api/uploads/{id}',
      'head /api/uploads/{id}',
      'options /api/uploads',
      'patch /api/uploads/{id}',
      'post /api/uploads',
    ]);
    const names = Object.values(paths).flatMap((item) =>
      Object.entries(item).flatMap(([key, of]) => (key === 'parameters' ? [] : [of.operationId])),
    );
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is kept: an answer that it does not know is an error of ours', async () => {
    const lying = [
      defineRoute({
        method: 'get',
        path: '/api/more',
        tag: 't',
        summary: 's',
        access: 'public',
        answers: { 200: z.object({ a: z.string() }) },
        handler: () => Promise.resolve({ status: 200, body: { a: 'x', b: 1 } as { a: string } }),
      }),
      defineRoute({
        method: 'get',
        path: '/api/other',
        tag: 't',
        summary: 's',
        access: 'public',
        answers: { 200: z.object({}) },
        handler: () => Promise.resolve({ status: 201 as 200, body: {} }),
      }),
    ];
    await over({}, lying, async (ask) => {
      for (const path of ['/api/more', '/api/other']) expect([path, codeOf(await ask('GET', path))]).toEqual([path, 'internal-error']);
    });
  });
});

describe('an error', () => {
  it('has one shape, the reader’s language and the request’s id', async () => {
    const chinese = await web.ask('GET', '/api/messages');
    const english = await web.ask('GET', '/api/messages', { headers: { 'accept-language': 'en' } });
    expect(chinese.status).toBe(401);
    expect(chinese.body).toEqual({
      error: { code: 'not-signed-in', sentence: expect.stringContaining('请重新登录'), requestId: chinese.headers.get('x-request-id') },
    });
    expect((english.body['error'] as { sentence: string }).sentence).toMatch(/sign in/i);
    expect(codeOf(await web.ask('GET', '/api/nothing'))).toBe('not-found');
    expect(codeOf(await web.ask('PATCH', '/api/messages'))).toBe('not-found');
  });

  it('of ours is told as such, and its log line holds nothing that anybody wrote', async () => {
    const lines: string[] = [];
    const log = createLog(
      'web',
      'info',
      new Writable({
        write: (chunk: Buffer, _, done) => {
          lines.push(chunk.toString());
          done();
        },
      }),
    );
    const failing = [
      defineRoute({
        method: 'post',
        path: '/api/fail',
        tag: 't',
        summary: 's',
        access: 'public',
        body: z.object({ phone: z.string() }),
        answers: { 204: null },
        handler: async ({ body }, { knex }) => {
          await knex.raw('SELECT ?::uuid', [body.phone]);
          return { status: 204, body: null };
        },
      }),
    ];
    await over({ log }, failing, async (ask) => {
      const answer = await ask('POST', '/api/fail?phone=19900000001', {
        headers: { 'content-type': 'application/json', authorization: 'Bearer secret-token' },
        body: JSON.stringify({ phone: '19900000001' }),
      });
      expect([answer.status, codeOf(answer)]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(answer.body)).not.toContain('uuid');
    });
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('22P02');
    expect(lines.join()).not.toMatch(/19900000001|secret-token|127\.0\.0\.1/);
  });

  it('comes quickly when PostgreSQL is away', async () => {
    const taxpayer = await web.taxpayer('zhao-min');
    const knex = connect('postgres://nobody:x@127.0.0.1:9/none');
    await over({ knex }, undefined, async (ask) => {
      const begun = Date.now();
      const answer = await ask('GET', '/api/messages', { headers: { authorization: taxpayer['authorization'] ?? '' } });
      expect([answer.status, codeOf(answer)]).toEqual([503, 'database-unavailable']);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(Date.now() - begun).toBeLessThan(6_000);
    });
    await knex.destroy();
  });

  it('says when somebody asks too often', async () => {
    await over({ config: { ...web.deps.config, rateFactor: 0.01 } }, undefined, async (ask) => {
      const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: 'x' }) };
      const answers = await Promise.all([1, 2, 3, 4].map(() => ask('POST', '/api/entry', init)));
      const late = answers.filter(({ status }) => status === 429);
      expect(late.length).toBeGreaterThan(0);
      expect(Number(late[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });
});

describe('every answer', () => {
  it('forbids framing, sniffing and keeping', async () => {
    const { headers } = await web.ask('GET', '/api/demo/taxpayers');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'self'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
