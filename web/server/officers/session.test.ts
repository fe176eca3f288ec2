import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash } from 'argon2';

import { officerOfSession, sessionRules } from '../../../db/officers.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { populate, type People } from '../../../tests/support/people.ts';
import type { Session } from '../../api/desk.ts';
import { sessionCookie, sessionHash } from '../http/authenticate.ts';
import { codeOf, deskServer, type Answer, type DeskServer } from '../../../tests/support/desk-web.ts';
import type { OfficerAccounts } from '../../api/accounts.ts';

const { knex } = testDatabase();
let people: People;
let server: DeskServer;
const password = 'correct horse battery';
let login: string;
/** Cheap parameters, because argon2 itself is not under test. */
const cheap = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };

beforeAll(async () => {
  people = await populate(knex);
  server = await deskServer(knex, undefined, { temporalUi: 'http://temporal.example' });
});
afterAll(() => server.close());

beforeEach(async () => {
  login = `agent-${randomUUID()}`;
  await knex('officers')
    .where({ id: people.east[0] })
    .update({ login, password_hash: await hash(password, cheap), active: true, status: 'away' });
  await knex('throttles').delete();
});

const signIn = (given: { login?: string; password?: string } = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  server.stranger('POST', '/api/session', { login, password, ...given }, headers);
const setCookieOf = ({ headers }: Answer): string => headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookie}=`)) ?? '';
const cookieOf = (answer: Answer): string => setCookieOf(answer).split(';')[0] ?? '';
const tokenOf = (answer: Answer): string => cookieOf(answer).slice(sessionCookie.length + 1);
async function anAdministrator(): Promise<string> {
  const [row] = await knex('officers')
    .insert({ region_id: 'region', role: 'administrator', login: `admin-${randomUUID()}`, name: '管理员', password_hash: '-' })
    .returning<{ id: string }[]>('id');
  return row?.id ?? '';
}
const whoAmI = (cookie: string): Promise<Answer<Session>> => server.stranger<Session>('GET', '/api/session', undefined, { cookie });
const ofLog = (action: string): Promise<{ object_id: string; detail: unknown }[]> =>
  knex('audit_log').where({ action }).orderBy('id').select('object_id', 'detail');

describe('signing in', () => {
  it('gives a cookie that scripts cannot read, and only the hash of the token is kept', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    expect(setCookieOf(answer)).toMatch(/; path=\/; .*samesite=lax; httponly/i);
    expect(setCookieOf(answer)).not.toMatch(/secure/i);
    expect(Buffer.from(tokenOf(answer), 'base64url')).toHaveLength(32);
    expect(await knex('officer_sessions').where({ token_hash: sessionHash(tokenOf(answer)) })).toHaveLength(1);
    const { body } = await whoAmI(cookieOf(answer));
    expect(body).toEqual({
      officer: {
        id: people.east[0],
        name: 'agent',
        role: 'agent',
        region: { id: 'region', name: '测试地区' },
        centre: { id: 'east', name: 'east' },
        status: 'away',
        statusReason: null,
        capacity: 5,
      },
      may: { worklist: true, supervise: false, administer: false, knowledge: false },
      text: { max: 5_000 },
      upload: { maxBytes: 20 * 1_048_576, maxFiles: 10, endings: expect.arrayContaining(['pdf', 'docx']) },
      temporalUi: null,
    });
    expect((await ofLog('sign-in')).at(-1)?.object_id).toBe(people.east[0]);
  });

  it('says what may be attached: as the region sets it, and the centre before the region', async () => {
    const set = (scope: 'region' | 'centre', scope_id: string, key: string, value: number) =>
      knex('settings').insert({ scope, scope_id, key, value: JSON.stringify(value) });
    await set('region', 'region', 'upload.maxBytes', 10 * 1_048_576);
    await set('region', 'region', 'upload.maxFiles', 5);
    await set('centre', 'east', 'upload.maxFiles', 3);
    try {
      const agent = await server.officer(people.east[0]);
      expect((await agent<Session>('GET', '/api/session')).body.upload).toMatchObject({ maxBytes: 10 * 1_048_576, maxFiles: 3 });
    } finally {
      await knex('settings').whereIn('key', ['upload.maxBytes', 'upload.maxFiles']).delete();
    }
  });

  it('speaks the reader’s language, and shows nobody but administrators the way to Temporal, which knows no centres', async () => {
    const supervisor = await server.officer(people.supervisor);
    const { body } = await supervisor<Session>('GET', '/api/session', undefined, { 'accept-language': 'en' });
    expect(body).toMatchObject({
      officer: { region: { name: 'Test region' } },
      may: { worklist: true, supervise: true, administer: false, knowledge: false },
      temporalUi: null,
    });
    const administrator = await server.officer(await anAdministrator());
    expect((await administrator<Session>('GET', '/api/session')).body.temporalUi).toBe('http://temporal.example');
  });

  it.each([
    ['a wrong password', { password: 'wrong' }],
    ['an unknown login', { login: 'nobody-of-this-name' }],
    ['a password in another case', { password: password.toUpperCase() }],
    ['a login with markup', { login: '<script>' }],
    ['an emoji for a password', { password: '🔑' }],
  ])('answers %s with wrong-credentials, and no cookie', async (_, given) => {
    const answer = await signIn(given);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'wrong-credentials']);
    expect(setCookieOf(answer)).toBe('');
  });

  it('keeps what was typed as a login out of the log', async () => {
    await signIn({ login: 'my-secret-password' });
    const last = (await ofLog('sign-in-failed')).at(-1);
    expect(last?.object_id).toMatch(/^[\da-f]{64}$/);
    expect(JSON.stringify(last)).not.toContain('my-secret-password');
  });

  it('names all missing fields at once', async () => {
    const answer = await server.stranger('POST', '/api/session', {});
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request']);
    expect((answer.body['error'] as { fields: { path: string }[] }).fields.map(({ path }) => path)).toEqual(['login', 'password']);
  });

  it('refuses another site', async () => {
    const answer = await signIn({}, { origin: 'https://evil.example' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'origin-refused']);
  });

  it('refuses officers who no longer work here', async () => {
    await knex('officers').where({ id: people.east[0] }).update({ active: false });
    expect(codeOf(await signIn())).toBe('wrong-credentials');
  });

  it('is rate limited by address', async () => {
    const narrow = await deskServer(knex, undefined, { rateFactor: 1 });
    try {
      const answers = await Promise.all(Array.from({ length: 25 }, () => narrow.stranger('POST', '/api/session', {})));
      expect(new Set(answers.map(codeOf))).toEqual(new Set(['invalid-request', 'too-many-requests']));
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    } finally {
      await narrow.close();
    }
  });
});

describe('the lock', () => {
  const deviceOf = ({ headers }: Answer): string =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('desk_device='))
      ?.split(';')[0] ?? '';
  const windowEnds = () => knex('throttles').update({ until: new Date(Date.now() - 1) });
  const administrator = async () => server.officer(await anAdministrator());

  it('closes an address to a login after five failures in a row, for fifteen minutes, even to the right password', async () => {
    for (let i = 0; i < 5; i += 1) expect(codeOf(await signIn({ password: 'wrong' }))).toBe('wrong-credentials');
    const answer = await signIn();
    expect([answer.status, codeOf(answer)]).toEqual([429, 'account-locked']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
    expect((answer.body['error'] as { sentence: string }).sentence).toContain('15');
    await windowEnds();
    expect(codeOf(await signIn({ password: 'wrong' }))).toBe('wrong-credentials');
    expect((await signIn()).status).toBe(200);
  });

  it('forgets failures after a success', async () => {
    for (let i = 0; i < 4; i += 1) await signIn({ password: 'wrong' });
    expect((await signIn()).status).toBe(200);
    for (let i = 0; i < 4; i += 1) expect(codeOf(await signIn({ password: 'wrong' }))).toBe('wrong-credentials');
  });

  it('allows five guesses when twenty come at once', async () => {
    const codes = (await Promise.all(Array.from({ length: 20 }, () => signIn({ password: 'wrong' })))).map(codeOf);
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'account-locked')).toHaveLength(15);
  });

  it('treats a login that nobody has no differently', async () => {
    const nobody = { login: `nobody-${randomUUID()}` };
    for (let i = 0; i < 5; i += 1) expect(codeOf(await signIn(nobody))).toBe('wrong-credentials');
    expect(codeOf(await signIn(nobody))).toBe('account-locked');
  });

  it('does not keep an officer out of the device on which they have signed in before', async () => {
    const device = deviceOf(await signIn());
    expect(device).not.toBe('');
    for (let i = 0; i < 6; i += 1) await signIn({ password: 'wrong' });
    expect(codeOf(await signIn())).toBe('account-locked');
    expect((await signIn({}, { cookie: device })).status).toBe(200);
    expect(codeOf(await signIn({}, { cookie: 'desk_device=another' }))).toBe('account-locked');
    for (let i = 0; i < 10; i += 1) await signIn({ password: 'wrong' }, { cookie: device });
    expect(codeOf(await signIn({}, { cookie: device }))).toBe('account-locked');
  });

  it('is shown to an administrator of the region, and opened by them, for strange devices and for known ones', async () => {
    const device = deviceOf(await signIn());
    const asAdministrator = await administrator();
    const shown = async () => {
      const { body } = await asAdministrator<OfficerAccounts>('GET', '/api/officers?size=50');
      return body.items.find(({ id }) => id === people.east[0])?.locked;
    };
    for (const [headers, most] of [
      [{}, 5],
      [{ cookie: device }, 10],
    ] as const) {
      for (let i = 0; i < most - 1; i += 1) await signIn({ password: 'wrong' }, headers);
      expect(await shown()).toBe(false);
      await signIn({ password: 'wrong' }, headers);
      expect(codeOf(await signIn({}, headers))).toBe('account-locked');
      expect(await shown()).toBe(true);
      expect((await asAdministrator('POST', `/api/officers/${people.east[0]}/unlocking`)).status).toBe(204);
      expect(await shown()).toBe(false);
      expect((await signIn({}, headers)).status).toBe(200);
    }
  });

  it('is audited with the address, for those that are refused and those that fail', async () => {
    for (let i = 0; i < 6; i += 1) await signIn({ password: 'wrong' });
    const details = (await ofLog('sign-in-failed')).slice(-6).map(({ detail }) => detail as { address: string; reason: string });
    expect(details.map(({ reason }) => reason)).toEqual([...Array.from({ length: 5 }, () => 'wrong-credentials'), 'account-locked']);
    expect(new Set(details.map(({ address }) => address)).size).toBe(1);
    expect(details[0]?.address).toMatch(/127\.0\.0\.1/);
  });
});

describe('a session', () => {
  it('is replaced at the next sign-in and gone after signing out', async () => {
    const first = await signIn();
    const second = await signIn({}, { cookie: cookieOf(first) });
    expect((await whoAmI(cookieOf(first))).status).toBe(401);
    expect((await whoAmI(cookieOf(second))).status).toBe(200);
    const out = await server.stranger('DELETE', '/api/session', undefined, { cookie: cookieOf(second), origin: server.origin });
    expect([out.status, tokenOf(out)]).toEqual([204, '']);
    expect((await whoAmI(cookieOf(second))).status).toBe(401);
    expect((await server.stranger('DELETE', '/api/session')).status).toBe(204);
  });

  it('cannot be ended by another site', async () => {
    const { status } = await server.stranger('DELETE', '/api/session', undefined, {
      cookie: cookieOf(await signIn()),
      origin: 'https://evil.example',
    });
    expect(status).toBe(403);
  });

  it('ends 8 h after its last use and 12 h after the sign-in', async () => {
    const token = sessionHash(tokenOf(await signIn()));
    const { created_at: begun } = await knex('officer_sessions').where({ token_hash: token }).first<{ created_at: Date }>('created_at');
    const after = (ms: number) => officerOfSession(knex, token, begun.getTime() + ms);
    expect(await after(sessionRules.idleMs - 1)).not.toBeNull();
    expect(await after(sessionRules.longestMs - 1)).not.toBeNull();
    expect(await after(sessionRules.longestMs + 1)).toBeNull();
    await knex('officer_sessions').where({ token_hash: token }).update({ seen_at: begun });
    expect(await after(sessionRules.idleMs + 1)).toBeNull();
  });

  it('is worth nothing once its officer is no longer active, nor forged', async () => {
    const cookie = cookieOf(await signIn());
    await knex('officers').where({ login }).update({ active: false });
    expect(codeOf((await whoAmI(cookie)) as unknown as Answer)).toBe('not-signed-in');
    expect((await whoAmI(`${sessionCookie}=forged`)).status).toBe(401);
    expect((await whoAmI('')).status).toBe(401);
  });

  it('is not a taxpayer’s', async () => {
    const taxpayer = await server.taxpayer(people.taxpayer);
    expect(codeOf(await taxpayer('GET', '/api/session'))).toBe('not-allowed');
  });
});

describe('status', () => {
  it('is set with its reason, audited', async () => {
    const agent = await server.officer(people.east[0]);
    const put = async (body: object) => (await agent<Session>('PUT', '/api/session/status', body)).body.officer;
    expect(await put({ status: 'online' })).toMatchObject({ status: 'online', statusReason: null });
    expect(await put({ status: 'busy', reason: '整理材料' })).toMatchObject({ status: 'busy', statusReason: '整理材料' });
    expect(await put({ status: 'away', reason: '  ' })).toMatchObject({ status: 'away', statusReason: null });
    expect((await Promise.all(['online', 'busy', 'away'].map(ofLog))).map((rows) => rows.length)).toEqual([1, 1, 1]);
    expect(codeOf(await agent('PUT', '/api/session/status', { status: 'asleep' }))).toBe('invalid-request');
    expect(codeOf(await server.stranger('PUT', '/api/session/status', { status: 'online' }))).toBe('not-signed-in');
  });
});
