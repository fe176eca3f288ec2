/** The API: a Koa application over what it is given, without a process of its own, so that tests stand it up anywhere. */
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

/** Everything of ours is JSON or a file: nothing may be framed, run or sniffed. */
const headers = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'self'"] } },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // Whether everything comes by https is the operator's to say, at the proxy.
  strictTransportSecurity: false,
});

/**
 * @param routes the routes to serve; all there are unless a test brings its own
 * @param registry where the durations of requests are counted
 */
export function createApp(deps: Deps, routes: readonly Route[] = allRoutes, registry = new Registry()): Koa<AppState> {
  const served = routesFor(routes, deps.config.demo);
  const document = openApiDocument(served, uploadPaths, '1');
  const { trustProxy } = deps.config;
  // Each proxy appends who asked it: so many from the right are their word, whatever a client wrote before.
  const app = new Koa<AppState>({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  app.silent = true;
  app.on('error', (error: Error) => {
    deps.log.error({ kind: error.name }, 'answer could not be sent');
  });
  app.use(requestId);
  app.use(accessLog(deps.log));
  app.use(metrics(registry));
  app.use(headers);
  // Before what can fail: a refusal, too, is read from outside.
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
