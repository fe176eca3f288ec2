import { createHmac, randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb } from '../../../tests/support/web.ts';
import { gatewaySecretPlace, hostKeyPlace, isSealed, Secrets } from '../../../runtime/secrets.ts';
import { keysInForce } from '../entry/keys-in-force.ts';
import { openedGateway, sealStoredSecrets } from './secrets.ts';

const web = testWeb();
const stored = async () => {
  const gateways = await web
    .knex('settings')
    .where({ key: 'sms.gateway' })
    .orderBy('scope_id')
    .select<{ place: string; secret: string }[]>({ place: 'scope_id' }, web.knex.raw(`value->>'secret' AS secret`));
  const keys = await web.knex('host_keys').whereNotNull('secret').select<{ place: string; secret: string }[]>({ place: 'id' }, 'secret');
  return [...gateways, ...keys];
};

describe('the secrets that are kept for others', () => {
  let plain: { place: string; secret: string }[];
  beforeAll(async () => {
    plain = await stored();
    expect(plain.length).toBeGreaterThanOrEqual(3);
    expect(plain.some(({ secret }) => isSealed(secret))).toBe(false);
  });

  it('are sealed once, whoever starts at the same moment', async () => {
    const found = await Promise.all([1, 2, 3].map(() => sealStoredSecrets(web.knex, web.deps.secrets)));
    expect(found.reduce((sum, { sealed }) => sum + sealed, 0)).toBe(plain.length);
    expect((await stored()).every(({ secret }) => isSealed(secret))).toBe(true);
    expect(await sealStoredSecrets(web.knex, web.deps.secrets)).toEqual({ sealed: 0, unreadable: [] });
  });

  it('stand nowhere in what a backup of the database holds', async () => {
    const tables = await web.knex('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename');
    for (const table of tables) {
      const { rows } = await web.knex.raw<{ rows: { text: string }[] }>('SELECT t::text AS text FROM ?? AS t', [table]);
      const text = rows.map((row) => row.text).join('\n');
      for (const { secret } of plain) expect([table, text.includes(secret)]).toEqual([table, false]);
    }
  });

  it('open for what needs them: a bureau’s token is believed, a gateway’s receipt is', async () => {
    expect((await web.taxpayer('li-xue-whale')).id).toEqual(expect.any(String));
    const secret = plain.find(({ place }) => place === 'binhai')?.secret ?? '';
    expect((await openedGateway(web.knex, web.deps.secrets, 'binhai'))?.secret).toBe(secret);
    const body = JSON.stringify({ id: randomUUID(), status: 'delivered', at: new Date().toISOString() });
    const signed = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    // A message without a valid signature is refused.
    expect(
      (await web.ask('POST', '/api/sms/receipts', { body, headers: { 'content-type': 'application/json', 'x-signature': signed } })).status,
    ).toBe(403);
  });

  it('are sealed anew under another APP_SECRET while the one before is given', async () => {
    const today = new Secrets('another app secret of 32 characters');
    expect(await sealStoredSecrets(web.knex, today)).toEqual({
      sealed: 0,
      unreadable: expect.arrayContaining([gatewaySecretPlace('binhai'), hostKeyPlace(plain.at(-1)?.place ?? '')]),
    });
    expect(() => today.open(gatewaySecretPlace('binhai'), 'sealed:1:unknown:text')).toThrow('another APP_SECRET');
    const both = new Secrets('another app secret of 32 characters', web.deps.config.secret);
    expect(await sealStoredSecrets(web.knex, both)).toEqual({ sealed: plain.length, unreadable: [] });
    expect((await openedGateway(web.knex, today, 'binhai'))?.secret).toBe(plain.find(({ place }) => place === 'binhai')?.secret);
    const [key] = await keysInForce(web.knex, today)('binhai', 'demo-bureau');
    expect(plain.map(({ secret }) => secret)).toContain(key?.algorithm === 'HS256' ? key.secret : '');
  });
});
