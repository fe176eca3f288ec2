/** Builds the OpenAPI 3.1 document from the same definitions as the router. */
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';

import { errorSchema, faults, type FaultCode } from '../../api/errors.ts';
import { sessionCookie } from './authenticate.ts';
import type { Access, Route } from './define-route.ts';

const security: Record<Access, Record<string, string[]>[]> = {
  public: [],
  demo: [],
  taxpayer: [{ window: [] }],
  officer: [{ desk: [] }],
  person: [{ window: [] }, { desk: [] }],
};

/** @param others addresses that speak a protocol of their own */
export function openApiDocument(routes: readonly Route[], others: ZodOpenApiPathsObject, version: string): object {
  const paths: ZodOpenApiPathsObject = { ...others };
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: '征纳互动',
      version,
      description:
        'All errors have one shape (Error). Commands carry an Idempotency-Key; repeating a command with the same key and content returns the same answer. Times are UTC, ISO 8601.',
    },
    paths,
    components: {
      securitySchemes: {
        window: { type: 'http', scheme: 'bearer', description: 'Taxpayers: access token from POST /api/entry.' },
        desk: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'Officers: session from POST /api/session.' },
      },
    },
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const headers = route.idempotent ? z.object({ 'Idempotency-Key': z.uuid() }) : undefined;
  return {
    operationId: `${route.method}${route.path.replaceAll(/[^a-zA-Z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [route.tag],
    summary: route.summary,
    security: security[route.access],
    requestParams: {
      ...(route.params && { path: objectOf(route.params) }),
      ...(route.query && { query: objectOf(route.query) }),
      ...(headers && { header: headers }),
    },
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: { ...answersOf(route), ...faultsOf(route) },
  } as ZodOpenApiOperationObject;
}

function answersOf(route: Route) {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => [status, { description: 'Done', ...contentOf(schema) }]),
  );
}

function contentOf(schema: z.ZodType | null | 'file') {
  if (schema === null) return {};
  if (schema === 'file') return { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
  return { content: { 'application/json': { schema } } };
}

/** Returns the fault statuses of a route, each with its codes. */
function faultsOf(route: Route) {
  const codes: FaultCode[] = [...commonFaults(route), ...(route.faults ?? [])];
  const byStatus = Map.groupBy(codes, (code) => String(faults[code]));
  if (route.idempotent) byStatus.set('409', []);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      {
        description: status === '409' ? 'Refused by a rule of the case; the code names the rule.' : [...new Set(of)].join(', '),
        content: { 'application/json': { schema: errorSchema } },
      },
    ]),
  );
}

function commonFaults(route: Route): FaultCode[] {
  return [
    'internal-error',
    'database-unavailable',
    ...(route.access === 'public' || route.access === 'demo' ? [] : (['not-signed-in', 'not-allowed'] as const)),
    ...(route.params ? (['not-found'] as const) : []),
    ...(route.query || route.body ? (['invalid-request'] as const) : []),
    ...(route.body ? (['malformed-request', 'too-large', 'too-slow', 'encoding-refused'] as const) : []),
    ...(route.limit ? (['too-many-requests'] as const) : []),
  ];
}

const objectOf = (schema: z.ZodType): z.ZodObject => {
  if (!(schema instanceof z.ZodObject)) throw new Error('parameters of a route must be an object schema');
  return schema;
};
