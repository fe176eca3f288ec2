import { connect } from '../../db/connect.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { noneRunning, openOrderByApi } from './orders.ts';
import { taxpayer } from './people.ts';

const who = taxpayer('wang-lihua-haiyan');

/** As if it had been opened so many days ago: nobody can wait for that. */
async function openFor(id: string, days: number): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    await knex('tasks')
      .where({ case_id: id })
      .update({ opened_at: new Date(Date.now() - days * 86_400_000) });
  } finally {
    await knex.destroy();
  }
}

test('a supervisor sees for how long orders have been open, goes to the oldest and back to the board', async ({ people }) => {
  await noneRunning(people.origin, 'supervisor1', who);
  const order = await openOrderByApi(people.origin, 'agent1', who);
  await openFor(order.id, 40);
  const { page, list } = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  await page.getByRole('link', { name: '工单看板' }).click();

  const byAge = page.getByRole('region', { name: '按开立时长' });
  await byAge.getByRole('link', { name: /^数电票额度调整 · 超过 30 天 \d+ 件，在列表中查看$/ }).click();
  await expect(list.getByText('数电票额度调整 · 已开立 超过 30 天（先开立的在前）')).toBeVisible();
  await expect(list.getByRole('listitem').first()).toContainText(order.number);
  await expect(list.getByRole('listitem').first()).toContainText('开立');

  await expect(byAge.getByText('受理')).toHaveCount(0);
  await byAge.getByRole('button', { name: '显示各环节' }).click();
  await expect(byAge.getByRole('link', { name: /^数电票额度调整 · 受理 · 超过 30 天 \d+ 件/ })).toBeVisible();
  await looksWell('board-chart', page);

  await list.getByRole('link', { name: order.number }).click();
  await expect(page.getByRole('article', { name: `工单 ${order.number} 的运行情况` })).toBeVisible();
  await page.getByRole('link', { name: '返回工单看板' }).click();
  await expect(page.getByRole('heading', { name: '工单看板' })).toBeVisible();
  await expect(list.getByRole('listitem').first()).toContainText(order.number);

  await page.getByRole('button', { name: '表格' }).click();
  const table = page.getByRole('region', { name: /^按开立时长/ });
  await expect(table.getByRole('columnheader', { name: '超过 30 天' })).toBeVisible();
  await table.getByRole('link', { name: /^合计 · 超过 30 天 \d+ 件/ }).click();
  await expect(list.getByText('只显示工单 · 已开立 超过 30 天（先开立的在前）')).toBeVisible();
  await looksWell('board-table', page);
  await page.getByRole('button', { name: '图表' }).click();
  await noneRunning(people.origin, 'supervisor1', who);
});

test('who opens a history from the page of a case is led back to it', async ({ people }) => {
  await noneRunning(people.origin, 'supervisor1', who);
  const order = await openOrderByApi(people.origin, 'agent1', who);
  const { page } = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  await page.goto(`/desk/cases/${order.id}?view=centre`);
  await page.getByRole('link', { name: '运行情况' }).click();
  await expect(page.getByRole('article', { name: `工单 ${order.number} 的运行情况` })).toBeVisible();
  await page.getByRole('link', { name: '返回办理页' }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/cases/${order.id}\\?view=centre$`));
  await noneRunning(people.origin, 'supervisor1', who);
});
