/** A kind of case that there is in tests only, on the pages: built from a checkout to which it is added (`tests/support/made-up`). */
import { randomUUID } from 'node:crypto';

import { connect, timeLimits } from '../../db/connect.ts';
import { checkoutWithKind } from '../support/made-up/checkout.ts';
import { expect, test as base } from './fixtures.ts';
import { apiTaxpayer, taxpayer } from './people.ts';
import { startCopy, type OwnCopy } from './product.ts';

const test = base.extend<object, { copy: OwnCopy }>({
  copy: [
    async ({ browserName: _ }, use) => {
      const checkout = checkoutWithKind();
      const copy = await startCopy({}, checkout.folder);
      await use(copy);
      await copy.end();
      checkout.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ copy }, use) => use(copy.product.origin),
});

const who = taxpayer('li-xue-whale');
const text = '携带公章前来办理变更登记';

/** Stores a case type, as an administrator would. */
async function addType({ product }: OwnCopy): Promise<void> {
  const knex = connect(product.services().databaseUrl, 1, timeLimits.tool);
  await knex('case_types').insert({ id: 'visit', kind: 'visit', region_id: 'binhai', name: '变更登记', name_en: 'Change' });
  await knex.destroy();
}

test('a visit is claimed on the officers’ page, and its taxpayer comes by their window', async ({ people, copy }) => {
  await addType(copy);
  const api = await apiTaxpayer(people.origin, who);
  const message = { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问变更登记需要携带哪些材料前往办理？', reminder: 'inbox' };
  const originId = randomUUID();
  await api.send('PUT', `/api/messages/${originId}`, message);
  /** One whose time comes in an hour. @param leadMinutes so long before it they want to be told */
  const plan = async (leadMinutes: number): Promise<{ id: string; number: string }> => {
    const id = randomUUID();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const { number } = await api.send('PUT', `/api/visits/${id}`, { originId, typeId: 'visit', at, leadMinutes, text, reminder: 'inbox' });
    return { id, number: String(number) };
  };
  const { id, number } = await plan(15);

  const desk = await people.desk('agent1');
  await desk.page.goto(`/desk/cases/${number}`);
  const theirs = desk.page.getByRole('article', { name: `上门 ${number}` });
  const story = theirs.getByRole('region', { name: '办理过程' });
  await expect(theirs.locator('header').first()).toContainText('待上门');
  await expect(theirs).toContainText('尚未到约定时间，暂不需要处理。');
  await expect(story).toContainText(`${who.name}约定上门`);
  await expect(story).toContainText(text);
  await theirs.getByRole('button', { name: '签收', exact: true }).click();
  await expect(story).toContainText('签收');

  const window = await (await people.taxpayer(who)).openWindow();
  await window.visit(`/window/visits/${id}`);
  await expect(window.main.getByRole('heading', { name: number, level: 1 })).toBeVisible();
  const own = window.main.getByRole('region', { name: '上门详情' });
  await expect(own).toContainText('您约定了上门时间');
  await expect(own).toContainText('工作人员已受理');
  await window.main.getByRole('button', { name: '我已到达' }).click();
  await expect(own).toContainText('您已到达');
  await expect(story, 'told to the officer by the live connection').toContainText(`${who.name}已到达`);
  await desk.open('mine');
  await expect(await desk.arrived(number)).toContainText('上门');

  await window.visit('/window/visits');
  await window.main.getByRole('link', { name: number }).click();
  await expect(own).toContainText('您已到达');

  const near = await plan(60);
  const notices = await window.notices();
  await notices.tab('待办提醒');
  await expect(notices.of('上门提醒', near.number)).toBeVisible();
});
