import type { AppContext } from './context.ts';
import type { WebConfig } from '../deps.ts';

/** Our own origin, as the person asking reaches us. */
const ownOrigin = (ctx: Pick<AppContext, 'protocol' | 'host'>, config: Pick<WebConfig, 'publicOrigin'>): string =>
  config.publicOrigin ?? `${ctx.protocol}://${ctx.host}`;

/**
 * Whether a request that changes something may lean on a cookie: only from our own pages. Browsers name the origin of every
 * such request; who is no browser has no cookie that another site could borrow.
 */
export function fromOwnPages(ctx: Pick<AppContext, 'protocol' | 'host' | 'get'>, config: Pick<WebConfig, 'publicOrigin'>): boolean {
  const origin = ctx.get('origin');
  if (origin !== '') return origin === ownOrigin(ctx, config);
  const site = ctx.get('sec-fetch-site');
  return site === '' || site === 'same-origin' || site === 'none';
}
