/** The pages: built ones by SvelteKit's own handler, or vite's in development. */
import type { RequestListener, Server } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { PlainError } from '../../runtime/plain-error.ts';
import { existsSync } from 'node:fs';

export interface Pages {
  handle: RequestListener;
  stop(): Promise<void>;
}

const webFolder = path.resolve(import.meta.dirname, '..');

/**
 * @param publicOrigin our address if it is fixed, else the pages go by the Host header and the protocol that we tell them
 * @throws PlainError when they have not been built
 */
export async function builtPages(publicOrigin: string | null): Promise<Pages> {
  const file = path.join(webFolder, 'build', 'handler.js');
  if (!existsSync(file)) throw new PlainError('The pages are not built (web/build/handler.js is missing); run: npx vite build web');
  // adapter-node reads its environment when it is loaded, and takes everything for https unless told where to look.
  if (publicOrigin !== null) process.env['ORIGIN'] = publicOrigin;
  else process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: RequestListener };
  return { handle: handler, stop: () => Promise.resolve() };
}

/** Pages straight from their sources, reloaded when one changes. Vite's own live connection shares our port. */
export async function developedPages(server: Server): Promise<Pages> {
  // SvelteKit looks for its sources in the working folder.
  process.chdir(webFolder);
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: path.join(webFolder, 'vite.config.ts'),
    root: webFolder,
    server: { middlewareMode: true, hmr: { server, path: '/vite-hmr' } },
  });
  return {
    handle: (request, response) => {
      vite.middlewares(request, response, () => {
        response.writeHead(404).end();
      });
    },
    stop: () => vite.close(),
  };
}
