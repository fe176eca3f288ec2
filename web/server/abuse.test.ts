/** Cost of hostile requests: every route × every kind of hostile request, measured as CPU time of the serving thread. */
import { connect as openSocket } from 'node:net';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { testWeb, type Who } from '../../tests/support/web.ts';
import type { Route } from './http/define-route.ts';
import { bodyLimits } from './http/body.ts';
import { mostFieldFaults } from './http/field-faults.ts';
import { routes } from './routes.ts';

const bodyWithinMs = 3_000;
const web = testWeb({ config: { checkAnswers: false, bodyWithinMs } });

/** Limit for one request, because all others wait meanwhile. */
const mostMs = 50;
/** Best of this many attempts, because the machine does other work. */
const attempts = 5;

interface Hostile {
  headers?: Record<string, string>;
  body: Buffer;
}
type Hostility = (keys: readonly string[]) => Hostile;

const json = (keys: readonly string[], text: string): Hostile => ({
  body: Buffer.from(`{${keys.map((key) => `${JSON.stringify(key)}:${text}`).join(',')}}`),
});
/** Fills a request up to 1 MB: under each key a list of this member. */
const lists =
  (member: string, most = Infinity): Hostility =>
  (keys) => {
    const count = Math.min(most, Math.floor(1_040_000 / keys.length / (member.length + 1)));
    return json(keys, `[${Array.from({ length: count }, () => member).join(',')}]`);
  };
const strings =
  (sign: string): Hostility =>
  (keys) =>
    json(keys, `"${sign.repeat(Math.floor(1_000_000 / keys.length / sign.length))}"`);
const nested =
  (depth: number): Hostility =>
  (keys) =>
    json(keys.slice(0, 1), '['.repeat(depth) + ']'.repeat(depth));

const names = (count: number, begin: string): string[] => Array.from({ length: count }, (_, i) => begin + String(i));
const always =
  (hostile: Hostile): Hostility =>
  () =>
    hostile;

const hostilities: Record<string, Hostility> = {
  'a body of more than 1 MB': () => ({ body: Buffer.alloc(bodyLimits.bytes + 10, ' ') }),
  'forty thousand texts of NUL': lists('"\\u0000"', 40_000),
  'as many wrong ids as there is room for': lists('"x"', 200_000),
  'as many wrong ids as a list may have': lists('"x"', bodyLimits.members),
  'as many texts of NUL as a list may have': lists('"\\u0000"', bodyLimits.members),
  'as many empty objects as a list may have': lists('{}', bodyLimits.members),
  'a text of NUL': strings('\\u0000'),
  'a text of halves of pairs': strings('\\ud800'),
  'a text of spaces': strings(' '),
  'a text of letters': strings('税a'),
  'eighty thousand names': always(json(names(80_000, 'k'), '1')),
  'names that hold NUL': always(json(names(900, 'k\0'), '1')),
  'a nesting of 5,000': nested(5_000),
  'a nesting of 250,000': nested(250_000),
  'rubbish said to be compressed': () => ({ headers: { 'content-encoding': 'br' }, body: Buffer.alloc(1_000, 'rubbish') }),
  'no JSON at all': always({ body: Buffer.alloc(1_000_000, '[1,') }),
};

