/** Which sites may hold the window in a frame: our own, and those that any region allows. */
import type { ServerResponse } from 'node:http';

const windowPath = /^\/window(\/|$)/;

/** Whether a page is made to be framed by hosts; every other page's own headers forbid it. */
export const isFramable = (pathname: string): boolean => windowPath.test(pathname);

/**
 * Adds the policy when the page's headers are complete: a second Content-Security-Policy only ever narrows the first.
 * @param origins exact origins of hosts
 */
export function allowFraming(response: ServerResponse, origins: readonly string[]): void {
  const policy = `frame-ancestors ${["'self'", ...origins].join(' ')}`;
  const writeHead = response.writeHead.bind(response) as (...parts: unknown[]) => ServerResponse;
  response.writeHead = (...parts: unknown[]) => {
    response.appendHeader('content-security-policy', policy);
    return writeHead(...parts);
  };
}
