/** 快捷入口 (A8): links that a region offers, and what a taxpayer makes of them. */
import { safeTarget } from './input/links.ts';

export const quickLinkLimits = { links: 50, name: 20, nameEn: 40, href: 500, chosen: 100, id: 64 } as const;

/**
 * Returns where a link leads: a page of the window, or an address on the web; null when it may not be offered.
 * @param href as an administrator writes it
 */
export function linkTarget(href: string): { href: string; outside: boolean } | null {
  if (/^\/window(?:\/[\w/-]*)?$/.test(href) && !href.includes('//')) return { href, outside: false };
  const target = safeTarget(href);
  return target?.startsWith('https:') === true ? { href: target, outside: true } : null;
}

/**
 * Returns what is shown, in a taxpayer's order: their choice without what is not offered any more; all that is offered while they have
 * chosen nothing.
 */
export function arranged<T extends { readonly id: string }>(offered: readonly T[], chosen: readonly string[] | null): T[] {
  if (chosen === null) return [...offered];
  return chosen.flatMap((id) => offered.find((link) => link.id === id) ?? []);
}
