/**
 * Definition of a route: address, shapes, access and answers. The router and the OpenAPI document are both built from it, so they cannot
 * diverge.
 */
import type { Readable } from 'node:stream';

import type { z } from 'zod';

import type { OfficerRole, TaxpayerViewer, Viewer } from '../../../domain/policies.ts';
import type { FaultCode } from '../../api/errors.ts';
import type { Language } from '../../i18n/index.ts';
import type { AppContext } from './context.ts';
import type { Deps } from '../deps.ts';

export type OfficerViewer = Extract<Viewer, { kind: 'officer' }>;

/** Who may call: `person` is a taxpayer or an officer; `demo` is everybody, but only where the demo runs. */
export type Access = 'public' | 'demo' | 'taxpayer' | 'officer' | 'person';
interface ViewerOf {
  public: null;
  demo: null;
  taxpayer: TaxpayerViewer;
  officer: OfficerViewer;
  person: Viewer;
}

type Method = 'get' | 'post' | 'put' | 'delete';
/** Requests of one limit are counted together, per minute. */
export type Limit = 'entry' | 'sign-in' | 'command' | 'read' | 'chat' | 'ask';

/** Answers by status; null for an answer without a body, `file` for the bytes of a file. */
export type Answers = Partial<Record<200 | 201 | 202 | 204 | 206, z.ZodType | null | 'file'>>;
type BodyOf<S> = S extends z.ZodType ? z.input<S> : S extends 'file' ? Readable | null : null;
type AnswerOf<A extends Answers> = { [S in keyof A & number]: { status: S; body: BodyOf<A[S]> } }[keyof A & number];

type OutputOf<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

interface RouteRequest<V, P, Q, B, S> {
  viewer: V;
  subject: S;
  params: P;
  query: Q;
  body: B;
  requestId: string;
  language: Language;
  /** Address that the request came from. */
  address: string;
  /** For headers and cookies; the answer is the return value. */
  ctx: AppContext;
}

export interface RouteSpec<
  X extends Access,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends Answers,
  S = undefined,
> {
  method: Method;
  /** With parameters in braces, as in OpenAPI: /api/cases/{id}. */
  path: `/api/${string}`;
  /** Tag in the OpenAPI document. */
  tag: string;
  summary: string;
  access: X;
  /** Roles of officers, when not all; others get `not-allowed`. */
  roles?: readonly OfficerRole[];
  limit?: Limit;
  params?: P;
  query?: Q;
  body?: B;
  /** Looks up the subject of the request and checks access to it, before the query and body are validated. @throws Fault */
  subject?: (viewer: ViewerOf[X], params: OutputOf<P>, deps: Deps) => Promise<S>;
  /** The query's schema limited to the caller's choices. */
  queryFor?: (viewer: ViewerOf[X], deps: Deps) => Promise<Q>;
  /** The body's schema limited by the settings in force for the caller; its faults are reported together with the others. */
  bodyFor?: (viewer: ViewerOf[X], deps: Deps, subject: S) => Promise<B>;
  /** Requires an Idempotency-Key header: a uuid chosen by the client. */
  idempotent?: boolean;
  answers: A;
  /** Fault codes of this route; the codes that every route may give are added. */
  faults?: readonly FaultCode[];
  handler: (request: RouteRequest<ViewerOf[X], OutputOf<P>, OutputOf<Q>, OutputOf<B>, S>, deps: Deps) => Promise<AnswerOf<NoInfer<A>>>;
}

/** A route as the router and the OpenAPI document use it, with its types erased. */
export interface Route {
  method: Method;
  path: `/api/${string}`;
  tag: string;
  summary: string;
  access: Access;
  roles?: readonly OfficerRole[];
  limit?: Limit;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  subject?: (viewer: Viewer | null, params: unknown, deps: Deps) => Promise<unknown>;
  queryFor?: (viewer: Viewer | null, deps: Deps) => Promise<z.ZodType | undefined>;
  bodyFor?: (viewer: Viewer | null, deps: Deps, subject: unknown) => Promise<z.ZodType | undefined>;
  idempotent?: boolean;
  answers: Answers;
  faults?: readonly FaultCode[];
  handler: (
    request: RouteRequest<Viewer | null, unknown, unknown, unknown, unknown>,
    deps: Deps,
  ) => Promise<{ status: number; body: unknown }>;
}

/**
 * Checks the parts of a route against each other. This cast is the only place where the types are erased: `register` gives a handler only
 * what its own schemas and its own access have let through.
 */
export function defineRoute<
  X extends Access,
  A extends Answers,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  S = undefined,
>(spec: RouteSpec<X, P, Q, B, A, S>): Route {
  return spec as unknown as Route;
}
