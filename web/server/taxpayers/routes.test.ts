import { beforeAll, describe, expect, it } from '@jest/globals';

import { codeOf, faultsOf, orderDesk, type Login, type Person } from '../../../tests/support/order-desk.ts';
import { testWeb } from '../../../tests/support/web.ts';

const web = testWeb();
const the = orderDesk(web);
const { officer } = the;

let zhao: Person;
beforeAll(async () => {
  zhao = await web.taxpayer('zhao-min');
});

describe('taxpayers looked up', () => {
  const find = (q: string, login: Login = 'agent1') => web.ask('GET', `/api/taxpayers?q=${encodeURIComponent(q)}`, { as: officer(login) });
  const names = ({ body }: { body: Record<string, unknown> }) =>
    (body['items'] as { personName: string; companyName: string | null }[]).map(({ personName, companyName }) => companyName ?? personName);

  it('are found by a part of a name, a company or a number, in the own region alone', async () => {
    await web.taxpayer('liu-yang-tea');
    expect(names(await find('赵敏'))).toEqual(['赵敏']);
    expect(names(await find('蓝鲸科技'))).toEqual(['滨海蓝鲸科技有限公司']);
    expect(names(await find('91990100ma0demo01'))).toEqual(['滨海蓝鲸科技有限公司']);
    expect(names(await find('山茶商贸'))).toEqual([]);
    expect(names(await find('山茶商贸', 'agent6'))).toEqual(['云岭山茶商贸有限公司']);
    for (const sign of ['%%', '__', "'; --"]) expect(names(await find(sign))).toEqual([]);
  });

  it('need two characters at least, as people count them', async () => {
    for (const q of ['', ' ', '赵', ' 赵 ', '𠮷']) expect([q, (await find(q)).status]).toEqual([q, 422]);
    expect(faultsOf(await find('𠮷'))).toEqual({ q: 'too-short' });
    expect((await find('赵敏')).status).toBe(200);
  });

  it('leave a note of who was found, not of what was asked, also when it was nobody', async () => {
    const noted = () =>
      web.knex('audit_log').where({ action: 'search', object_kind: 'taxpayer' }).orderBy('id').select('actor_id', 'detail');
    const before = await noted();
    await find('赵敏');
    await find('没有这个人');
    expect((await noted()).slice(before.length)).toEqual([
      { actor_id: officer('agent1').id, detail: { found: [zhao.id] } },
      { actor_id: officer('agent1').id, detail: { found: [] } },
    ]);
  });

  it('are for agents and supervisors', async () => {
    expect((await find('赵敏', 'supervisor1')).status).toBe(200);
    expect(codeOf(await find('赵敏', 'admin'))).toBe('not-allowed');
    expect((await web.ask('GET', '/api/taxpayers?q=赵敏', { as: the.taxpayer() })).status).toBe(403);
    expect((await web.ask('GET', '/api/taxpayers?q=赵敏')).status).toBe(401);
  });
});
