/** Officers' sessions: sign in, read the session, set one's status, sign out. */
import { randomBytes } from 'node:crypto';

import { audit } from '../../../db/audit.ts';
import {
  createSession,
  deleteSession,
  endPresence,
  isKnownDevice,
  keepDevice,
  officerByLogin,
  officerOfSession,
  officerProfile,
  setStatus,
  type OfficerViewer,
} from '../../../db/officers.ts';
import { addressThrottle, loginHash, signInThrottles, signInWindowMs } from '../../../db/sign-in-throttles.ts';
import { clearPoints, givePointBack, takePoints } from '../../../db/throttles.ts';
import { mayUse } from '../../../domain/policies.ts';
import { sessionAnswer, signInBody, statusBody, type Session } from '../../api/desk.ts';
import type { FaultCode } from '../../api/errors.ts';
import type { Language } from '../../i18n/index.ts';
import { sessionCookie, sessionHash } from '../http/authenticate.ts';
import { defineRoute } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { fromOwnPages } from '../http/origin.ts';
import { nameIn } from '../http/names.ts';
import { limitsOf } from '../uploads/limits.ts';
import { callWaiting } from './call-waiting.ts';
import { deviceCookie, setDeviceCookie, setSessionCookie } from './cookies.ts';
import { isPassword } from '../../../runtime/passwords.ts';

const signIn = defineRoute({
  method: 'post',
  path: '/api/session',
  tag: 'Session',
  summary: 'Sign in as an officer',
  access: 'public',
  limit: 'sign-in',
  body: signInBody,
  answers: { 200: sessionAnswer },
  faults: ['wrong-credentials', 'account-locked', 'too-many-requests', 'origin-refused'],
  handler: async ({ body, ctx, address, requestId, language }, deps) => {
    // Another site must not sign somebody in with an account of its choice.
    if (!fromOwnPages(ctx, deps.config)) throw new Fault('origin-refused');
    const now = Date.now();
    const device = ctx.cookies.get(deviceCookie) ?? randomBytes(32).toString('base64url');
    const viewer = await checkCredentials(deps, { ...body, address, device: sessionHash(device) }, requestId, now);
    const token = randomBytes(32).toString('base64url');
    const earlier = ctx.cookies.get(sessionCookie);
    await deps.knex.transaction(async (tx) => {
      if (earlier) await deleteSession(tx, sessionHash(earlier));
      await createSession(tx, sessionHash(token), viewer.id, now, ctx.get('user-agent'));
      await keepDevice(tx, sessionHash(device), viewer.id);
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'sign-in',
        objectKind: 'officer',
        objectId: viewer.id,
        requestId,
      });
    });
    setSessionCookie(ctx, deps.config, token);
    setDeviceCookie(ctx, deps.config, device);
    return { status: 200, body: await sessionOf(viewer, language, deps) };
  },
});

const whoAmI = defineRoute({
  method: 'get',
  path: '/api/session',
  tag: 'Session',
  summary: 'The signed-in officer, with the pages they may use',
  access: 'officer',
  answers: { 200: sessionAnswer },
  handler: async ({ viewer, language }, deps) => ({ status: 200, body: await sessionOf(viewer, language, deps) }),
});

const signOut = defineRoute({
  method: 'delete',
  path: '/api/session',
  tag: 'Session',
  summary: 'Sign out; has no effect without a session',
  access: 'public',
  answers: { 204: null },
  faults: ['origin-refused'],
  handler: async ({ ctx }, deps) => {
    if (!fromOwnPages(ctx, deps.config)) throw new Fault('origin-refused');
    const token = ctx.cookies.get(sessionCookie);
    const viewer = token ? await officerOfSession(deps.knex, sessionHash(token)) : null;
    if (token) await deleteSession(deps.knex, sessionHash(token));
    setSessionCookie(ctx, deps.config, null);
    // Pages of the officer's other sessions reconnect with a ticket of their own.
    if (viewer) {
      await deps.closePerson(viewer);
      await endPresence(deps.knex, viewer.id);
    }
    return { status: 204, body: null };
  },
});

