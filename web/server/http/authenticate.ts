/** Authentication: a taxpayer by the window's bearer token, an officer by the desk's cookie. */
import { createHash } from 'node:crypto';

import { officerOfSession } from '../../../db/officers.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { AppContext } from './context.ts';
import type { Access } from './define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from './fault.ts';
import { fromOwnPages } from './origin.ts';

export const sessionCookie = 'desk_session';

/** Only the hash of a session's token is stored: reading the table does not allow anybody to sign in. */
export const sessionHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * @returns the viewer, or null on routes open to everybody
 * @throws Fault `not-signed-in`, `not-allowed` (signed in as another kind of person), `origin-refused`
 */
export async function authenticate(ctx: AppContext, access: Access, deps: Deps): Promise<Viewer | null> {
  if (access === 'public' || access === 'demo') return null;
  const viewer = ctx.get('authorization') !== '' ? await byBearer(ctx, deps) : await byCookie(ctx, deps);
  if (viewer === null) throw new Fault('not-signed-in');
  if (access !== 'person' && viewer.kind !== access) throw new Fault('not-allowed');
  return viewer;
}

async function byBearer(ctx: AppContext, deps: Deps): Promise<Viewer | null> {
  const [scheme = '', token = ''] = ctx.get('authorization').split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? deps.accessTokens.verify(token) : null;
}

async function byCookie(ctx: AppContext, deps: Deps): Promise<Viewer | null> {
  const token = ctx.cookies.get(sessionCookie);
  if (token === undefined || token === '') return null;
  if (!safeMethods.includes(ctx.method) && !fromOwnPages(ctx, deps.config)) throw new Fault('origin-refused');
  return officerOfSession(deps.knex, sessionHash(token));
}
