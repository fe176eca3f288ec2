import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../../tests/support/web.ts';
import { demoPassword } from '../../../stack/demo/people.ts';
import { giveBackCases } from './give-back.ts';

const web = testWeb({ workers: true });
type Person = Who & { id: string };
let admin: Person;

beforeAll(async () => {
  admin = await web.officer('admin');
}, 60_000);

const codeOf = ({ body }: { body: Record<string, unknown> }) => (body['error'] as { code: string } | undefined)?.code;
const signIn = (login: string, password: string) => web.ask('POST', '/api/session', { body: { login, password } });
const whoAmI = (as: Who) => web.ask('GET', '/api/session', { as });
const find = async (q: string) =>
  (await web.ask('GET', `/api/officers?q=${encodeURIComponent(q)}`, { as: admin })).body['items'] as Record<string, unknown>[];

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100 && !(await holds()); i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await holds()).toBe(true);
}

/** A 留言 that this officer has claimed. */
async function claimed(agent: Person): Promise<string> {
  const taxpayer = await web.taxpayer('zhao-min');
  const id = randomUUID();
  const body = {
    centreId: 'binhai-1',
    typeId: 'binhai-other',
    text: '请问印花税如何申报?谢谢您的解答。',
    uploadIds: [],
    reminder: 'inbox',
    phone: null,
  };
  expect((await web.ask('PUT', `/api/messages/${id}`, { as: taxpayer, body })).status).toBe(200);
  const holder = async () => (await web.knex('cases').where({ id }).first<{ assignee_id: string | null }>('assignee_id')).assignee_id;
  await until(async () => (await holder()) !== null || (await web.knex('cases').where({ id }))[0] !== undefined);
  const before = await holder();
  if (before !== agent.id) {
    const supervisor = await web.officer('supervisor1');
    const given = await web.ask('POST', `/api/cases/${id}/commands/reassign`, {
      as: supervisor,
      key: randomUUID(),
      body: { officerId: agent.id, note: null },
    });
    expect([given.status, given.body]).toEqual([200, given.body]);
  }
  return id;
}

describe('the officers of a region', () => {
  it('are listed to their administrator alone, and found by a part of name or login', async () => {
    const [found] = await find('agent1');
    expect(found).toMatchObject({ login: 'agent1', role: 'agent', active: true, locked: false });
    const all = (await web.ask('GET', '/api/officers?size=50', { as: admin })).body as { items: { centre: { id: string } | null }[] };
    expect(all.items.every(({ centre }) => centre === null || centre.id.startsWith('binhai'))).toBe(true);
    expect(codeOf(await web.ask('GET', '/api/officers', { as: await web.officer('supervisor1') }))).toBe('not-allowed');
  });

  it('of another region are not there', async () => {
    const abroad = await web.officer('agent6');
    for (const [method, part] of [
      ['POST', 'deactivation'],
      ['POST', 'activation'],
      ['POST', 'unlocking'],
      ['POST', 'password'],
      ['DELETE', 'sessions'],
    ] as const)
      expect([part, codeOf(await web.ask(method, `/api/officers/${abroad.id}/${part}`, { as: admin }))]).toEqual([part, 'not-found']);
    expect((await whoAmI(abroad)).status).toBe(200);
  });
});

describe('the capacity of an officer', () => {
  const put = (id: string, body: object, as: Who = admin) => web.ask('PUT', `/api/officers/${id}/capacity`, { as, body });

  it('is set by the administrator, shown in the list and audited', async () => {
    const agent = await web.officer('agent1');
    const before = (await find('agent1'))[0]?.['capacity'] as object;
    const set = { conversations: 2, todos: 7 };
    expect((await put(agent.id, set)).body).toEqual(set);
    expect((await find('agent1'))[0]).toMatchObject({ capacity: set });
    const [noted] = await web.knex('audit_log').where({ action: 'set-capacity', object_id: agent.id }).select<object[]>();
    expect(noted).toMatchObject({ object_kind: 'officer', detail: set });
    expect((await put(agent.id, before)).status).toBe(200);
  });

  it.each([
    [{ conversations: 51, todos: 1 }],
    [{ conversations: 1, todos: -1 }],
    [{ conversations: 1.5, todos: 1 }],
    [{ conversations: 1 }],
  ])('%j is refused', async (body) => {
    const agent = await web.officer('agent1');
    expect((await put(agent.id, body)).status).toBe(422);
  });

  it('is not for supervisors, nor for another region', async () => {
    const set = { conversations: 2, todos: 7 };
    expect(codeOf(await put((await web.officer('agent1')).id, set, await web.officer('supervisor1')))).toBe('not-allowed');
    expect(codeOf(await put((await web.officer('agent6')).id, set))).toBe('not-found');
  });
});

