/** The desk's two cookies: the session, and the token of a device on which its officer has signed in. */
import type { Context } from 'koa';

import { sessionRules } from '../../../db/officers.ts';
import type { WebConfig } from '../deps.ts';
import { sessionCookie } from '../http/authenticate.ts';

export const deviceCookie = 'desk_device';
const deviceLifetimeMs = 180 * 24 * 3_600_000;

export const setSessionCookie = (ctx: Context, config: WebConfig, token: string | null): void =>
  setCookie(ctx, config, sessionCookie, token, '/', sessionRules.longestMs);

/** Sent only when signing in or changing the password. */
export const setDeviceCookie = (ctx: Context, config: WebConfig, token: string): void =>
  setCookie(ctx, config, deviceCookie, token, '/api/session', deviceLifetimeMs);

function setCookie(ctx: Context, { publicOrigin }: WebConfig, name: string, token: string | null, path: string, maxAge: number): void {
  const secure = publicOrigin?.startsWith('https:') ?? ctx.secure;
  // PUBLIC_URL has said that we are served over TLS, so a proxy that terminates it need not say so.
  ctx.cookies.secure = secure;
  ctx.cookies.set(name, token, { httpOnly: true, sameSite: 'lax', secure, path, overwrite: true, ...(token !== null && { maxAge }) });
}
