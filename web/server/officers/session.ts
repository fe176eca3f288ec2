/** Officers sign in, see who they are, go on and off duty, sign out. */
import { createHash, randomBytes } from 'node:crypto';

import { hash, verify } from 'argon2';
import type { Context } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { audit } from '../../../db/audit.ts';
import {
  createSession,
  deleteSession,
  officerProfile,
  sessionRules,
  setDuty,
  signInSucceeded,
  takeSignInAttempt,
  type OfficerViewer,
} from '../../../db/officers.ts';
import { mayUse } from '../../../domain/policies.ts';
import { dutyBody, sessionAnswer, signInBody, type Session } from '../../api/desk.ts';
import type { Language } from '../../i18n/index.ts';
import { sessionCookie, sessionHash } from '../http/authenticate.ts';
import { defineRoute } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { fromOwnPages } from '../http/origin.ts';
import { nameIn } from '../http/names.ts';
import { limitsOf } from '../uploads/limits.ts';

/** Verified against when nobody has the login, so that the answer takes as long; made at the first need. */
let nobodysHash: Promise<string> | undefined;

/** Logins that nobody has are locked like others: who may sign in cannot be found out by trying. */
const unknownLogins = new RateLimiterMemory({
  points: sessionRules.failures,
  duration: sessionRules.lockMs / 1_000,
  keyPrefix: 'unknown-login',
});

const signIn = defineRoute({
  method: 'post',
  path: '/api/session',
  tag: 'Session',
  summary: 'Sign in as an officer',
  access: 'public',
  limit: 'sign-in',
  body: signInBody,
  answers: { 200: sessionAnswer },
  faults: ['wrong-credentials', 'account-locked', 'origin-refused'],
  handler: async ({ body, ctx, requestId, language }, deps) => {
    // Another site must not sign somebody in as a person of its choice.
    if (!fromOwnPages(ctx, deps.config)) throw new Fault('origin-refused');
    const now = Date.now();
    const viewer = await checkCredentials(deps, body, requestId, now);
    const token = randomBytes(32).toString('base64url');
    const earlier = ctx.cookies.get(sessionCookie);
    await deps.knex.transaction(async (tx) => {
      await signInSucceeded(tx, viewer.id);
      if (earlier) await deleteSession(tx, sessionHash(earlier));
      await createSession(tx, sessionHash(token), viewer.id, now);
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'sign-in',
        objectKind: 'officer',
        objectId: viewer.id,
        requestId,
      });
    });
    setCookie(ctx, token);
    return { status: 200, body: await sessionOf(viewer, language, deps) };
  },
});

const whoAmI = defineRoute({
  method: 'get',
  path: '/api/session',
  tag: 'Session',
  summary: 'Who is signed in, and which pages they may use',
  access: 'officer',
  answers: { 200: sessionAnswer },
  handler: async ({ viewer, language }, deps) => ({ status: 200, body: await sessionOf(viewer, language, deps) }),
});

const signOut = defineRoute({
  method: 'delete',
  path: '/api/session',
  tag: 'Session',
  summary: 'Sign out; without a session nothing happens',
  access: 'public',
  answers: { 204: null },
  faults: ['origin-refused'],
  handler: async ({ ctx }, deps) => {
    if (!fromOwnPages(ctx, deps.config)) throw new Fault('origin-refused');
    const token = ctx.cookies.get(sessionCookie);
    if (token) await deleteSession(deps.knex, sessionHash(token));
    setCookie(ctx, null);
    return { status: 204, body: null };
  },
});

const duty = defineRoute({
  method: 'put',
  path: '/api/session/duty',
  tag: 'Session',
  summary: 'Go on or off duty: only who is on duty is given cases by rule',
  access: 'officer',
  limit: 'command',
  body: dutyBody,
  answers: { 200: sessionAnswer },
  handler: async ({ viewer, body, requestId, language }, deps) => {
    await deps.knex.transaction(async (tx) => {
      await setDuty(tx, viewer.id, body.onDuty);
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: body.onDuty ? 'on-duty' : 'off-duty',
        objectKind: 'officer',
        objectId: viewer.id,
        requestId,
      });
    });
    return { status: 200, body: await sessionOf(viewer, language, deps) };
  },
});

export const sessionRoutes = [signIn, whoAmI, signOut, duty];

/** @throws Fault `wrong-credentials`, whatever of the two is wrong; `account-locked` */
async function checkCredentials(
  deps: Deps,
  { login, password }: { login: string; password: string },
  requestId: string,
  now: number,
): Promise<OfficerViewer> {
  const attempt = await takeSignInAttempt(deps.knex, login, now);
  if (attempt.kind === 'locked') throw locked(attempt.until.getTime() - now);
  if (attempt.kind === 'unknown') {
    await takeUnknownAttempt(login);
    nobodysHash ??= hash(randomBytes(32).toString('base64url'));
    await verify(await nobodysHash, password);
    await auditFailure(deps, login, null, requestId);
    throw new Fault('wrong-credentials');
  }
  if (await verify(attempt.passwordHash, password)) return attempt.viewer;
  await auditFailure(deps, login, attempt.viewer, requestId);
  throw new Fault('wrong-credentials');
}

async function takeUnknownAttempt(login: string): Promise<void> {
  try {
    await unknownLogins.consume(login);
  } catch (thrown) {
    if (!(thrown instanceof RateLimiterRes)) throw thrown;
    throw locked(thrown.msBeforeNext);
  }
}

const locked = (ms: number): Fault => {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return new Fault('account-locked', { details: { minutes: String(Math.ceil(seconds / 60)) }, retryAfter: seconds });
};

/** What was typed as a login may be anything, a password too: the log keeps its hash only. */
const auditFailure = (deps: Deps, login: string, viewer: OfficerViewer | null, requestId: string): Promise<void> =>
  audit(deps.knex, {
    actor: null,
    regionId: viewer?.regionId ?? null,
    action: 'sign-in-failed',
    objectKind: viewer ? 'officer' : 'login',
    objectId: viewer?.id ?? createHash('sha256').update(login).digest('hex'),
    requestId,
  });

function setCookie(ctx: Context, token: string | null): void {
  const { longestMs } = sessionRules;
  ctx.cookies.set(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    path: '/',
    overwrite: true,
    ...(token !== null && { maxAge: longestMs }),
  });
}

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
      onDuty: profile.on_duty,
    },
    may: {
      worklist: mayUse(viewer, 'worklist'),
      supervise: mayUse(viewer, 'supervise'),
      administer: mayUse(viewer, 'administer'),
    },
    // Temporal's own page knows no centres: it is for those who may inspect at all.
    ...limits,
    temporalUi: mayUse(viewer, 'supervise') ? deps.config.temporalUi : null,
  };
}
