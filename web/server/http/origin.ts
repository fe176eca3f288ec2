import type { AppContext } from './context.ts';
import type { WebConfig } from '../deps.ts';

/** Our own origin, as the caller's browser sees it. */
const ownOrigin = (ctx: Pick<AppContext, 'protocol' | 'host'>, config: Pick<WebConfig, 'publicOrigin'>): string =>
  config.publicOrigin ?? `${ctx.protocol}://${ctx.host}`;

/**
 * True when a changing request may rely on a cookie, that is, comes from our own pages. Browsers send the Origin with each such request;
 * other clients hold no cookie that another site could abuse.
 */
export function fromOwnPages(ctx: Pick<AppContext, 'protocol' | 'host' | 'get'>, config: Pick<WebConfig, 'publicOrigin'>): boolean {
  const origin = ctx.get('origin');
  if (origin !== '') return origin === ownOrigin(ctx, config);
  const site = ctx.get('sec-fetch-site');
  return site === '' || site === 'same-origin' || site === 'none';
}
