import { randomUUID } from 'node:crypto';

import type { Middleware } from 'koa';

import type { AppState } from './context.ts';
import { languageOf } from './language.ts';

/** Gives every request an id, which appears in its answer, errors, log lines and audit rows. */
export const requestId: Middleware<AppState> = async (ctx, next) => {
  ctx.state.requestId = randomUUID();
  ctx.state.language = languageOf(ctx);
  ctx.set('X-Request-Id', ctx.state.requestId);
  // Personal data must not be stored in a shared cache; routes may override this.
  ctx.set('Cache-Control', 'no-store');
  await next();
};
