import type { ServerResponse } from 'node:http';

/** One year, during which browsers only use TLS. */
const hstsSeconds = 31_536_000;
/** Browser features that our pages do not use are forbidden, also to injected code. */
const permissions = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture']
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Sets the security headers of every answer, page or API.
 * @param publicOrigin our public origin; HSTS is sent only when it is https
 */
export function setPolicyHeaders(response: ServerResponse, publicOrigin: string | null): void {
  response.setHeader('Permissions-Policy', permissions);
  if (publicOrigin?.startsWith('https:') === true) response.setHeader('Strict-Transport-Security', `max-age=${String(hstsSeconds)}`);
}