const status = defineRoute({
  method: 'put',
  path: '/api/session/status',
  tag: 'Session',
  summary: 'Set one’s status; the allocation rules consider only officers who are online',
  access: 'officer',
  limit: 'command',
  body: statusBody,
  answers: { 200: sessionAnswer },
  handler: async ({ viewer, body, requestId, language }, deps) => {
    await deps.knex.transaction(async (tx) => {
      await setStatus(tx, viewer.id, body.status, body.reason);
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: body.status,
        objectKind: 'officer',
        objectId: viewer.id,
        requestId,
      });
    });
    if (body.status === 'online' && 'centreId' in viewer) void callWaiting(deps, viewer.centreId);
    return { status: 200, body: await sessionOf(viewer, language, deps) };
  },
});

export const sessionRoutes = [signIn, whoAmI, signOut, status];

interface Credentials {
  login: string;
  password: string;
  address: string;
  /** Hash of the device's token. */
  device: Buffer;
}

/** @throws Fault `wrong-credentials`, without telling which of the two is wrong; `account-locked`, `too-many-requests` */
async function checkCredentials(deps: Deps, given: Credentials, requestId: string, now: number): Promise<OfficerViewer> {
  const { login, password, address, device } = given;
  const { knex, config } = deps;
  const known = await isKnownDevice(knex, device, login);
  const throttles = signInThrottles(login, address, known ? device : null);
  const anywhere = addressThrottle(address);
  const over = await takePoints(knex, [...throttles, { ...anywhere, most: anywhere.most * config.rateFactor }], signInWindowMs, now);
  const [first] = over;
  if (first) {
    const code = first.key === anywhere.key ? 'too-many-requests' : 'account-locked';
    await auditRefusal(deps, given, code, requestId);
    throw lateUntil(code, Math.max(...over.map(({ until }) => until.getTime())) - now);
  }
  const found = await officerByLogin(knex, login);
  if (!(await isPassword(found?.passwordHash, password)) || found === undefined) {
    await auditRefusal(deps, given, 'wrong-credentials', requestId, found?.viewer);
    throw new Fault('wrong-credentials');
  }
  await clearPoints(
    knex,
    throttles.map(({ key }) => key),
  );
  await givePointBack(knex, anywhere.key);
  return found.viewer;
}

function lateUntil(code: 'account-locked' | 'too-many-requests', ms: number): Fault {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return new Fault(code, { details: { minutes: String(Math.ceil(seconds / 60)) }, retryAfter: seconds });
}

const auditRefusal = (
  deps: Deps,
  { login, address }: Credentials,
  reason: FaultCode,
  requestId: string,
  viewer?: OfficerViewer,
): Promise<void> =>
  audit(deps.knex, {
    actor: null,
    regionId: viewer?.regionId ?? null,
    action: 'sign-in-failed',
    objectKind: viewer ? 'officer' : 'login',
    objectId: viewer?.id ?? loginHash(login),
    requestId,
    detail: { address, reason },
  });

async function sessionOf(viewer: OfficerViewer, language: Language, deps: Deps): Promise<Session> {
  const [profile, limits] = await Promise.all([officerProfile(deps.knex, viewer.id), limitsOf(viewer, deps.knex)]);
  return {
    officer: {
      id: profile.id,
      name: profile.name,
      role: profile.role,
      region: { id: profile.region_id, name: nameIn(language, profile.region_name, profile.region_name_en) },
      centre:
        profile.centre_id === null ? null : { id: profile.centre_id, name: nameIn(language, profile.centre_name, profile.centre_name_en) },
      status: profile.status,
      statusReason: profile.status_reason,
      capacity: profile.capacity,
    },
    may: {
      worklist: mayUse(viewer, 'worklist'),
      supervise: mayUse(viewer, 'supervise'),
      administer: mayUse(viewer, 'administer'),
      knowledge: mayUse(viewer, 'knowledge'),
    },
    ...limits,
    // Temporal's own pages do not know centres and regions, so only administrators get the link.
    temporalUi: mayUse(viewer, 'administer') ? deps.config.temporalUi : null,
  };
}
