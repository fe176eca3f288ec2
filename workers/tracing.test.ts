import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { trace } from '@opentelemetry/api';

import { testDatabase } from '../tests/support/database.ts';
import { eventually, Message } from '../tests/support/message.ts';
import { openStage, type Stage } from '../tests/support/open-stage.ts';
import { testTemporalAddress } from '../tests/support/services.ts';
import { startTracing, type Tracing } from '../runtime/tracing.ts';

interface Span {
  traceId: string;
  name: string;
}

const { knex } = testDatabase();
const received: Span[] = [];
/** A collector at the other end of a real wire. */
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/v1/traces') {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
let tracing: Tracing;
let the: Stage;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  tracing = startTracing('test', `http://127.0.0.1:${String((collector.address() as AddressInfo).port)}`);
  the = await openStage(knex, testTemporalAddress(), [tracing.plugin]);
}, 60_000);
afterAll(async () => {
  await the.close();
  collector.closeAllConnections();
  collector.close();
});

it('one trace goes from the request over the workflow to the transaction', async () => {
  await trace.getTracer('test').startActiveSpan('a request', async (span) => {
    await new Message(the).submit();
    span.end();
  });
  await tracing.stop();
  const spans = await eventually(
    () => Promise.resolve(received),
    (all) => all.some(({ name }) => name.startsWith('RunActivity')),
  );
  const { traceId } = spans.find(({ name }) => name === 'a request') ?? { traceId: '' };
  const names = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
  expect(names.some((name) => name.startsWith('StartActivity:project'))).toBe(true);
  expect(names.some((name) => name.startsWith('RunActivity:project'))).toBe(true);
});
