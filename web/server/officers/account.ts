/** An officer's own account: change of password, open sessions. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { endSession, endSessions, passwordHashOf, sessionsOf, setPassword } from '../../../db/officers.ts';
import { takePoints } from '../../../db/throttles.ts';
import { signInWindowMs } from '../../../db/sign-in-throttles.ts';
import { endedAnswer, passwordBody, sessionsAnswer } from '../../api/accounts.ts';
import { idSchema } from '../../api/common.ts';
import type { AppContext } from '../http/context.ts';
import { sessionCookie, sessionHash } from '../http/authenticate.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { deviceCookie } from './cookies.ts';
import { hashOf, isPassword } from '../../../runtime/passwords.ts';

/** Limit of wrong present passwords per 15 minutes, so that they cannot be guessed at an unattended desk. */
const mostGuesses = 10;

/** Hash of the calling session; only officers reach these routes, and only by cookie. */
const ownSession = (ctx: AppContext): Buffer => sessionHash(ctx.cookies.get(sessionCookie) ?? '');

const changePassword = defineRoute({
  method: 'put',
  path: '/api/session/password',
  tag: 'Session',
  summary: 'Change one’s own password; all other sessions end',
  access: 'officer',
  limit: 'command',
  body: passwordBody,
  answers: { 204: null },
  faults: ['too-many-requests'],
  handler: async ({ viewer, body: { current, next }, requestId, ctx }, deps) => {
    const now = Date.now();
    const [over] = await takePoints(deps.knex, [{ key: `password ${viewer.id}`, most: mostGuesses }], signInWindowMs, now);
    if (over) throw new Fault('too-many-requests', { retryAfter: Math.ceil((over.until.getTime() - now) / 1_000) });
    if (!(await isPassword(await passwordHashOf(deps.knex, viewer.id), current)))
      throw new Fault('invalid-request', { fields: [{ path: 'current', code: 'wrong-password' }] });
    if (next === current) throw new Fault('invalid-request', { fields: [{ path: 'next', code: 'same-password' }] });
    const passwordHash = await hashOf(next);
    const device = ctx.cookies.get(deviceCookie);
    await deps.knex.transaction(async (tx) => {
      await setPassword(tx, viewer.id, passwordHash, {
        session: ownSession(ctx),
        ...(device !== undefined && { device: sessionHash(device) }),
      });
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'change-password',
        objectKind: 'officer',
        objectId: viewer.id,
        requestId,
      });
    });
    await deps.closePerson(viewer);
    return { status: 204, body: null };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/api/session/all',
  tag: 'Session',
  summary: 'One’s own open sessions, most recently used first',
  access: 'officer',
  limit: 'read',
  answers: { 200: sessionsAnswer },
  handler: async ({ viewer, ctx }, { knex }) => {
    const own = ownSession(ctx);
    const sessions = await sessionsOf(knex, viewer.id);
    return {
      status: 200,
      body: {
        items: sessions.map(({ id, created_at, seen_at, agent, token_hash }) => ({
          id,
          startedAt: created_at.toISOString(),
          seenAt: seen_at.toISOString(),
          agent,
          current: token_hash.equals(own),
        })),
      },
    };
  },
});

const endOne = defineRoute({
  method: 'delete',
  path: '/api/session/all/{id}',
  tag: 'Session',
  summary: 'End one of one’s own sessions',
  access: 'officer',
  limit: 'command',
  params: z.object({ id: idSchema }),
  answers: { 204: null },
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    if (!(await endSession(deps.knex, viewer.id, id))) throw new Fault('not-found');
    await audit(deps.knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'end-session',
      objectKind: 'session',
      objectId: id,
      requestId,
    });
    await deps.closePerson(viewer);
    return { status: 204, body: null };
  },
});

const endOthers = defineRoute({
  method: 'delete',
  path: '/api/session/all',
  tag: 'Session',
  summary: 'End all of one’s own sessions except the current one',
  access: 'officer',
  limit: 'command',
  answers: { 200: endedAnswer },
  handler: async ({ viewer, requestId, ctx }, deps) => {
    const ended = await endSessions(deps.knex, viewer.id, ownSession(ctx));
    await audit(deps.knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'end-sessions',
      objectKind: 'officer',
      objectId: viewer.id,
      requestId,
      detail: { ended },
    });
    await deps.closePerson(viewer);
    return { status: 200, body: { ended } };
  },
});

export const accountRoutes = [changePassword, list, endOne, endOthers];
