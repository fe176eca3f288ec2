import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, SignJWT } from 'jose';

import { testWeb } from '../../../tests/support/web.ts';
import { createPublishedKeySets, KeysUnavailable } from './published-keys.ts';

const web = testWeb();

const now = () => Math.floor(Date.now() / 1_000);
const claims = {
  region: 'binhai',
  kind: 'enterprise',
  role: 'legal-representative',
  personName: '李雪',
  companyName: '滨海蓝鲸科技有限公司',
  taxNumber: '91',
  phone: '19900000001',
};

interface Change {
  claims?: Record<string, unknown>;
  secret?: string;
  kid?: string;
  subject?: string;
  issuer?: string;
  audience?: string;
  issuedAt?: number;
  expires?: number;
  jti?: string;
  region?: string;
}

async function secretOf(region: string): Promise<string> {
  const row = await web.knex('host_keys').where({ region_id: region }).first<{ secret: string | null }>('secret');
  return row.secret ?? 'no secret at all, but long enough to sign';
}

async function token(change: Change = {}): Promise<string> {
  const key = new TextEncoder().encode(change.secret ?? (await secretOf('binhai')));
  const jwt = new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: 'HS256', ...(change.kid !== undefined && { kid: change.kid }) })
    .setIssuer(change.issuer ?? 'demo-bureau')
    .setSubject(change.subject ?? 'li-xue-whale')
    .setAudience(change.audience ?? 'zhengna-hudong')
    .setIssuedAt(change.issuedAt ?? now())
    .setExpirationTime(change.expires ?? now() + 300);
  return await jwt.setJti(change.jti ?? randomUUID()).sign(key);
}

const enter = (value: string) => web.ask('POST', '/api/entry', { body: { token: value } });
const codeOf = ({ body }: { body: Record<string, unknown> }) => (body['error'] as { code: string }).code;

describe('entry', () => {
  it('trades a host’s token for an access token that knows the identity', async () => {
    const answer = await enter(await token());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      identity: { personName: '李雪', kind: 'enterprise', phone: '19900000001' },
      region: { id: 'binhai', name: '滨海市' },
    });
    const form = await web.ask('GET', '/api/message-form', { as: { authorization: `Bearer ${String(answer.body['accessToken'])}` } });
    expect(form.status).toBe(200);
    expect(form.body['phone']).toBe('19900000001');
  });

  it('keeps one identity for one subject, as the host tells it today', async () => {
    const first = await enter(await token());
    const second = await enter(await token({ claims: { phone: '19900000009' } }));
    expect((second.body['identity'] as { id: string }).id).toBe((first.body['identity'] as { id: string }).id);
    expect((second.body['identity'] as { phone: string }).phone).toBe('19900000009');
  });

  it('takes a token once, even when it comes ten times at the same moment', async () => {
    const value = await token();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(value)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(new Set(['token-used']));
  });

  it('takes the RS256 token of a region that knows its bureau by a published key', async () => {
    const demo = await web.ask('POST', '/api/demo/tokens', { body: { taxpayerId: 'liu-yang', identityId: 'liu-yang-tea' } });
    const answer = await enter(String(demo.body['token']));
    expect(answer.status).toBe(200);
    expect(answer.body['region']).toEqual({ id: 'yunling', name: '云岭市' });
  });

  it('allows clocks to differ by a minute', async () => {
    expect((await enter(await token({ issuedAt: now() + 50, expires: now() + 300 }))).status).toBe(200);
    expect((await enter(await token({ issuedAt: now() - 300, expires: now() - 50 }))).status).toBe(200);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['forged', () => token({ secret: 'another secret that is long enough here' }), 'token-invalid'],
    ['not a token at all', () => Promise.resolve('x.y.z'), 'token-invalid'],
    ['expired', () => token({ issuedAt: now() - 400, expires: now() - 90 }), 'token-expired'],
    ['issued in the future', () => token({ issuedAt: now() + 120, expires: now() + 300 }), 'token-invalid'],
    ['made for somebody else', () => token({ audience: 'another product' }), 'token-invalid'],
    ['of an unknown host', () => token({ issuer: 'nobody' }), 'token-invalid'],
    ['of another region', () => token({ claims: { region: 'yunling' } }), 'token-invalid'],
    ['of a region that does not exist', () => token({ claims: { region: 'atlantis' } }), 'token-invalid'],
    ['too long alive', () => token({ expires: now() + 610 }), 'token-invalid'],
    ['without a name', () => token({ claims: { personName: ' ' } }), 'token-invalid'],
    ['of a company without a name', () => token({ claims: { companyName: null } }), 'token-invalid'],
    ['of an unknown role', () => token({ claims: { role: 'king' } }), 'token-invalid'],
    ['of a natural person in a company’s role', () => token({ claims: { kind: 'natural-person' } }), 'token-invalid'],
  ])('refuses a token that is %s', async (_, make, code) => {
    const answer = await enter(await make());
    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe(code);
  });

  it('refuses a token without signature, and one signed by HMAC with the public key of an RS256 region', async () => {
    const [header, payload] = [{ alg: 'none' }, decodeJwt(await token())].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    expect(codeOf(await enter(`${String(header)}.${String(payload)}.`))).toBe('token-invalid');
    const { keys } = (await web.ask('GET', '/api/demo/jwks')).body as { keys: { n: string }[] };
    expect(codeOf(await enter(await token({ claims: { region: 'yunling' }, secret: JSON.stringify(keys[0]) })))).toBe('token-invalid');
  });

  it('refuses an RS256 token signed by a key that is not published', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const jwt = new SignJWT({ ...claims, region: 'yunling' })
      .setProtectedHeader({ alg: 'RS256', kid: 'mine' })
      .setIssuer('demo-bureau')
      .setSubject('x')
      .setAudience('zhengna-hudong')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('5m');
    expect(codeOf(await enter(await jwt.sign(privateKey)))).toBe('token-invalid');
  });

  it('refuses a role that the region does not admit, and does not use the token up', async () => {
    const demo = await web.ask('POST', '/api/demo/tokens', { body: { taxpayerId: 'sun-guifang', identityId: 'sun-guifang-tea' } });
    const refused = await enter(String(demo.body['token']));
    expect(refused.status).toBe(403);
    expect(codeOf(refused)).toBe('role-not-admitted');
    expect(codeOf(await enter(String(demo.body['token'])))).toBe('role-not-admitted');
  });

  it('forgets a telephone number that no short message can reach', async () => {
    const answer = await enter(await token({ claims: { phone: '010-12345678' } }));
    expect(answer.body['identity']).toMatchObject({ phone: null });
  });

  it('writes who entered in the audit log, by ids alone', async () => {
    const rows = await web
      .knex('audit_log')
      .where({ action: 'enter' })
      .select<{ object_kind: string; detail: object }[]>('object_kind', 'detail');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toEqual({ object_kind: 'identity', detail: {} });
  });
});

