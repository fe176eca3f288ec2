/** Invitations as both sides see them, taxpayer and officer side by side: from a 留言, from a conversation, from an order. */
import type { Page } from '@playwright/test';

import { Appointments } from './appointments.ts';
import { Asker } from './asker.ts';
import { expect, test, type People } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { handedTo, noneRunning, openOrderByApi } from './orders.ts';
import { askFor, formOf } from './pages/invite-form.ts';
import type { Window } from './pages/window.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const act = (page: Page, name: string) => page.getByRole('article').getByRole('button', { name, exact: true });

/** Fills in the form for two times and sends it. @returns id and number of the invitation */
async function invite(page: Page, the: Appointments, text: string): Promise<{ id: string; number: string }> {
  await askFor(page, the, text);
  const sent = page.waitForResponse(/\/api\/invitations\/[0-9a-f-]{36}$/);
  await formOf(page).getByRole('button', { name: '发出邀请' }).click();
  const { number } = (await (await sent).json()) as { number: string };
  await expect(page).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}/);
  await expect(page.getByRole('article')).toContainText(text);
  return { id: new URL(page.url()).pathname.split('/').at(-1) ?? '', number };
}

/** Opens the invitation in the taxpayer's window, by 我的预约 → 税局邀请. */
async function found(people: People, identity: string, number: string): Promise<Window> {
  const bureau = await people.taxpayer(identity);
  const window = await bureau.openWindow();
  await window.visit('/window/appointments');
  await window.main.getByRole('link', { name: '税局邀请' }).click();
  await window.main.getByRole('link', { name: new RegExp(number) }).click();
  await expect(window.main.getByRole('button', { name: /^同意 / })).toHaveCount(2);
  return window;
}

async function counter({ main, frame }: Window, start: RegExp): Promise<void> {
  await main.getByRole('button', { name: '提议其他时间' }).click();
  const dialog = frame.getByRole('dialog', { name: '提议其他时间' });
  await dialog.getByRole('group', { name: '选择日期' }).getByRole('button', { name: /余/ }).last().click();
  await dialog.getByRole('button', { name: start }).first().click();
  await expect(dialog).toContainText(/已为您保留/);
  await dialog.getByRole('button', { name: '提议这个时间' }).click();
  await expect(dialog).toBeHidden();
  await expect(main).toContainText('您提议的时间正在等待工作人员答复');
}

test('from a 留言: the taxpayer proposes another time, the officer agrees, and it becomes an appointment; all are linked', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const who = 'zhao-min';
  const the = await Appointments.at(people.origin, 120);
  const api = await apiTaxpayer(people.origin, taxpayer(who));
  const message = await handInByApi(api, the.centre.id, '请问跨区域涉税事项如何办理？');
  await handedTo(people.origin, { supervisor: the.centre.supervisor, agent: the.centre.agent }, message.id);
  const desk = await people.desk(the.centre.agent);
  const { page } = desk;
  await (await desk.visitCase(message.number)).action('邀请互动').click();
  await expect(formOf(page)).toContainText(`由留言 ${message.number}发起`);
  const { id, number } = await invite(page, the, '请一起核对跨区域事项。');
  await expect(page.getByRole('article').getByRole('link', { name: new RegExp(message.number) })).toBeVisible();

  const window = await found(people, who, number);
  await expect(window.main.getByRole('link', { name: new RegExp(message.number) })).toBeVisible();
  await counter(window, /^14:00 – 14:30/);
  await looksWell('invitation-countered', window.page);

  await expect(act(page, '同意改约')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('纳税人提议的时间');
  await looksWell('desk-invitation-countered', page);
  await act(page, '同意改约').click();
  await page.getByRole('dialog').getByRole('button', { name: '同意改约' }).click();
  await expect(page.getByRole('article').locator('header').first()).toContainText('已同意');
  await window.main.getByRole('link', { name: '查看预约' }).click();
  await expect(window.main).toContainText('14:00 – 14:30');
  await expect(window.main).toContainText('预约成功');

  await page.goto(`/desk/cases/${message.number}`);
  await page
    .getByRole('article')
    .getByRole('link', { name: new RegExp(number) })
    .click();
  await expect(page).toHaveURL(new RegExp(`/desk/cases/(${id}|${number})`));
  await the.withdrawType();
});

