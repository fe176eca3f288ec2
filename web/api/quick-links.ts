/** 快捷入口 (A8). */
import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { audiences } from '../../domain/knowledge.ts';
import { linkTarget, quickLinkLimits } from '../../domain/quick-links.ts';
import { idSchema } from './common.ts';

/** GET /api/quick-links: what is offered to the taxpayer, and their own choice. */
export const quickLinksAnswer = z
  .object({
    links: z.array(z.object({ id: z.string(), name: z.string(), href: z.string(), outside: z.boolean() })).max(quickLinkLimits.links),
    chosen: z
      .array(z.string())
      .max(quickLinkLimits.chosen)
      .nullable()
      .meta({ description: 'Ids of links, and of pages of the window, in the taxpayer’s order; null while they have chosen nothing.' }),
  })
  .meta({ id: 'QuickLinks' });
export type QuickLinks = z.infer<typeof quickLinksAnswer>;

/** PUT /api/quick-links */
export const chosenLinksBody = z.object({
  chosen: z
    .array(z.string().min(1).max(quickLinkLimits.id))
    .max(quickLinkLimits.chosen)
    .refine((ids) => new Set(ids).size === ids.length, { params: { code: 'duplicate' } })
    .nullable()
    .meta({ description: 'Null goes back to what the region offers.' }),
});

const name = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => lengthOf(text) <= most, { params: { code: 'too-long', limit: most } });
const offeredLinkSchema = z.object({
  id: idSchema,
  name: name(quickLinkLimits.name),
  nameEn: name(quickLinkLimits.nameEn),
  href: z
    .string()
    .trim()
    .min(1)
    .max(quickLinkLimits.href)
    .refine((href) => linkTarget(href) !== null, { params: { code: 'invalid' } })
    .meta({ description: 'An https address, or a page of the window (/window/…).' }),
  audience: z.array(z.enum(audiences)).min(1).max(audiences.length),
});
const offeredLinks = z
  .array(offeredLinkSchema)
  .max(quickLinkLimits.links)
  .refine((links) => new Set(links.map(({ id }) => id)).size === links.length, { params: { code: 'duplicate' } });

/** GET /api/quick-links/offered: links of the region, in their order, with the version to change. */
export const offeredLinksAnswer = z.object({ version: z.int(), links: z.array(offeredLinkSchema) }).meta({ id: 'OfferedQuickLinks' });
export type OfferedLinks = z.infer<typeof offeredLinksAnswer>;
/** PUT /api/quick-links/offered: replaces them all. */
export const offeredLinksBody = z.object({ version: z.int().min(0).max(2_147_483_647), links: offeredLinks });
