/** Serves the pages: built ones by SvelteKit’s handler, or vite’s in development. */
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
 * @param publicOrigin our fixed origin; without it, the pages use the Host header and the protocol we pass to them
 * @throws PlainError when the pages have not been built
 */
export async function builtPages(publicOrigin: string | null): Promise<Pages> {
  const file = path.join(webFolder, 'build', 'handler.js');
  if (!existsSync(file)) throw new PlainError('The pages are not built (web/build/handler.js is missing); run: npx vite build web');
  // adapter-node reads its environment when loaded, and assumes https unless told which header to read.
  if (publicOrigin !== null) process.env['ORIGIN'] = publicOrigin;
  else process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: RequestListener };
  return { handle: handler, stop: () => Promise.resolve() };
}

/** Serves pages from their sources and reloads them on change. Vite's own live connection shares our port. */
export async function developedPages(server: Server): Promise<Pages> {
  // SvelteKit looks for its sources in the working directory.
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
