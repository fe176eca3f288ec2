/**
 * What is unread, for the icon on a host's page while the window is closed (web/static/embed.js).
 *
 * 1. It is asked from the host's own page, hence from another origin: any may ask, since the token alone says for whom. No cookie counts.
 * 2. The token is looked at and not used up: the window can still enter with it. Nobody is entered and nothing is written.
 * 3. Who has never entered has nothing unread.
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
/** Seconds for which a browser need not ask again whether it may ask. */
const preflightAge = 7_200;

export const unreadOutside = defineRoute({
  method: 'post',
  path,
  tag: 'Entry',
  summary: 'How many notices are unread, by the token of the host page, which stays unused',
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

/** Lets pages of other origins read the answer, and answers their browsers' question whether they may ask. */
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
