/** The API as a Koa application over its dependencies, without a process of its own, so that tests can start it. */
import Koa from 'koa';
import helmet from 'koa-helmet';
import { Registry } from 'prom-client';

import type { AppState } from './http/context.ts';
import type { Route } from './http/define-route.ts';
import type { Deps } from './deps.ts';
import { Fault } from './http/fault.ts';
import { askedFromOutside } from './entry/unread.ts';
import { accessLog } from './http/access-log.ts';
import { jsonBody } from './http/body.ts';
import { errors } from './http/errors.ts';
import { metrics } from './http/metrics.ts';
import { requestId } from './http/request-id.ts';
import { openApiDocument } from './http/openapi.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { register, routesFor } from './http/register.ts';
import { routes as allRoutes } from './routes.ts';
import { uploadPaths } from './uploads/openapi.ts';
import { uploads } from './uploads/tus.ts';

/** We serve JSON and files only: nothing may be framed, executed or sniffed. */
const headers = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'self'"] } },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // HSTS is set by the operator's proxy.
  strictTransportSecurity: false,
});

/**
 * @param routes routes to serve; tests pass their own
 * @param registry receives the durations of requests
 */
export function createApp(deps: Deps, routes: readonly Route[] = allRoutes, registry = new Registry()): Koa<AppState> {
  const served = routesFor(routes, deps.config.demo);
  const document = openApiDocument(served, uploadPaths, '1');
  const { trustProxy } = deps.config;
  // Each proxy appends its client's address: the last `maxIpsCount` addresses are trusted, the others may be forged.
  const app = new Koa<AppState>({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  app.silent = true;
  app.on('error', (error: Error) => {
    deps.log.error({ kind: error.name }, 'answer could not be sent');
  });
  app.use(requestId);
  app.use(accessLog(deps.log));
  app.use(metrics(registry));
  app.use(headers);
  // Before anything that can fail, because other origins must be able to read refusals, too.
  app.use(askedFromOutside);
  app.use(errors(deps.log));
  app.use(async (ctx, next) => {
    if (ctx.path !== '/api/openapi.json') {
      await next();
      return;
    }
    ctx.state.route = '/api/openapi.json';
    ctx.body = document;
  });
  app.use(uploads(deps));
  app.use(jsonBody(deps.config.bodyWithinMs));
  app.use(register(served, deps, createRateLimits(deps.config.rateFactor)).routes());
  app.use(() => {
    throw new Fault('not-found');
  });
  return app;
}
