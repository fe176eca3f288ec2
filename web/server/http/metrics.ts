import type { Middleware } from 'koa';
import { Histogram, type Registry } from 'prom-client';

import type { AppState } from './context.ts';

/** Measures request duration by pattern and status. */
export function metrics(registry: Registry): Middleware<AppState> {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request of the API',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [registry],
  });
  return async (ctx, next) => {
    const stop = seconds.startTimer();
    await next();
    stop({ method: ctx.method, route: ctx.state.route ?? 'none', status: String(ctx.res.headersSent ? ctx.res.statusCode : ctx.status) });
  };
}
