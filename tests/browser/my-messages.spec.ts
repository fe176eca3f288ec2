import { expect, test } from './fixtures.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const who = taxpayer('chen-zhiqiang-haiyan');
const aPage = 10;

test('我的留言: ten a page with the total, filters, and all of them again', async ({ people }) => {
  const api = await apiTaxpayer(people.origin, who);
  const handedIn: string[] = [];
  for (let count = 0; count <= aPage; count += 1)
    handedIn.push((await handInByApi(api, 'binhai-2', `请问第 ${String(count)} 项优惠如何享受？`)).number);
  const total = Number((await api.get('/api/messages'))['total']);
  const [first = '', last = ''] = [handedIn[0], handedIn.at(-1)];

  const window = await (await people.taxpayer(who)).openWindow();
  await window.messages();
  const { main } = window;
  const rows = main.getByRole('listitem').filter({ hasText: /\d{15}/ });
  await expect(rows).toHaveCount(aPage);
  await expect(main).toContainText(`共 ${String(total)} 条`);
  await expect(rows.first(), 'the newest first').toContainText(last);
  await main.getByRole('button', { name: '下一页' }).click();
  await expect(rows.filter({ hasText: first })).toBeVisible();
  await expect(rows.filter({ hasText: last })).toBeHidden();

  await main.getByRole('button', { name: /筛选条件/ }).click();
  await main.getByRole('textbox', { name: '留言编号' }).fill(last);
  await main.getByRole('button', { name: '查询' }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(last);

  await main.getByRole('button', { name: '重置' }).click();
  await main.getByRole('combobox', { name: /留言状态/ }).click();
  await window.frame.getByRole('option', { name: '已撤回' }).click();
  await main.getByRole('button', { name: '查询' }).click();
  await expect(main.getByText('没有符合条件的内容')).toBeVisible();
  await main.getByRole('button', { name: '重置' }).click();
  await expect(rows).toHaveCount(aPage);

  await main.getByRole('button', { name: /筛选条件.*收起/ }).click();
  await expect(main.getByRole('textbox', { name: '留言编号' })).toBeHidden();
});

test('a list that could not be fetched without a network is there once the network is back', async ({ people }) => {
  const { number } = await handInByApi(await apiTaxpayer(people.origin, who), 'binhai-2', '请问断网以后还能看到这条留言吗？');
  const window = await (await people.taxpayer(who)).openWindow();
  const context = window.page.context();
  await expect(window.main.getByRole('heading', { name: /^您好/ })).toBeVisible();
  await context.setOffline(true);
  await window.main.getByRole('link', { name: /^我的留言/ }).click();
  const told = window.main.getByRole('alert');
  await expect(told).toContainText('连不上服务器，请检查网络后再试。', { timeout: 30_000 });
  await expect(told, 'nothing was entered').not.toContainText('您填写的内容');
  await context.setOffline(false);
  await expect(window.main.getByRole('listitem').filter({ hasText: number })).toBeVisible();
  await expect(told).toBeHidden();
});