describe('the keys of a host', () => {
  interface Published {
    url: string;
    stop: () => Promise<void>;
    answer: { status: number; keys: object[] };
    asked: number;
  }
  async function publishing(keys: object[]): Promise<Published> {
    const the: Published = { url: '', stop: () => Promise.resolve(), answer: { status: 200, keys }, asked: 0 };
    const server = createServer((_, response) => {
      the.asked += 1;
      response.writeHead(the.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: the.answer.keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    the.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks`;
    the.stop = () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    };
    return the;
  }
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const publicOf = async ({ publicKey }: ReturnType<typeof pair>, kid?: string) => ({
    ...(await exportJWK(publicKey)),
    use: 'sig',
    alg: 'RS256',
    ...(kid !== undefined && { kid }),
  });
  const signedBy = ({ privateKey }: ReturnType<typeof pair>, issuer: string, kid?: string) =>
    new SignJWT({ ...claims, region: 'yunling' })
      .setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }) })
      .setIssuer(issuer)
      .setSubject('somebody')
      .setAudience('zhengna-hudong')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  const secretFor = (issuer: string, secret: string, change: object = {}) =>
    web.knex('host_keys').insert({ region_id: 'binhai', issuer, algorithm: 'HS256', secret, ...change });
  const [old, next] = ['the old secret, which is long enough', 'the next secret, also long enough'];

  it('may be two published ones, with tokens that do not say which', async () => {
    const [first, second] = [pair(), pair()];
    const host = await publishing([await publicOf(first, 'a'), await publicOf(second, 'b')]);
    await web.knex('host_keys').insert({ region_id: 'yunling', issuer: 'two-keys', algorithm: 'RS256', jwks_url: host.url });
    for (const key of [first, second]) expect((await enter(await signedBy(key, 'two-keys'))).status).toBe(200);
    expect((await enter(await signedBy(second, 'two-keys', 'b'))).status).toBe(200);
    expect(codeOf(await enter(await signedBy(second, 'two-keys', 'a')))).toBe('token-invalid');
    expect(codeOf(await enter(await signedBy(pair(), 'two-keys')))).toBe('token-invalid');
    await host.stop();
  });

  it('outlive an outage of the host by a day, in every process, and then are told as an outage', async () => {
    const key = pair();
    const host = await publishing([await publicOf(key)]);
    await web.knex('host_keys').insert({ region_id: 'yunling', issuer: 'outage', algorithm: 'RS256', jwks_url: host.url });
    host.answer.status = 503;
    const never = await enter(await signedBy(key, 'outage'));
    expect([never.status, codeOf(never)]).toEqual([503, 'host-keys-unavailable']);
    host.answer.status = 200;
    expect((await enter(await signedBy(key, 'outage'))).status).toBe(200);
    host.answer.status = 503;
    const now = Date.now();
    const another = createPublishedKeySets(web.knex, () => now);
    expect(await another.at(host.url, null)).toHaveLength(1);
    const nextDay = createPublishedKeySets(web.knex, () => now + 25 * 3_600_000);
    await expect(nextDay.at(host.url, null)).rejects.toThrow(KeysUnavailable);
    await host.stop();
  });

  it('may be two secrets, each for its time', async () => {
    const hour = 3_600_000;
    await secretFor('rotating', old, { not_after: new Date(Date.now() + hour) });
    await secretFor('rotating', next, { not_before: new Date(Date.now() - hour) });
    for (const secret of [old, next]) expect((await enter(await token({ issuer: 'rotating', secret }))).status).toBe(200);
    await web
      .knex('host_keys')
      .where({ issuer: 'rotating', secret: old })
      .update({ not_after: new Date(Date.now() - 1) });
    expect(codeOf(await enter(await token({ issuer: 'rotating', secret: old })))).toBe('token-invalid');
    await web
      .knex('host_keys')
      .where({ issuer: 'rotating', secret: next })
      .update({ not_before: new Date(Date.now() + hour) });
    expect(codeOf(await enter(await token({ issuer: 'rotating', secret: next })))).toBe('token-invalid');
  });

  it('vouch for subjects of their own: another host’s subject of the same name is somebody else', async () => {
    await secretFor('one-bureau', old);
    await secretFor('other-bureau', next);
    const one = await enter(await token({ issuer: 'one-bureau', secret: old, subject: '42' }));
    const other = await enter(await token({ issuer: 'other-bureau', secret: next, subject: '42' }));
    expect([one.status, other.status]).toEqual([200, 200]);
    expect((one.body['identity'] as { id: string }).id).not.toBe((other.body['identity'] as { id: string }).id);
  });

  it('are added and retired by the administrator, who sees which has signed when, and never a secret', async () => {
    const admin = await web.officer('admin');
    const id = randomUUID();
    const body = { algorithm: 'HS256', issuer: 'added', kid: 'spring', secret: next };
    const put = (change: object = {}) => web.ask('PUT', `/api/host-keys/${id}`, { as: admin, body: { ...body, ...change } });
    expect([(await put()).status, (await put()).status]).toEqual([204, 204]);
    expect(codeOf(await put({ secret: old }))).toBe('key-reused');
    expect((await enter(await token({ issuer: 'added', secret: next, kid: 'spring' }))).status).toBe(200);
    expect(codeOf(await enter(await token({ issuer: 'added', secret: next, kid: 'autumn' })))).toBe('token-invalid');
    const list = async () =>
      (await web.ask('GET', '/api/host-keys', { as: admin })).body['items'] as { id: string; state: string; uses: object[] }[];
    const found = (await list()).find((key) => key.id === id);
    expect(found).toMatchObject({ state: 'in-force', uses: [{ kid: 'spring' }] });
    expect(JSON.stringify(await list())).not.toContain(next);
    const abroad = (await web.knex('host_keys').where({ region_id: 'yunling' }).first<{ id: string }>('id')).id;
    expect(codeOf(await web.ask('POST', `/api/host-keys/${abroad}/retirement`, { as: admin }))).toBe('not-found');
    expect((await web.ask('POST', `/api/host-keys/${id}/retirement`, { as: admin })).status).toBe(204);
    expect(codeOf(await enter(await token({ issuer: 'added', secret: next })))).toBe('token-invalid');
    expect((await list()).find((key) => key.id === id)?.state).toBe('retired');
    expect(codeOf(await web.ask('GET', '/api/host-keys', { as: await web.officer('supervisor1') }))).toBe('not-allowed');
  });
});
