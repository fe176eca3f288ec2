import type { ServerResponse } from 'node:http';

/** A year: for so long a browser does not even try us without TLS. */
const hstsSeconds = 31_536_000;
/** What none of our pages uses is forbidden to whatever might get into one of them. */
const permissions = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture']
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Headers of every answer, page or API.
 * @param publicOrigin where people reach us; only when it says https is that promised for later
 */
export function setPolicyHeaders(response: ServerResponse, publicOrigin: string | null): void {
  response.setHeader('Permissions-Policy', permissions);
  if (publicOrigin?.startsWith('https:') === true) response.setHeader('Strict-Transport-Security', `max-age=${String(hstsSeconds)}`);
}