/** Sends raw bytes and reads the raw answer, so that the measured thread does little else. */
function send(route: Route, as: Who, { headers = {}, body }: Hostile, path = pathOf(route)): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(web.origin);
    const socket = openSocket(Number(url.port), url.hostname);
    const chunks: Buffer[] = [];
    const done = (): void => {
      const text = Buffer.concat(chunks).toString('utf8');
      if (text === '') reject(new Error('no answer'));
      else resolve({ status: Number(text.split(' ', 2)[1]), text });
    };
    const { id: _id, ...who } = as;
    const head = Object.entries({
      host: url.host,
      origin: url.origin,
      connection: 'close',
      'content-type': 'application/json',
      'content-length': String(body.length),
      'idempotency-key': '6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9',
      ...who,
      ...headers,
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', done);
    // A request refused before it is read completely may see the connection break; the answer until then counts.
    socket.on('error', () => undefined);
    socket.write(`${route.method.toUpperCase()} ${path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    socket.write(body);
  });
}

const someId = '0b7d8a52-7d7c-4c06-9d0e-2f8f1c9b6a11';
const pathOf = ({ path }: Route): string => path.replaceAll(/\{\w+\}/g, someId);
function keysOf({ body }: Route): string[] {
  const keys = body instanceof z.ZodObject ? Object.keys(body.shape) : [];
  return keys.length > 0 ? keys : ['uploadIds', 'text', 'type'];
}

async function callers(): Promise<(route: Route) => Who> {
  const [taxpayer, agent, supervisor, admin] = await Promise.all([
    web.taxpayer('zhao-min'),
    web.officer('agent1'),
    web.officer('supervisor1'),
    web.officer('admin'),
  ]);
  return ({ access, roles }) => {
    if (access === 'public' || access === 'demo') return {};
    if (access === 'taxpayer' || access === 'person') return taxpayer;
    if (roles?.includes('agent') !== false) return agent;
    return roles.includes('supervisor') ? supervisor : admin;
  };
}

/** Milliseconds of CPU time that this thread (server and client) spends on the work. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

describe.each(Object.entries(hostilities))('%s', (name, hostility) => {
  it('is refused by every route that takes a body, at little cost', async () => {
    const callerOf = await callers();
    for (const route of routes.filter(({ method }) => method !== 'get')) {
      const hostile = hostility(keysOf(route));
      let answer = { status: 0, text: '' };
      let least = Infinity;
      for (let i = 0; i < attempts && least > mostMs; i += 1)
        least = Math.min(least, await cpuOf(async () => (answer = await send(route, callerOf(route), hostile))));
      const what = `${route.method} ${route.path}: ${name}`;
      // A route without a body ignores one.
      const allowed = route.body === undefined ? [200, 499] : [400, 499];
      expect([what, answer.status >= (allowed[0] ?? 0) && answer.status <= (allowed[1] ?? 0), answer.status]).toEqual([
        what,
        true,
        answer.status,
      ]);
      expect([what, least <= mostMs, least]).toEqual([what, true, least]);
      expect([what, answer.text.length < 40_000]).toEqual([what, true]);
    }
  }, 120_000);
});

describe('an address or a header', () => {
  const odd = ['x%00y', '%ED%A0%80', '%', '..%2f..%2f'];

  it('that holds what nobody writes ends in no error of ours', async () => {
    const callerOf = await callers();
    const requests = routes.flatMap((route) => {
      const paths = [
        ...(route.path.includes('{') ? odd.map((piece) => route.path.replaceAll(/\{\w+\}/g, piece)) : []),
        ...odd.slice(0, 2).map((piece) => `${pathOf(route)}?q=${piece}&page=${piece}&cursor=${piece}&sort=${piece}`),
        `${pathOf(route)}?${'q=1&'.repeat(2_000)}`,
      ];
      return paths.map((path) => ({ route, path }));
    });
    for (let i = 0; i < requests.length; i += 25) {
      await Promise.all(
        requests.slice(i, i + 25).map(async ({ route, path }) => {
          const { status, text } = await send(route, callerOf(route), { body: Buffer.alloc(0) }, path);
          const what = `${route.method} ${path.slice(0, 120)}`;
          // No workers run here: what begins a case is only accepted, and its outcome cannot be told.
          expect([what, (status > 0 && status < 500) || /"(worker|temporal)-unavailable"/.test(text), status]).toEqual([
            what,
            true,
            status,
          ]);
        }),
      );
    }
  }, 120_000);
});

describe('many at once', () => {
  it('of the largest requests are all answered, and those of others in between', async () => {
    const route = routes.find(({ path }) => path === '/api/entry') as Route;
    const hostile = lists('"x"', 200_000)(['token']);
    const flood = Array.from({ length: 60 }, () => send(route, {}, hostile));
    const asked = await Promise.all(Array.from({ length: 10 }, () => web.ask('GET', '/api/demo/taxpayers')));
    expect(asked.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([413]));
  }, 60_000);
});

describe('a body', () => {
  it('that does not arrive in time is not waited for', async () => {
    for (const path of ['/api/entry', '/api/session'] as const) {
      const route = routes.find((one) => one.path === path && one.method === 'post') as Route;
      const answer = await send(route, {}, { headers: { 'content-length': '1000' }, body: Buffer.from('{"token":') });
      expect(answer.status).toBe(408);
      expect(answer.text).toContain('too-slow');
    }
  });

  it('with more faults than anybody mends at once is told of the first fifty', async () => {
    const answer = await web.ask('POST', '/api/entry', {
      body: Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`k${String(i)}`, '\0'])),
    });
    expect(answer.status).toBe(422);
    expect((answer.body['error'] as { fields: unknown[] }).fields).toHaveLength(mostFieldFaults);
  });

  it('of the largest bulk that there is goes through', async () => {
    const supervisor = await web.officer('supervisor1');
    const caseIds = Array.from({ length: 1_000 }, () => crypto.randomUUID());
    const answer = await web.ask('PUT', `/api/bulk-reassignments/${crypto.randomUUID()}`, {
      as: supervisor,
      key: crypto.randomUUID(),
      body: { officerId: supervisor['id'], caseIds },
    });
    expect(['too-large', 'malformed-request', 'internal-error']).not.toContain(
      (answer.body['error'] as { code: string } | undefined)?.code,
    );
  });
});
