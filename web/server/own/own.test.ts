/** Personal arrangements of taxpayers: 我的收藏 and 快捷入口. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { mostFavourites } from '../../../domain/favourites.ts';
import type { Favourites } from '../../api/favourites.ts';
import type { OfferedLinks, QuickLinks } from '../../api/quick-links.ts';

const web = testWeb();
type Person = Who & { id: string };
let taxpayer: Person;
let other: Person;
let administrator: Who;
beforeAll(async () => {
  [taxpayer, other] = await Promise.all([web.taxpayer('li-xue-whale'), web.taxpayer('zhao-min')]);
  administrator = await web.officer('admin');
});
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;

describe('我的收藏', () => {
  beforeEach(async () => {
    await web.knex('favourites').delete();
  });
  const keep = (entryId: string, version = 1, as: Who = taxpayer) =>
    web.ask('PUT', `/api/favourites/${entryId}`, { as, body: { version } });
  const list = async (query = '', as: Who = taxpayer) =>
    (await web.ask('GET', `/api/favourites?q=${encodeURIComponent(query)}`, { as })).body as unknown as Favourites;
  const ids = async (query = '', as: Who = taxpayer) => (await list(query, as)).items.map(({ entryId }) => entryId);

  it('are kept, listed, searched and removed by their taxpayer alone', async () => {
    expect((await keep('fp-001')).status).toBe(204);
    expect((await keep('fp-002')).status).toBe(204);
    expect((await keep('fp-001')).status).toBe(204);
    expect(await ids()).toEqual(['fp-002', 'fp-001']);
    expect(await ids('总额度 口径')).toEqual(['fp-002']);
    expect(await ids('世界杯')).toEqual([]);
    expect(await ids('', other)).toEqual([]);
    expect((await web.ask('GET', '/api/favourites/ids', { as: taxpayer })).body).toEqual({ ids: ['fp-002', 'fp-001'] });
    await web.ask('DELETE', '/api/favourites/fp-002', { as: other });
    expect(await ids()).toHaveLength(2);
    expect((await web.ask('DELETE', '/api/favourites/fp-002', { as: taxpayer })).status).toBe(204);
    expect(await ids()).toEqual(['fp-001']);
  });

  it('show what is told today, and what was kept once nothing is told any more', async () => {
    const entry = { region_id: 'binhai', id: `boat-${randomUUID().slice(0, 8)}` };
    await web.knex('knowledge_entries').insert({ ...entry, topic: '补贴', question: '龙舟', answer: '甲', audience: ['both'] });
    await keep(entry.id);
    const shown = async () => (await list()).items.map(({ version, shownVersion, answer, told }) => [version, shownVersion, answer, told]);
    expect(await shown()).toEqual([[1, 1, '甲', true]]);
    await web.knex('knowledge_entries').where(entry).update({ answer: '乙' });
    expect(await shown()).toEqual([[1, 2, '乙', true]]);
    await web.knex('knowledge_entries').where(entry).update({ valid_to: '2020-01-01' });
    expect(await shown()).toEqual([[1, 1, '甲', false]]);
    await web.knex('knowledge_entries').where(entry).delete();
    expect(await shown()).toEqual([[1, 1, '甲', false]]);
  });

  it('are of versions that the region has published, and not endless', async () => {
    expect((await keep('fp-001', 9)).status).toBe(404);
    expect((await keep('nothing')).status).toBe(404);
    await web
      .knex('favourites')
      .insert(Array.from({ length: mostFavourites - 1 }, (_, n) => ({ identity_id: taxpayer.id, entry_id: `x-${String(n)}`, version: 1 })));
    const answers = await Promise.all(['fp-001', 'fp-002', 'fp-003'].map((id) => keep(id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422, 422]);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(['favourites-too-many', 'favourites-too-many']);
  });
});

describe('快捷入口', () => {
  const link = (name: string, change: object = {}) => ({
    id: randomUUID(),
    name,
    nameEn: `${name} (en)`,
    href: 'https://etax.example.gov.cn/map',
    audience: ['both'],
    ...change,
  });
  const offer = (version: number, links: object[], as: Who = administrator) =>
    web.ask('PUT', '/api/quick-links/offered', { as, body: { version, links } });
  const own = async (as: Who = taxpayer) => (await web.ask('GET', '/api/quick-links', { as })).body as unknown as QuickLinks;
  beforeEach(async () => {
    await web.knex('quick_links').delete();
    await web.knex('quick_link_versions').delete();
    await web.knex('own_quick_links').delete();
  });

  it('are offered by the administrator, in order, to each kind of taxpayer their own', async () => {
    const [map, tools, people] = [
      link('办税地图'),
      link('我的留言', { href: '/window/messages', audience: ['enterprise'] }),
      link('个税', { audience: ['natural-person'] }),
    ];
    expect((await offer(0, [map, tools, people])).body).toMatchObject({ version: 1 });
    expect((await own()).links).toEqual([
      { id: map.id, name: '办税地图', href: 'https://etax.example.gov.cn/map', outside: true },
      { id: tools.id, name: '我的留言', href: '/window/messages', outside: false },
    ]);
    expect((await offer(1, [people, map])).body).toMatchObject({ version: 2 });
    const offered = (await web.ask('GET', '/api/quick-links/offered', { as: administrator })).body as unknown as OfferedLinks;
    expect(offered.links.map(({ id }) => id)).toEqual([people.id, map.id]);
    expect((await own()).links.map(({ id }) => id)).toEqual([map.id]);
  });

  it('are changed by one administrator at a time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => offer(0, [link('办税地图')])));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(['changed-meanwhile', 'changed-meanwhile']);
    expect((await offer(1, [])).status).toBe(200);
    expect((await own()).links).toEqual([]);
  });

  it('are chosen and ordered by their taxpayer', async () => {
    expect((await own()).chosen).toBeNull();
    const chosen = ['/window/messages', randomUUID()];
    expect((await web.ask('PUT', '/api/quick-links', { as: taxpayer, body: { chosen } })).status).toBe(204);
    expect((await own()).chosen).toEqual(chosen);
    expect((await own(other)).chosen).toBeNull();
    await web.ask('PUT', '/api/quick-links', { as: taxpayer, body: { chosen: [] } });
    expect((await own()).chosen).toEqual([]);
    await web.ask('PUT', '/api/quick-links', { as: taxpayer, body: { chosen: null } });
    expect((await own()).chosen).toBeNull();
    expect((await web.ask('PUT', '/api/quick-links', { as: taxpayer, body: { chosen: ['a', 'a'] } })).status).toBe(422);
  });

  it.each([
    ['a script', { href: 'javascript:alert(1)' }],
    ['plain http', { href: 'http://etax.example.gov.cn' }],
    ['an officers’ page', { href: '/admin' }],
    ['no name', { name: ' ' }],
    ['nobody', { audience: [] }],
  ])('are not offered with %s', async (_, change) => {
    expect((await offer(0, [link('办税地图', change)])).status).toBe(422);
  });
});
