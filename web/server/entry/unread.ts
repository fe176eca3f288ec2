/**
 * Unread count for the icon on a host's page while the window is closed (web/static/embed.js).
 *
 * 1. The request comes from the host's page, another origin. Every origin may ask, because the token alone identifies the person; cookies
 *    are ignored.
 * 2. The token is verified and not used up, so the window can still enter with it. No entry is recorded and nothing is written.
 * 3. A person who has never entered has no unread notices.
 */
import type { Middleware } from 'koa';

import { identityBySubject } from '../../../db/entry.ts';
import { unreadNotices } from '../../../db/notices.ts';
import { entryBody, entryUnreadAnswer } from '../../api/entry.ts';
import type { AppState } from '../http/context.ts';
import { defineRoute } from '../http/define-route.ts';
import { verifyHostToken } from './host-token.ts';
import { keysInForce } from './keys-in-force.ts';

const path = '/api/entry/unread';
/** Cache lifetime of the CORS preflight, in seconds. */
const preflightAge = 7_200;

export const unreadOutside = defineRoute({
  method: 'post',
  path,
  tag: 'Entry',
  summary: 'Number of unread notices, by the token of the host page; the token is not used up',
  access: 'public',
  limit: 'entry',
  body: entryBody,
  answers: { 200: entryUnreadAnswer },
  faults: ['token-invalid', 'token-expired', 'host-keys-unavailable'],
  handler: async ({ body }, { knex, secrets, publishedKeys }) => {
    const { claims } = await verifyHostToken(body.token, keysInForce(knex, secrets), publishedKeys);
    const identity = await identityBySubject(knex, claims.region, claims.sub);
    if (identity === undefined) return { status: 200, body: { unread: 0 } };
    const { todo, news } = await unreadNotices(knex, identity.id);
    return { status: 200, body: { unread: todo + news } };
  },
});

/** Sets CORS headers so that pages of other origins may read the answer, and answers preflights. */
export const askedFromOutside: Middleware<AppState> = async (ctx, next) => {
  if (ctx.path !== path) {
    await next();
    return;
  }
  ctx.set('Access-Control-Allow-Origin', '*');
  if (ctx.method !== 'OPTIONS') {
    await next();
    return;
  }
  ctx.state.route = path;
  ctx.set({
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'content-type',
    'Access-Control-Max-Age': String(preflightAge),
  });
  ctx.status = 204;
};
