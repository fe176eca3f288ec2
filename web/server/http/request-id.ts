import { randomUUID } from 'node:crypto';

import type { Middleware } from 'koa';

import type { AppState } from './context.ts';
import { languageOf } from './language.ts';

/** Every request has an id of ours, which stands in its answer, its errors, its log lines and its audit rows. */
export const requestId: Middleware<AppState> = async (ctx, next) => {
  ctx.state.requestId = randomUUID();
  ctx.state.language = languageOf(ctx);
  ctx.set('X-Request-Id', ctx.state.requestId);
  // What is about a person must not stay in a cache between us and them; who knows better says so.
  ctx.set('Cache-Control', 'no-store');
  await next();
};
