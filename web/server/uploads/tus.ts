/**
 * Uploads by the tus protocol 1.0 at /api/uploads: created, sent in pieces, resumed after a lost network, or terminated. The row in
 * PostgreSQL holds owner, offset and status (pieces.ts).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

import { Server, type Locker } from '@tus/server';
import type { Middleware } from 'koa';

import type { Upload } from '../../../db/models/index.ts';
import { uploadOf } from '../../../db/uploads.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { authenticate } from '../http/authenticate.ts';
import type { AppState } from '../http/context.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { answerOf, errorBody, logFailure } from '../http/errors.ts';
import { finish } from './finish.ts';
import { quotasOf } from './limits.ts';
import { PieceStore } from './pieces.ts';
import { begin } from './rules.ts';

const uploadsPath = '/api/uploads';

/** The request for which the tus server calls a hook. */
interface Asking {
  viewer: Viewer;
  state: AppState;
}

/** Concurrent requests are kept apart by SQL statements (pieces.ts), across any number of processes. */
const noLocks: Locker = { newLock: () => ({ lock: () => Promise.resolve(), unlock: () => Promise.resolve() }) };

export function uploads(deps: Deps): Middleware<AppState> {
  const asking = new AsyncLocalStorage<Asking>();
  const current = (): Asking => {
    const found = asking.getStore();
    if (found === undefined) throw new Error('an upload outside a request');
    return found;
  };

  const server = new Server({
    path: uploadsPath,
    datastore: new PieceStore(deps, (id) => finish(id, deps)),
    locker: noLocks,
    relativeLocation: true,
    // Only our own origin may upload.
    allowedOrigins: () => false,
    namingFunction: () => randomUUID(),
    maxSize: async () => (await quotasOf(current().viewer, deps)).maxBytes,
    onUploadCreate: async (_request, upload) => {
      await begin(current().viewer, upload.id, { name: upload.metadata?.['filename'] ?? '', size: upload.size }, deps);
      // The name is stored in PostgreSQL only.
      return { metadata: {} };
    },
    onIncomingRequest: async (request, id) => {
      if (request.method !== 'POST') await own(deps, current().viewer, id);
    },
    onUploadFinish: async (_request, { id }) => {
      await finish(id, deps);
      return {};
    },
    onResponseError: (_request, error) => present(deps, current(), error),
  });

  return async (ctx, next) => {
    if (ctx.path !== uploadsPath && !ctx.path.startsWith(`${uploadsPath}/`)) {
      await next();
      return;
    }
    ctx.state.route = ctx.path === uploadsPath ? uploadsPath : `${uploadsPath}/{id}`;
    const viewer = await authenticate(ctx, 'person', deps);
    // Files are read by signed links only; the protocol's own GET would not check the owner.
    if (viewer === null || ctx.method === 'GET') throw new Fault('not-found');
    ctx.respond = false;
    ctx.res.setHeader('Cache-Control', 'no-store');
    await asking.run({ viewer, state: ctx.state }, () => server.handle(ctx.req, ctx.res));
  };
}

/** Another person's upload is not found, nor is one that was refused or is being removed. */
async function own({ knex }: Deps, viewer: Viewer, id: string): Promise<Upload> {
  const upload = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? await uploadOf(knex, id) : undefined;
  const there = upload?.status === 'uploading' || upload?.status === 'ready';
  if (!there || upload.author_kind !== viewer.kind || upload.author_id !== viewer.id) throw new Fault('not-found');
  return upload;
}

/** Gives our faults, and the protocol's, the shape of all errors. */
async function present(
  deps: Deps,
  { viewer, state }: Asking,
  error: Error | { status_code: number; body: string },
): Promise<{ status_code: number; body: string }> {
  const thrown = 'status_code' in error ? await protocolFault(error.status_code, viewer, deps) : error;
  const answer = answerOf(thrown);
  if (answer.status >= 500) logFailure(deps.log, state, thrown);
  return { status_code: answer.status, body: JSON.stringify(errorBody(state, answer)) };
}

/** Maps the protocol's own errors by their status. */
async function protocolFault(status: number, viewer: Viewer, deps: Deps): Promise<Fault> {
  if (status === 404 || status === 410) return new Fault('not-found');
  if (status === 409) return new Fault('upload-offset');
  if (status === 413) {
    const { maxBytes } = await quotasOf(viewer, deps);
    return new Fault('upload-too-large', { details: { limit: String(Math.round((maxBytes / 1_048_576) * 10) / 10) } });
  }
  return new Fault(status >= 500 && status !== 501 ? 'internal-error' : 'malformed-request');
}
