/** 快捷入口 (A8): what the region offers, and a taxpayer's own choice and order. */
import { audit } from '../../../db/audit.ts';
import { identityOf } from '../../../db/entry.ts';
import { chooseLinks, chosenLinks, offeredLinks, offerLinks } from '../../../db/quick-links.ts';
import { linkTarget } from '../../../domain/quick-links.ts';
import { chosenLinksBody, offeredLinksAnswer, offeredLinksBody, quickLinksAnswer } from '../../api/quick-links.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';

const tag = 'Quick links';

const list = defineRoute({
  method: 'get',
  path: '/api/quick-links',
  tag,
  summary: 'Links that the region offers to this kind of taxpayer, and the taxpayer’s own choice and order',
  access: 'taxpayer',
  limit: 'read',
  answers: { 200: quickLinksAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const [{ links }, chosen, identity] = await Promise.all([
      offeredLinks(knex, viewer.regionId),
      chosenLinks(knex, viewer.id),
      identityOf(knex, viewer.id),
    ]);
    const own = identity?.kind ?? 'natural-person';
    const offered = links
      .filter(({ audience }) => audience.includes('both') || audience.includes(own))
      .flatMap(({ id, name, nameEn, href }) => {
        const target = linkTarget(href);
        return target === null ? [] : [{ id, name: nameIn(language, name, nameEn), ...target }];
      });
    return { status: 200, body: { links: offered, chosen } };
  },
});

const choose = defineRoute({
  method: 'put',
  path: '/api/quick-links',
  tag,
  summary: 'Choose and order one’s own links',
  access: 'taxpayer',
  limit: 'command',
  body: chosenLinksBody,
  answers: { 204: null },
  handler: async ({ viewer, body: { chosen } }, { knex }) => {
    await chooseLinks(knex, viewer.id, chosen);
    return { status: 204, body: null };
  },
});

const offered = defineRoute({
  method: 'get',
  path: '/api/quick-links/offered',
  tag,
  summary: 'Links of the region with both names, for its administrator',
  access: 'officer',
  roles: ['administrator'],
  limit: 'read',
  answers: { 200: offeredLinksAnswer },
  handler: async ({ viewer }, { knex }) => ({ status: 200, body: await offeredLinks(knex, viewer.regionId) }),
});

const offer = defineRoute({
  method: 'put',
  path: '/api/quick-links/offered',
  tag,
  summary: 'Replace the links of the region, unless they have changed since they were read',
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  body: offeredLinksBody,
  answers: { 200: offeredLinksAnswer },
  faults: ['changed-meanwhile'],
  handler: async ({ viewer, body: { version, links }, requestId }, { knex }) => {
    const { regionId } = viewer;
    const next = await knex.transaction(async (trx) => {
      const changed = await offerLinks(trx, regionId, version, links);
      if (changed !== null)
        await audit(trx, {
          actor: viewer,
          regionId,
          action: 'offer',
          objectKind: 'quick-links',
          objectId: regionId,
          requestId,
          detail: { version: changed, links: links.map(({ id }) => id) },
        });
      return changed;
    });
    if (next === null) throw new Fault('changed-meanwhile');
    return { status: 200, body: { version: next, links } };
  },
});

export const quickLinkRoutes = [list, choose, offered, offer];
