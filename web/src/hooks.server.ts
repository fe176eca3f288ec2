import type { Handle } from '@sveltejs/kit/hooks';
import { createTranslate, languages } from '../i18n/index.ts';

/** Every language's sentence: without scripts nobody can choose one. */
const noScript = languages.map((language) => createTranslate(language)('noScript')).join(' ');

/** The window is made to be framed by other sites (it holds no cookie and does nothing without a host's token). */
const framable = (path: string): boolean => path === '/window' || path.startsWith('/window/');

/** Every other page may be framed by ourselves only, so that nobody can lay an officer's page under another one. */
export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%noscript%', noScript) });
  if (response.headers.get('content-type')?.startsWith('text/html') !== true) return response;
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  if (framable(event.url.pathname)) return response;
  const policy = response.headers.get('content-security-policy');
  response.headers.set('content-security-policy', policy === null ? "frame-ancestors 'self'" : `${policy}; frame-ancestors 'self'`);
  response.headers.set('x-frame-options', 'SAMEORIGIN');
  return response;
};
