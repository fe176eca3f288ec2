/** Registers routes on the router: authentication, rate limit, validation, handler, answer. */
import Router from '@koa/router';
import { z } from 'zod';

import type { Viewer } from '../../../domain/policies.ts';
import { authenticate } from './authenticate.ts';
import { isStorable, unstorableFields } from './characters.ts';
import type { AppContext, AppState } from './context.ts';
import type { Route } from './define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, type FieldFault } from './fault.ts';
import { fieldFaultsOf, firstFaults } from './field-faults.ts';
import type { RateLimits } from './rate-limits.ts';

/** Returns the routes of this process; those of the demo only where it runs. */
export const routesFor = (routes: readonly Route[], demo: boolean): Route[] => routes.filter(({ access }) => demo || access !== 'demo');

export function register(routes: readonly Route[], deps: Deps, limits: RateLimits): Router<AppState> {
  const router = new Router<AppState>();
  for (const route of routes) {
    router.register(route.path.replaceAll(/\{(\w+)\}/g, ':$1'), [route.method], (ctx) => serve(route, ctx, deps, limits));
  }
  return router;
}

async function serve(route: Route, ctx: AppContext & { params: Record<string, string> }, deps: Deps, limits: RateLimits): Promise<void> {
  ctx.state.route = route.path;
  const viewer = await authenticate(ctx, route.access, deps);
  if (route.roles && !(viewer?.kind === 'officer' && route.roles.includes(viewer.role))) throw new Fault('not-allowed');
  if (route.limit) await limits.take(route.limit, viewer ? viewer.id : ctx.ip);
  const parts = await partsOf(route, ctx, viewer, deps);
  const { requestId, language } = ctx.state;
  const { status, body } = await route.handler({ viewer, ...parts, requestId, language, address: ctx.ip, ctx }, deps);
  if (deps.config.checkAnswers) checkAnswer(route, status, body);
  ctx.status = status;
  // Assigning a null body would drop the Content-Length of a HEAD request for a file.
  if (body !== null || status === 204) ctx.body = body;
}

/** Parses all parts of a request and reports all faults at once. */
async function partsOf(route: Route, ctx: AppContext & { params: Record<string, string> }, viewer: Viewer | null, deps: Deps) {
  const params = route.params?.safeParse(ctx.params);
  // A malformed id is an id that does not exist.
  if (params && !params.success) throw new Fault('not-found');
  if (!Object.values(ctx.params).every(isStorable)) throw new Fault('not-found');
  const subject = route.subject ? await route.subject(viewer, params?.data, deps) : undefined;
  const fields: FieldFault[] = [];
  const query = check(route.queryFor ? await route.queryFor(viewer, deps) : route.query, ctx.query, fields);
  const given: unknown = ctx.request.body ?? {};
  const body = check(route.bodyFor ? await route.bodyFor(viewer, deps, subject) : route.body, given, fields);
  if (route.idempotent && !z.uuid().safeParse(ctx.get('idempotency-key')).success) {
    fields.push({ path: 'Idempotency-Key', code: ctx.get('idempotency-key') === '' ? 'required' : 'invalid' });
  }
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
  return { params: params?.data, subject, query, body };
}

function check(schema: z.ZodType | undefined, given: unknown, fields: FieldFault[]): unknown {
  if (!schema) return {};
  const result = schema.safeParse(given);
  fields.push(...firstFaults(unstorableFields(given), result.success ? [] : fieldFaultsOf(result.error.issues, given)));
  return result.data;
}

/** An answer outside its own schema is a fault on our side. */
function checkAnswer(route: Route, status: number, body: unknown): void {
  const schema = (route.answers as Record<number, z.ZodType | null | 'file' | undefined>)[status];
  const name = `${route.method.toUpperCase()} ${route.path}`;
  if (schema === undefined) throw new Error(`${name} answered ${String(status)}, which is not in its definition`);
  if (schema === 'file') return;
  const result = schema === null ? z.null().safeParse(body) : strict(schema).safeParse(JSON.parse(JSON.stringify(body)));
  if (!result.success) throw new Error(`${name} answered another shape than it defines: ${z.prettifyError(result.error)}`);
}

/** Refuses unknown keys. */
const strict = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodDiscriminatedUnion) return z.union(schema.options.map((option) => strict(option as z.ZodType)));
  return schema instanceof z.ZodObject ? schema.strict() : schema;
};
