/** Which origins may embed the window in a frame: our own, and those that any region allows. */
import type { ServerResponse } from 'node:http';

const windowPath = /^\/window(\/|$)/;

/** True for pages that hosts may embed; all other pages forbid it in their own headers. */
export const isFramable = (pathname: string): boolean => windowPath.test(pathname);

/**
 * Adds the policy after the page has set its headers: a second Content-Security-Policy only narrows the first.
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
