import type { ServerResponse } from 'node:http';

/** One year, during which browsers only use TLS. */
const hstsSeconds = 31_536_000;
/** Browser features that our pages do not use are forbidden, also to injected code. */
const unused = ['geolocation', 'payment', 'usb'].map((feature) => `${feature}=()`);
/** Voice and screenshots of the window. A bureau of our own origin, the demo, passes them on to the window that it frames. */
const own = ['camera', 'microphone', 'display-capture'].map((feature) => `${feature}=(self)`);
const permissions = [...unused, ...own].join(', ');

/**
 * Sets the security headers of every answer, page or API.
 * @param publicOrigin our public origin; HSTS is sent only when it is https
 */
export function setPolicyHeaders(response: ServerResponse, publicOrigin: string | null): void {
  response.setHeader('Permissions-Policy', permissions);
  if (publicOrigin?.startsWith('https:') === true) response.setHeader('Strict-Transport-Security', `max-age=${String(hstsSeconds)}`);
}
