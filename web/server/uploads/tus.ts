/**
 * Uploads by the tus protocol 1.0 at /api/uploads: begun, sent in pieces, resumed after a lost network, or ended. The row in
 * PostgreSQL says whose an upload is and whether it is good; the protocol's own notes lie beside the file.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

import { Server } from '@tus/server';
import type { Middleware } from 'koa';

import { audit } from '../../../db/audit.ts';
import { deleteUnadoptedUpload, insertUpload, markUploadReady, markUploadRefused, uploadOf } from '../../../db/contents.ts';
import type { Upload } from '../../../db/models/index.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { authenticate } from '../http/authenticate.ts';
import type { AppState } from '../http/context.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { answerOf, errorBody, logFailure } from '../http/errors.ts';
import { authorOf, checkBeginning, checkContent } from './rules.ts';
import type { UploadStore } from './store.ts';

const uploadsPath = '/api/uploads';

/** The request that a hook of the tus server is called for. */
interface Asking {
  viewer: Viewer;
  state: AppState;
}

export function uploads(deps: Deps, store: UploadStore): Middleware<AppState> {
  const asking = new AsyncLocalStorage<Asking>();
  const current = (): Asking => {
    const found = asking.getStore();
    if (found === undefined) throw new Error('an upload outside a request');
    return found;
  };

  const server = new Server({
    path: uploadsPath,
    datastore: store.dataStore,
    relativeLocation: true,
    // Our pages come from our own origin; no other may send files here.
    allowedOrigins: () => false,
    namingFunction: () => randomUUID(),
    onUploadCreate: async (_request, upload) => {
      const { viewer, state } = current();
      const name = await checkBeginning(viewer, upload.metadata?.['filename'] ?? '', upload.size, deps);
      await insertUpload(deps.knex, { id: upload.id, author: authorOf(viewer), regionId: viewer.regionId, name, size: upload.size ?? 0 });
      await audit(deps.knex, {
        actor: authorOf(viewer),
        regionId: viewer.regionId,
        action: 'upload',
        objectKind: 'upload',
        objectId: upload.id,
        requestId: state.requestId,
      });
      // The name is kept in PostgreSQL alone.
      return { metadata: {} };
    },
    onIncomingRequest: async (request, id) => {
      if (request.method === 'POST') return;
      const upload = await own(deps, current().viewer, id);
      if (request.method === 'DELETE' && upload.case_id !== null) throw new Fault('not-allowed');
      // A crash between the last byte and the check of the content is made good when the browser asks how far it got.
      if (request.method === 'HEAD' && upload.status === 'uploading' && (await store.isWhole(id, upload.size)))
        await finish(deps, store, upload);
    },
    onUploadFinish: async (_request, { id }) => {
      await finish(deps, store, await own(deps, current().viewer, id));
      return {};
    },
    onResponseError: (_request, error) => present(deps, current().state, error),
  });
  server.on('POST_TERMINATE', (_request: unknown, _response: unknown, id: string) => {
    // Without its file the row is worth nothing; should this fail, the sweep finds it.
    deleteUnadoptedUpload(deps.knex, id).catch((error: unknown) => {
      logFailure(deps.log, current().state, error);
    });
  });

  return async (ctx, next) => {
    if (ctx.path !== uploadsPath && !ctx.path.startsWith(`${uploadsPath}/`)) {
      await next();
      return;
    }
    ctx.state.route = ctx.path === uploadsPath ? uploadsPath : `${uploadsPath}/{id}`;
    const viewer = await authenticate(ctx, 'person', deps);
    // Files are opened by signed links only, and this protocol's own reading would not ask whose they are.
    if (viewer === null || ctx.method === 'GET') throw new Fault('not-found');
    ctx.respond = false;
    ctx.res.setHeader('Cache-Control', 'no-store');
    await asking.run({ viewer, state: ctx.state }, () => server.handle(ctx.req, ctx.res));
  };
}

/** Another person's upload does not exist, nor does one that was refused. */
async function own({ knex }: Deps, viewer: Viewer, id: string): Promise<Upload> {
  const upload = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? await uploadOf(knex, id) : undefined;
  if (upload?.author_kind !== viewer.kind || upload.author_id !== viewer.id || upload.status === 'refused') throw new Fault('not-found');
  return upload;
}

async function finish(deps: Deps, store: UploadStore, upload: Upload): Promise<void> {
  try {
    await markUploadReady(deps.knex, upload.id, await checkContent(upload.id, upload.name, store));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await markUploadRefused(deps.knex, upload.id);
    await store.remove(upload.id);
    throw error;
  }
}

/** Our refusals in the shape of all errors; what the protocol itself says to a wrong request keeps its status and words. */
function present(
  deps: Deps,
  state: AppState,
  error: Error | { status_code: number; body: string },
): { status_code: number; body: string } | undefined {
  if ('status_code' in error) {
    if (error.status_code !== 404 && error.status_code !== 410) return undefined;
    return { status_code: 404, body: JSON.stringify(errorBody(state, answerOf(new Fault('not-found')))) };
  }
  const answer = answerOf(error);
  if (answer.status >= 500) logFailure(deps.log, state, error);
  return { status_code: answer.status, body: JSON.stringify(errorBody(state, answer)) };
}
