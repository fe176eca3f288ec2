import type { Handle } from '@sveltejs/kit/hooks';
import { createTranslate, languages } from '../i18n/index.ts';

/** In every language, because without scripts nobody can choose one. */
const noScript = languages.map((language) => createTranslate(language)('noScript')).join(' ');

/** Other sites may frame the window: it uses no cookie, and does nothing without a host's token. */
const framable = (path: string): boolean => path === '/window' || path.startsWith('/window/');

/** All other pages may only be framed by ourselves, which prevents clickjacking of officers' pages. */
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
