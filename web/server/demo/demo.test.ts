import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { smsNoticeKinds } from '../../../domain/kinds.ts';
import { seed } from '../../../stack/demo/seed.ts';
import { testWeb } from '../../../tests/support/web.ts';
import { createApp } from '../app.ts';
import { routesFor } from '../http/register.ts';
import { routes } from '../routes.ts';
import { demoTemplates, sendReceipt } from './short-messages.ts';

const web = testWeb();

const secretOf = async (region: string) =>
  (
    await web
      .knex('settings')
      .where({ scope_id: region, key: 'sms.gateway' })
      .first<{ value: { secret: string; templates: Record<string, string> } }>('value')
  ).value;
const gateway = (method: string, path: string, secret: string, body?: object) =>
  web.ask(method, `/api/demo/sms-gateway/messages${path}`, { headers: { authorization: `Bearer ${secret}` }, body });

describe('the demo', () => {
  it('lists its taxpayers, and signs a token for each of their identities', async () => {
    const { taxpayers } = (await web.ask('GET', '/api/demo/taxpayers', { headers: { 'accept-language': 'en' } })).body as {
      taxpayers: { id: string; region: { name: string }; identities: { id: string }[] }[];
    };
    expect(taxpayers).toHaveLength(7);
    expect(taxpayers[0]?.region.name).toBe('Binhai');
    for (const { id, identities } of taxpayers) {
      for (const identity of identities) {
        const signed = await web.ask('POST', '/api/demo/tokens', { body: { taxpayerId: id, identityId: identity.id } });
        const entered = await web.ask('POST', '/api/entry', { body: signed.body });
        expect([identity.id, entered.status]).toEqual([identity.id, identity.id === 'sun-guifang-tea' ? 403 : 200]);
      }
    }
  });

  it('signs for nobody else', async () => {
    expect((await web.ask('POST', '/api/demo/tokens', { body: { taxpayerId: 'nobody', identityId: 'li-xue' } })).status).toBe(404);
    expect((await web.ask('POST', '/api/demo/tokens', { body: { taxpayerId: 'zhao-min', identityId: 'li-xue' } })).status).toBe(404);
  });

  it('has a gateway that sends a message once, shows it on the telephone, and says that it has it', async () => {
    const { secret } = await secretOf('binhai');
    const message = {
      id: randomUUID(),
      phone: '19900000001',
      template: 'demo-message-replied',
      parameters: { number: '202605279000002' },
      receiptUrl: `${web.origin}/api/sms/receipts`,
    };
    expect((await gateway('GET', `/${message.id}`, secret)).status).toBe(404);
    expect((await gateway('POST', '', secret, message)).status).toBe(200);
    expect((await gateway('POST', '', secret, message)).status).toBe(200);
    expect((await gateway('GET', `/${message.id}`, secret)).status).toBe(200);
    const { phones } = (await web.ask('GET', '/api/demo/phones')).body as {
      phones: { phone: string; owner: string | null; messages: { body: string }[] }[];
    };
    const phone = phones.find((one) => one.phone === '19900000001');
    expect(phone?.owner).toBe('李雪');
    expect(phone?.messages).toHaveLength(1);
    expect(phone?.messages[0]?.body).toContain('202605279000002');
    expect(await web.knex('demo_short_messages').where({ id: message.id }).pluck('deliveries')).toEqual([2]);
  });

  it('has a gateway that refuses strangers, unknown templates and numbers that are none', async () => {
    const { secret } = await secretOf('binhai');
    const message = {
      id: randomUUID(),
      phone: '19900000001',
      template: 'demo-message-replied',
      parameters: {},
      receiptUrl: 'http://127.0.0.1:9/',
    };
    expect((await gateway('POST', '', 'a stranger', message)).status).toBe(403);
    expect((await gateway('GET', `/${message.id}`, 'a stranger')).status).toBe(403);
    expect((await gateway('POST', '', secret, { ...message, template: 'poem' })).status).toBe(422);
    expect((await gateway('POST', '', secret, { ...message, phone: '110' })).status).toBe(422);
  });

  it('has a template for every notice of every region', async () => {
    for (const region of ['binhai', 'yunling']) {
      const { templates } = await secretOf(region);
      expect(Object.keys(templates).sort()).toEqual([...smsNoticeKinds].sort());
      expect(Object.values(templates).every((template) => template in demoTemplates)).toBe(true);
    }
  });

  it('tries again to hand a receipt over when nobody listens', async () => {
    const begun = Date.now();
    await sendReceipt('http://127.0.0.1:9/', 'secret', randomUUID(), web.deps.log, [10, 20]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(29);
  });

  it('is not there unless it is wanted', async () => {
    expect(routesFor(routes, false).some(({ path }) => path.startsWith('/api/demo'))).toBe(false);
    const app = createApp({ ...web.deps, config: { ...web.deps.config, demo: false } });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/demo/taxpayers`);
    server.close();
    expect(answer.status).toBe(404);
  });

  it('is filled in once: again it changes nothing', async () => {
    const counts = async () =>
      Promise.all(
        ['regions', 'centres', 'officers', 'officer_skills', 'case_types', 'settings', 'host_keys'].map(async (table) => [
          table,
          await web.knex(table).orderByRaw('1, 2').select('*'),
        ]),
      );
    const before = await counts();
    await seed(web.knex);
    expect(await counts()).toEqual(before);
  });
});
