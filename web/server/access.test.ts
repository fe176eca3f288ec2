/** Access to every route, for every kind of person. */
import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../tests/support/web.ts';
import type { Access } from './http/define-route.ts';
import { routes } from './routes.ts';

const web = testWeb();

const people: Record<string, () => Promise<Who>> = {
  nobody: () => Promise.resolve({}),
  'a forged token': () => Promise.resolve({ authorization: 'Bearer a.b.c' }),
  'a forged session': () => Promise.resolve({ cookie: 'desk_session=guessed' }),
  taxpayer: () => web.taxpayer('zhao-min'),
  agent: () => web.officer('agent1'),
  supervisor: () => web.officer('supervisor1'),
  administrator: () => web.officer('admin'),
  editor: () => web.officer('editor1'),
};
const strangers = ['nobody', 'a forged token', 'a forged session'];

/** Status of a refusal by access alone; null when the route itself decides. */
function refusalOf(who: string, access: Access, roles: readonly string[] | undefined): 401 | 403 | null {
  if (access === 'public' || access === 'demo') return null;
  if (strangers.includes(who)) return 401;
  if (access !== 'person' && access !== (who === 'taxpayer' ? 'taxpayer' : 'officer')) return 403;
  return roles && !roles.includes(who) ? 403 : null;
}

describe.each(Object.keys(people))('%s', (who) => {
  it('is let through to what they may call, and to nothing else', async () => {
    const as = await (people[who] as () => Promise<Who>)();
    for (const { method, path, access, roles } of routes) {
      // Signing out would end the session that the rest of the table needs.
      if (method === 'delete' && path === '/api/session') continue;
      const name = `${method} ${path}`;
      const answer = await web.ask(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, randomUUID()), { as });
      const code = (answer.body['error'] as { code: string } | undefined)?.code;
      const refused = refusalOf(who, access, roles);
      if (refused !== null) expect([name, answer.status, code]).toEqual([name, refused, refused === 401 ? 'not-signed-in' : 'not-allowed']);
      else expect([name, code]).not.toEqual([name, 'not-signed-in']);
      expect([name, code]).not.toEqual([name, 'internal-error']);
    }
  }, 60_000);
});

it('a session that is over, or of an officer who has left, opens nothing', async () => {
  const [over, left] = [await web.officer('agent2'), await web.officer('agent3')];
  await web
    .knex('officer_sessions')
    .where({ officer_id: over['id'] })
    .update({ expires_at: new Date(Date.now() - 1_000) });
  await web.knex('officers').where({ id: left['id'] }).update({ active: false });
  for (const as of [over, left]) expect((await web.ask('GET', '/api/session', { as })).status).toBe(401);
});

it('an access token of another purpose, or expired, opens nothing', async () => {
  const viewer = { kind: 'taxpayer', id: randomUUID(), regionId: 'binhai' } as const;
  const { ticket } = await web.deps.liveTickets.issue(viewer);
  const { accessToken } = await web.deps.accessTokens.issue(viewer, Date.now() - 16 * 60_000);
  for (const token of [ticket, accessToken])
    expect((await web.ask('GET', '/api/messages', { as: { authorization: `Bearer ${token}` } })).status).toBe(401);
});