describe('a deactivated officer', () => {
  it('is signed out at once, cannot sign in, and what they held is everybody’s again', async () => {
    const agent = await web.officer('agent2');
    const id = await claimed(agent);
    expect((await web.ask('POST', `/api/officers/${agent.id}/deactivation`, { as: admin })).status).toBe(204);
    expect((await whoAmI(agent)).status).toBe(401);
    expect(codeOf(await signIn('agent2', demoPassword))).toBe('wrong-credentials');
    await until(async () => {
      const row = await web.knex('cases').where({ id }).first<{ assignee_id: string | null }>('assignee_id');
      return row.assignee_id !== agent.id;
    });
    const released = await web.knex('case_events').where({ case_id: id, type: 'released' }).first<{ actor_kind: string }>('actor_kind');
    expect(released.actor_kind).toBe('system');
    expect(await giveBackCases(web.deps)).toBe(0);
    expect((await web.ask('POST', `/api/officers/${agent.id}/activation`, { as: admin })).status).toBe(204);
    expect((await signIn('agent2', demoPassword)).status).toBe(200);
  }, 60_000);

  it('is never oneself', async () => {
    expect(codeOf(await web.ask('POST', `/api/officers/${admin.id}/deactivation`, { as: admin }))).toBe('own-account');
  });
});

describe('a password', () => {
  it('is reset to one that is shown once, and every session ends', async () => {
    const agent = await web.officer('agent3');
    const { status, body } = await web.ask('POST', `/api/officers/${agent.id}/password`, { as: admin });
    expect(status).toBe(200);
    expect((await whoAmI(agent)).status).toBe(401);
    expect(codeOf(await signIn('agent3', demoPassword))).toBe('wrong-credentials');
    expect((await signIn('agent3', String(body['password']))).status).toBe(200);
    const rows = await web.knex('audit_log').where({ action: 'reset-password' });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(String(body['password']));
  });

  it('is changed by its owner, who names the present one; all other sessions end', async () => {
    const [here, there] = [await web.officer('agent4'), await web.officer('agent4')];
    const change = (body: object) => web.ask('PUT', '/api/session/password', { as: here, body });
    const fieldOf = (answer: { body: Record<string, unknown> }) =>
      (answer.body['error'] as { fields: { path: string; code: string }[] }).fields.map(({ path, code }) => `${path} ${code}`);
    expect(fieldOf(await change({ current: 'guessed', next: 'a much longer one' }))).toEqual(['current wrong-password']);
    expect(fieldOf(await change({ current: demoPassword, next: 'short' }))).toEqual(['next too-short']);
    expect(fieldOf(await change({ current: demoPassword, next: demoPassword }))).toEqual(['next same-password']);
    expect((await change({ current: demoPassword, next: 'a much longer one' })).status).toBe(204);
    expect((await whoAmI(here)).status).toBe(200);
    expect((await whoAmI(there)).status).toBe(401);
    expect(codeOf(await signIn('agent4', demoPassword))).toBe('wrong-credentials');
    for (let i = 0; i < 10; i += 1) await change({ current: 'guessed', next: 'a much longer one' });
    expect(codeOf(await change({ current: 'guessed', next: 'a much longer one' }))).toBe('too-many-requests');
  });
});

describe('sessions', () => {
  it('are listed to their officer, and ended one by one or all at once', async () => {
    const [here, there, third] = [await web.officer('agent5'), await web.officer('agent5'), await web.officer('agent5')];
    const list = async () => (await web.ask('GET', '/api/session/all', { as: here })).body['items'] as { id: string; current: boolean }[];
    const items = await list();
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    const abroad = await web.officer('agent6');
    const other = items.find(({ current }) => !current);
    expect(codeOf(await web.ask('DELETE', `/api/session/all/${String(other?.id)}`, { as: abroad }))).toBe('not-found');
    expect((await web.ask('DELETE', `/api/session/all/${String(other?.id)}`, { as: here })).status).toBe(204);
    expect(await list()).toHaveLength(2);
    expect((await web.ask('DELETE', '/api/session/all', { as: here })).body).toEqual({ ended: 1 });
    expect([(await whoAmI(here)).status, (await whoAmI(there)).status, (await whoAmI(third)).status]).toEqual([200, 401, 401]);
  });
});
