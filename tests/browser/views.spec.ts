import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures.ts';
import type { People } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { openOrderByApi } from './orders.ts';
import type { Desk } from './pages/desk.ts';
import { apiOfficer, apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const centre = 'binhai-1';
const who = taxpayer('li-xue');

/** An officer who has kept nothing yet. */
async function startsAnew(people: People, login: string): Promise<void> {
  const api = await apiOfficer(people.origin, login);
  const { items } = (await api.get('/api/desk/views')) as { items: { id: string }[] };
  for (const { id } of items) await api.send('DELETE', `/api/desk/views/${id}`, {});
}

const choose = async ({ page, list }: Desk, filter: '种类' | '类型', option: string): Promise<void> => {
  await list.getByRole('combobox', { name: filter, exact: false }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const saved = ({ list }: Desk) => list.getByRole('navigation', { name: '常用视图' });
const view = (desk: Desk, name: string) => saved(desk).getByRole('link', { name, exact: true });
const saving = (page: Page) => page.getByRole('dialog', { name: '保存当前筛选' });
const managing = (page: Page) => page.getByRole('dialog', { name: '管理常用视图' });

async function save(desk: Desk, name: string): Promise<void> {
  await desk.list.getByRole('button', { name: '保存筛选' }).click();
  await saving(desk.page).getByRole('textbox', { name: '视图名称' }).fill(name);
  await saving(desk.page).getByRole('button', { name: '保存', exact: true }).click();
}

test('the worklist is narrowed to a kind, and the types say of which kind they are', async ({ people }) => {
  const message = await handInByApi(await apiTaxpayer(people.origin, who), centre, '请问红字发票信息表如何填写，需要哪些材料？');
  const order = await openOrderByApi(people.origin, 'agent1', who);
  const desk = await people.desk('agent1', 'centre', { reducedMotion: 'reduce' });
  const { page, list } = desk;
  await list.getByRole('textbox', { name: '搜索待办' }).fill(who.name);
  await expect(page).toHaveURL(/q=/);
  await expect(desk.row(message.number)).toBeVisible();
  await expect(desk.row(order.number)).toBeVisible();

  await choose(desk, '种类', '工单');
  await expect(desk.row(message.number)).toHaveCount(0);
  await expect(desk.row(order.number)).toBeVisible();
  await expect(page).toHaveURL(/kind=work-order/);
  await list.getByRole('combobox', { name: '类型' }).click();
  await expect(page.getByRole('group', { name: '工单' }).getByRole('option', { name: '数电票额度调整' })).toBeVisible();
  await expect(page.getByRole('group', { name: '留言' }), 'types of other kinds are not offered').toHaveCount(0);
  await page.getByRole('option', { name: '数电票额度调整' }).click();
  await expect(page).toHaveURL(/type=/);

  await choose(desk, '种类', '留言');
  await expect(page, 'a type of another kind is given up').not.toHaveURL(/type=/);
  await expect(desk.row(order.number)).toHaveCount(0);
  await expect(desk.row(message.number)).toBeVisible();
  await choose(desk, '种类', '全部种类');
  await list.getByRole('combobox', { name: '类型' }).click();
  await expect(page.getByRole('group', { name: '留言' }).getByRole('option', { name: '发票业务' })).toBeVisible();
  await expect(page.getByRole('group', { name: '确认单' })).toBeVisible();
  await page.keyboard.press('Escape');
  await looksWell('worklist-kinds', page);

  await choose(desk, '种类', '确认单');
  await list.getByRole('button', { name: '清除条件' }).click();
  await expect(page).not.toHaveURL(/kind=|q=/);
  const supervisor = await apiOfficer(people.origin, 'supervisor1');
  await supervisor.send('POST', `/api/cases/${order.id}/commands/end`, {
    reason: { id: randomUUID(), text: '办理中断，请重新申请。' },
  });
});

test('filters are kept under a name, found in another browser, opened by key, changed and deleted', async ({ people }) => {
  await startsAnew(people, 'agent6');
  const desk = await people.desk('agent6', 'centre', { reducedMotion: 'reduce' });
  const { page, list } = desk;
  await choose(desk, '种类', '工单');
  await desk.list.getByRole('button', { name: '保存筛选' }).click();
  await saving(page).getByRole('button', { name: '保存', exact: true }).click();
  await expect(saving(page)).toContainText('请填写视图名称');
  await expect(saving(page)).toContainText('当前筛选：本中心 · 工单');
  await saving(page).getByRole('textbox', { name: '视图名称' }).fill('长'.repeat(31));
  await expect(saving(page)).toContainText('最多 30 个字');
  await saving(page).getByRole('textbox', { name: '视图名称' }).fill('中心工单');
  await looksWell('views-saving', page);
  await saving(page).getByRole('button', { name: '保存', exact: true }).click();
  await expect(saving(page)).toBeHidden();
  await expect(view(desk, '中心工单')).toHaveAttribute('aria-current', 'page');

  await list.getByRole('link', { name: /^超时/ }).click();
  await expect(view(desk, '中心工单')).not.toHaveAttribute('aria-current', 'page');
  await choose(desk, '种类', '全部种类');
  await save(desk, '中心工单');
  await expect(saving(page).getByRole('alert')).toContainText('已有同名的常用视图');
  await saving(page).getByRole('textbox', { name: '视图名称' }).fill('我的超时');
  await saving(page).getByRole('button', { name: '保存', exact: true }).click();
  await expect(saved(desk).getByRole('link')).toHaveText(['中心工单', '我的超时']);

  const other = await people.desk('agent6', 'mine');
  await other.page.keyboard.press('g');
  await other.page.keyboard.press('1');
  await expect(other.page).toHaveURL(/view=centre&kind=work-order$/);
  await other.page.keyboard.press('g');
  await other.page.keyboard.press('2');
  await expect(other.page).toHaveURL(/view=overdue$/);
  await other.page.keyboard.press('?');
  await expect(other.page.getByRole('dialog', { name: '键盘快捷键' })).toContainText('打开常用视图（前 9 个）');

  await page.reload();
  await view(desk, '中心工单').click();
  await expect(page).toHaveURL(/view=centre&kind=work-order$/);
  await list.getByRole('button', { name: '管理常用视图' }).click();
  const dialog = managing(page);
  await looksWell('views-managing', page);
  await dialog.getByRole('textbox', { name: '第 1 个视图的名称' }).fill('我的超时');
  await dialog.getByRole('button', { name: '改名' }).click();
  await expect(dialog.getByRole('alert')).toContainText('已有同名的常用视图');
  await dialog.getByRole('textbox', { name: '第 1 个视图的名称' }).fill('高新工单');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('已改名为“高新工单”')).toBeVisible();

  await dialog.getByRole('button', { name: '下移“高新工单”' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('“高新工单”已移到第 2 个，共 2 个')).toBeVisible();
  await expect(dialog.getByRole('button', { name: '上移“高新工单”' }), 'the focus stays with what was moved').toBeFocused();
  await dialog.getByRole('button', { name: '把“我的超时”改为当前筛选' }).click();
  await expect(dialog.getByText('“我的超时”已改为当前筛选')).toBeVisible();
  await dialog.getByRole('button', { name: '删除“高新工单”' }).click();
  await expect(dialog.getByText('已删除“高新工单”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(saved(desk).getByRole('link')).toHaveText(['我的超时']);

  await page.reload();
  await expect(view(desk, '我的超时')).toHaveAttribute('aria-current', 'page');
  await list.getByRole('button', { name: '管理常用视图' }).click();
  await dialog.getByRole('button', { name: '删除“我的超时”' }).click();
  await expect(dialog).toContainText('还没有常用视图');
  await looksWell('views-none', page);
  await page.keyboard.press('Escape');
  await expect(saved(desk)).toHaveCount(0);
});

test('twenty views leave room for the list, and the twenty-first is refused with a sentence', async ({ people }) => {
  await startsAnew(people, 'agent7');
  const api = await apiOfficer(people.origin, 'agent7');
  for (let n = 1; n <= 20; n += 1) {
    const body = { name: `第 ${String(n)} 个视图，名称写得比较长`, view: 'centre', filters: { kind: 'message', q: String(n) } };
    await api.send('PUT', `/api/desk/views/${randomUUID()}`, body);
  }
  const desk = await people.desk('agent7', 'centre', { reducedMotion: 'reduce' });
  await expect(saved(desk).getByRole('link')).toHaveCount(20);
  await looksWell('views-many', desk.page);
  await save(desk, '再来一个');
  await expect(saving(desk.page).getByRole('alert')).toContainText('最多保存 20 个常用视图，请先删除不再使用的。');
  await startsAnew(people, 'agent7');
});

test('views that cannot be fetched are told of, and the list can be used without them', async ({ people }) => {
  await startsAnew(people, 'agent6');
  const desk = await people.desk('agent6', 'centre');
  await save(desk, '本中心');
  await expect(view(desk, '本中心')).toBeVisible();
  let failing = true;
  await desk.page.route('**/api/desk/views', async (route) => {
    if (failing)
      await route.fulfill({ status: 500, json: { error: { code: 'internal-error', sentence: '系统出现问题。', requestId: 'r' } } });
    else await route.continue();
  });
  await desk.page.reload();
  await expect(desk.list.getByText('常用视图没有取到：系统出现问题。')).toBeVisible();
  await desk.list.getByRole('link', { name: /^待分派/ }).click();
  await expect(desk.page).toHaveURL(/view=unassigned/);
  failing = false;
  await desk.list.getByRole('button', { name: '重试' }).click();
  await expect(view(desk, '本中心')).toBeVisible();
  await startsAnew(people, 'agent6');
});
