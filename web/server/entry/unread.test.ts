import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';

import { testWeb } from '../../../tests/support/web.ts';

const web = testWeb();
const region = 'binhai';

async function token(subject: string, jti = randomUUID()): Promise<string> {
  const row = await web.knex('host_keys').where({ region_id: region, issuer: 'demo-bureau' }).first<{ secret: string }>('secret');
  const now = Math.floor(Date.now() / 1_000);
  return await new SignJWT({ region, kind: 'natural-person', role: 'natural-person', personName: '周岚' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('demo-bureau')
    .setSubject(subject)
    .setAudience('zhengna-hudong')
    .setIssuedAt(now)
    .setExpirationTime(now + 300)
    .setJti(jti)
    .sign(new TextEncoder().encode(row.secret));
}

const ask = (value: string) => web.ask('POST', '/api/entry/unread', { body: { token: value } });

describe('what is unread, asked by the icon on a host’s page', () => {
  it('is nothing for somebody who has never entered, and enters nobody', async () => {
    const subject = `never-${randomUUID()}`;
    const answer = await ask(await token(subject));
    expect([answer.status, answer.body]).toEqual([200, { unread: 0 }]);
    expect(await web.knex('identities').where({ region_id: region, subject })).toEqual([]);
  });

  it('leaves the token unused, so that the window enters with it', async () => {
    const same = await token(`unread-${randomUUID()}`);
    expect((await ask(same)).status).toBe(200);
    expect((await ask(same)).status).toBe(200);
    expect((await web.ask('POST', '/api/entry', { body: { token: same } })).status).toBe(200);
  });

  it('refuses what no host has signed, in a way that the page of another origin can read', async () => {
    const answer = await fetch(`${web.origin}/api/entry/unread`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://bureau.example' },
      body: JSON.stringify({ token: 'no token' }),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('may be asked from another origin, and nothing else may', async () => {
    const preflight = (path: string) =>
      fetch(`${web.origin}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://bureau.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = await preflight('/api/entry/unread');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
    const other = await preflight('/api/entry');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