test('from a conversation: another time is declined with a reason, and the first ones stand again; one is accepted', async ({ people }) => {
  test.setTimeout(240_000);
  const who = taxpayer('wang-lihua-haiyan');
  const the = await Appointments.at(people.origin, 120);
  const api = await apiTaxpayer(people.origin, who);
  // The centre that had the taxpayer's last case serves the conversation.
  await handInByApi(api, the.centre.id, '请问发票额度如何调整？');
  const asker = new Asker(api);
  const talks = await people.conversations(the.centre.agent);
  const { page } = talks;
  await talks.setStatus('在线');
  await asker.begin();
  await asker.say('请问发票额度怎么调整？');
  await asker.askForOfficer();
  await talks.accept(who.name);
  await page.getByRole('main').getByRole('button', { name: '办理', exact: true }).click();
  await page.getByRole('menuitem', { name: '邀请互动' }).click();
  const { number } = await invite(page, the, '请约一个时间一起核对额度。');

  const window = await found(people, 'wang-lihua-haiyan', number);
  await counter(window, /^15:00 – 15:30/);
  await act(page, '不同意改约').click();
  const dialog = page.getByRole('dialog', { name: '不同意改约' });
  await dialog.getByRole('textbox', { name: /原因/ }).fill('当天下午没有人员。');
  await dialog.getByRole('button', { name: '确认' }).click();
  await expect(window.main).toContainText('当天下午没有人员。');
  await looksWell('invitation-declined', window.page);
  await window.main.getByRole('button', { name: /^同意 .*10:30 – 11:00/ }).click();
  await expect(window.main).toContainText('您的预约已生成。');
  await expect(page.getByRole('article').locator('header').first()).toContainText('已同意');
  // The conversation shows the invitation as a card.
  await page.goto(`/desk/conversations/${asker.id}`);
  await expect(page.getByRole('main').getByText(new RegExp(number)).first()).toBeVisible();
  await asker.close();
  await the.withdrawType();
});

test('from an order: the officer withdraws with a reason, the taxpayer is told, and nothing is held any more', async ({ people }) => {
  test.setTimeout(180_000);
  const identity = 'chen-zhiqiang-haiyan';
  const who = taxpayer(identity);
  const the = await Appointments.at(people.origin, 120);
  // An order goes to the centre that handles its first stage.
  const [agent, supervisor] = ['agent1', 'supervisor1'];
  await noneRunning(people.origin, supervisor, who);
  const order = await openOrderByApi(people.origin, agent, who);
  await handedTo(people.origin, { supervisor, agent }, order.id);
  const { page } = await people.desk(agent);
  await page.goto(`/desk/cases/${order.number}`);
  await act(page, '邀请互动').click();
  const { number } = await invite(page, the, '请补充说明合同情况。');
  const window = await found(people, identity, number);
  await expect(window.main.getByRole('link', { name: new RegExp(order.number) })).toBeVisible();
  await act(page, '撤回邀请').click();
  const dialog = page.getByRole('dialog', { name: '撤回邀请' });
  await dialog.getByRole('button', { name: '确认撤回' }).click();
  await expect(dialog).toContainText('请填写撤回原因');
  await dialog.getByRole('textbox', { name: /撤回原因/ }).fill('合同已由企业补充。');
  await dialog.getByRole('button', { name: '确认撤回' }).click();
  await expect(page.getByRole('article').locator('header').first()).toContainText('已撤回');
  await expect(window.main).toContainText('这个邀请已由税务机关撤回，保留的时间已释放。');
  await expect(window.main).toContainText('合同已由企业补充。');
  await expect(window.main.getByRole('button', { name: /^同意 / })).toHaveCount(0);
  await looksWell('invitation-withdrawn', window.page);
  await page.goto(`/desk/cases/${order.number}`);
  await expect(page.getByRole('article').getByRole('link', { name: new RegExp(number) })).toBeVisible();
  await the.withdrawType();
});
