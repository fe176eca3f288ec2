import type { Middleware } from 'koa';
import type { Logger } from 'pino';

import type { AppState } from './context.ts';

/** Writes one line per request: pattern, status, duration. No address, query, body or personal data. */
export function accessLog(log: Logger): Middleware<AppState> {
  return async (ctx, next) => {
    const begun = performance.now();
    await next();
    log.info(
      {
        requestId: ctx.state.requestId,
        method: ctx.method,
        route: ctx.state.route ?? 'none',
        status: ctx.res.headersSent ? ctx.res.statusCode : ctx.status,
        ms: Math.round(performance.now() - begun),
      },
      'request',
    );
  };
}
