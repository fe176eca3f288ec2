import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { alwaysOpen } from '../../../tests/support/always-open.ts';
import { liveServer, until } from '../../../tests/support/live-server.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const server = liveServer(web, { presentEveryMs: 200, heartbeatMs: 300, answerWithinMs: 100 });

type Person = Who & { id: string };
let agent: Person;
beforeAll(async () => {
  agent = await web.officer('agent1');
  await alwaysOpen(web.knex);
}, 60_000);
beforeEach(() => web.knex('officers').update({ present_until: null, status: 'away' }));

const leaseOf = async (id = agent.id): Promise<number> =>
  (await web.knex('officers').where({ id }).first<{ present_until: Date | null }>('present_until')).present_until?.getTime() ?? 0;
const statusOf = async (id: string) => (await web.knex('cases').where({ id }).first<{ status: string }>('status')).status;
/** A taxpayer who waits, asked for an officer while somebody was busy. */
async function waiting(login: string): Promise<string> {
  await web.knex('officers').where({ login: 'agent2' }).update({ status: 'busy', present_until: '2099-01-01T00:00:00Z' });
  const id = randomUUID();
  const as = await web.taxpayer(login);
  expect((await web.ask('PUT', `/api/conversations/${id}`, { as, body: {} })).status).toBe(200);
  const asked = await web.ask('POST', `/api/cases/${id}/commands/requestOfficer`, { as, body: {}, key: randomUUID() });
  expect([asked.status, asked.body['status']]).toEqual([200, 'queued']);
  return id;
}

describe('an officer', () => {
  it('is present at once when a page connects, as long as it answers, and no longer', async () => {
    const page = await server.pageOf(agent);
    await until(async () => (await leaseOf()) > Date.now() + 40_000);
    const first = await leaseOf();
    await until(async () => (await leaseOf()) > first);
    page.socket.terminate();
    await until(() => page.closed !== null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const last = await leaseOf();
    await new Promise((resolve) => setTimeout(resolve, 500));
    // It stays for the rest of the lease: the page may come back.
    expect(await leaseOf()).toBe(last);
    expect(last).toBeGreaterThan(Date.now());
  });

  it('is gone at once when signed out, unless signed in elsewhere', async () => {
    const [one, other] = [await web.officer('agent3'), await web.officer('agent3')];
    const page = await server.pageOf(one);
    await until(async () => (await leaseOf(one.id)) > Date.now());
    await web.ask('DELETE', '/api/session', { as: one });
    await until(() => page.closed !== null);
    expect(await leaseOf(one.id)).toBeGreaterThan(Date.now());
    await web.ask('DELETE', '/api/session', { as: other });
    await until(async () => (await leaseOf(one.id)) <= Date.now());
  });

  it('who arrives is offered the case that waits', async () => {
    const id = await waiting('li-xue-whale');
    await web.knex('officers').where({ id: agent.id }).update({ status: 'online' });
    await server.pageOf(agent);
    await until(async () => (await statusOf(id)) === 'offered');
  });

  it('who is online again is offered the case that waits', async () => {
    const id = await waiting('zhao-min');
    const second = await web.officer('agent3');
    await server.pageOf(second);
    await until(async () => (await leaseOf(second.id)) > Date.now());
    expect(await statusOf(id)).toBe('queued');
    expect((await web.ask('PUT', '/api/session/status', { as: second, body: { status: 'online' } })).status).toBe(200);
    await until(async () => (await statusOf(id)) === 'offered');
  });
});
