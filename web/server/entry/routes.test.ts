import { generateKeyPairSync, randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';

import { testWeb } from '../../../tests/support/web.ts';

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
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(change.issuer ?? 'demo-bureau')
    .setSubject('li-xue-whale')
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
