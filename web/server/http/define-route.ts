/**
 * One definition of a route carries everything about it: the address, the shapes, who may call, what it answers. The router
 * and the OpenAPI document are both made from it, so that they cannot part.
 */
import type { Readable } from 'node:stream';

import type { z } from 'zod';

import type { OfficerRole, TaxpayerViewer, Viewer } from '../../../domain/policies.ts';
import type { FaultCode } from '../../api/errors.ts';
import type { Language } from '../../i18n/index.ts';
import type { AppContext } from './context.ts';
import type { Deps } from '../deps.ts';

export type OfficerViewer = Extract<Viewer, { kind: 'officer' }>;

/** Who may call: `person` is a taxpayer or an officer; `demo` is anybody, and only where the demo runs. */
export type Access = 'public' | 'demo' | 'taxpayer' | 'officer' | 'person';
interface ViewerOf {
  public: null;
  demo: null;
  taxpayer: TaxpayerViewer;
  officer: OfficerViewer;
  person: Viewer;
}

type Method = 'get' | 'post' | 'put' | 'delete';
/** What is counted together against one limit a minute. */
export type Limit = 'entry' | 'sign-in' | 'command' | 'read';

/** Answers by status; null where the answer has no body, `file` where it is the bytes of one. */
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
  /** The address the request came from. */
  address: string;
  /** For headers and cookies; answers go through the return value. */
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
  /** With braces, as OpenAPI writes it: /api/cases/{id}. */
  path: `/api/${string}`;
  /** The chapter of the document. */
  tag: string;
  summary: string;
  access: X;
  /** Which officers, where not all; others get `not-allowed`. */
  roles?: readonly OfficerRole[];
  limit?: Limit;
  params?: P;
  query?: Q;
  body?: B;
  /** What the route is about, looked up and permitted to the caller before the rest of the request is checked. @throws Fault */
  subject?: (viewer: ViewerOf[X], params: OutputOf<P>, deps: Deps) => Promise<S>;
  /** The query's schema narrowed by what there is for the caller. */
  queryFor?: (viewer: ViewerOf[X], deps: Deps) => Promise<Q>;
  /** The body's schema narrowed by what is in force for the caller; what it adds is reported together with the rest. */
  bodyFor?: (viewer: ViewerOf[X], deps: Deps, subject: S) => Promise<B>;
  /** Needs an Idempotency-Key header: a uuid of the client's. */
  idempotent?: boolean;
  answers: A;
  /** The codes of this route's own; those that any route may give are added. */
  faults?: readonly FaultCode[];
  handler: (request: RouteRequest<ViewerOf[X], OutputOf<P>, OutputOf<Q>, OutputOf<B>, S>, deps: Deps) => Promise<AnswerOf<NoInfer<A>>>;
}

/** A route as the router and the document take it, its types folded away. */
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
 * Checks a route's parts against each other. The cast is the one place where the types are folded: `register` hands a handler
 * only what its own schemas and its own access let through.
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
