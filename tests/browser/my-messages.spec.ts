import { randomUUID } from 'node:crypto';

import { expect, test } from './fixtures.ts';
import { MessageDetails } from './pages/message-details.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

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
  await expect(window.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  await context.setOffline(true);
  await window.main.getByRole('link', { name: /^我的留言/ }).click();
  const told = window.main.getByRole('alert');
  await expect(told).toContainText('连不上服务器，请检查网络后再试。', { timeout: 30_000 });
  await expect(told, 'nothing was entered').not.toContainText('您填写的内容');
  await context.setOffline(false);
  await expect(window.main.getByRole('listitem').filter({ hasText: number })).toBeVisible();
  await expect(told).toBeHidden();
});

test('我的消息: what is asked is a 待办提醒 until it is done, and told among 消息提示 afterwards, without reloading', async ({
  people,
}) => {
  const { origin } = people;
  const asked = taxpayer('zhao-min');
  await onDuty(origin, { agent4: false, agent5: true });
  const api = await apiTaxpayer(origin, asked);
  const officer = await apiOfficer(origin, 'agent5');
  await api.send('POST', '/api/notices/read-all', {});
  const { id, number } = await handInByApi(api, 'binhai-2', '请问代开发票需要预缴哪些税费？');
  const bureau = await people.taxpayer(asked);
  const window = await bureau.openWindow();
  const notices = await window.notices();
  const part = (name: string) => window.main.getByRole('tab', { name });
  const title = '留言待补充';
  await expect(notices.of(title, number)).toHaveCount(0);
  await expect(part('待办提醒')).toHaveAccessibleName('待办提醒');

  await test.step('asked back, it is there, and counted', async () => {
    const words = { textId: randomUUID(), text: '请补充开票金额和项目名称。', uploadIds: [] };
    await officer.send('POST', `/api/cases/${id}/commands/askBack`, words);
    await expect(notices.of(title, number)).toHaveCount(1);
    await expect(part('待办提醒')).toHaveAccessibleName('待办提醒 1 条未读');
    await expect(part('消息提示')).toHaveAccessibleName('消息提示');
    await expect(window.header.getByRole('link', { name: /1 条未读/ })).toBeVisible();
  });

  await test.step('supplemented elsewhere, it leaves by itself, and is among 消息提示 as unread as it was', async () => {
    const words = { textId: randomUUID(), text: '金额为两万元，项目为设计服务。', uploadIds: [] };
    await api.send('POST', `/api/cases/${id}/commands/supplement`, words);
    await expect(notices.of(title, number)).toHaveCount(0);
    await expect(part('待办提醒')).toHaveAccessibleName('待办提醒');
    await expect(part('消息提示')).toHaveAccessibleName('消息提示 1 条未读');
    await notices.tab('消息提示');
    await expect(notices.of(title, number)).toHaveCount(1);
  });

  await test.step('asked anew it stands in both, once each; opened and supplemented, in neither as unread', async () => {
    const words = { textId: randomUUID(), text: '请再补充付款方名称。', uploadIds: [] };
    await officer.send('POST', `/api/cases/${id}/commands/askBack`, words);
    await expect(part('待办提醒')).toHaveAccessibleName('待办提醒 1 条未读');
    await expect(notices.of(title, number)).toHaveCount(1);
    await notices.tab('待办提醒');
    await expect(notices.of(title, number)).toHaveCount(1);
    await notices.open(title, number);
    await new MessageDetails(window, number).answer('补充', '付款方为滨海贸易有限公司。');
    await window.notices();
    await expect(notices.of(title, number)).toHaveCount(0);
    await expect(part('待办提醒')).toHaveAccessibleName('待办提醒');
    await notices.tab('消息提示');
    await expect(notices.of(title, number)).toHaveCount(2);
    await expect(part('消息提示')).toHaveAccessibleName('消息提示');
  });
});
