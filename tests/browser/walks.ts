import { randomUUID } from 'node:crypto';

import { expect } from '@playwright/test';

import { administratorsBrowser } from './administrator.ts';
import { program, realPdf } from './files.ts';
import type { People } from './fixtures.ts';
import type { Look } from './looks-well.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { MessageDetails } from './pages/message-details.ts';
import { SignIn } from './pages/sign-in.ts';
import { apiOfficer, apiTaxpayer, centreName, handInByApi, onDuty, taxpayer } from './people.ts';

/** 滨海's first centre serves these walks; 郑凯 (agent3) is given what is about invoices. */
const centre = 'binhai-1';
const agent = 'agent3';
const who = taxpayer('chen-zhiqiang-whale');
const said = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });

/** The bureau's pages and all of the window. */
export async function walkAsTaxpayer(people: People, look: Look): Promise<void> {
  await onDuty(people.origin, { agent1: false, agent2: false, agent3: true });
  const officer = await apiOfficer(people.origin, agent);
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const { page } = bureau;
  await look('bureau-home', page);
  for (const [name, path] of [
    ['bureau-account', '/demo/account'],
    ['bureau-invoicing', '/demo/invoicing'],
    ['bureau-phone', '/demo/phone'],
  ] as const) {
    await bureau.open(path);
    await look(name, page);
  }
  await bureau.open();
  await page.getByRole('button', { name: /切换身份/ }).click();
  await expect(page.getByRole('dialog', { name: '选择纳税人和身份' })).toBeVisible();
  await look('bureau-identities', page);
  await page.keyboard.press('Escape');

  const window = await bureau.openWindow();
  await expect(window.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  await look('window-home', page);
  await window.header.getByRole('button', { name: '更多' }).click();
  await expect(window.frame.getByRole('menu')).toBeVisible();
  await look('window-menu', page);
  await page.keyboard.press('Escape');

  const form = await window.leaveMessage();
  await look('form-empty', page);
  await form.submitButton.click();
  await expect(form.summary).toBeFocused();
  await look('form-all-missing', page);
  await form.combobox('留言机构').click();
  await expect(window.frame.getByRole('listbox')).toBeVisible();
  await look('form-choosing', page);
  await page.keyboard.press('Escape');
  await form.fill({
    centre: centreName(centre),
    text: '请问数电发票额度如何调整？我公司本月订单增加，额度不足，需要哪些材料？',
    remind: '短信',
  });
  await form.chooseFiles(program('工具.exe'));
  await form.upload(realPdf('经营情况说明.pdf'));
  await form.chooseFiles(realPdf('还没有上传.pdf'));
  await form.content.scrollIntoViewIfNeeded();
  await look('form-filled', page);
  await form.remove('还没有上传.pdf');
  const number = await form.submit();
  await look('form-handed-in', page);
  await form.success.getByRole('button', { name: '查看留言' }).click();
  const details = new MessageDetails(window, number);
  await details.hasStatus('处理中');
  await look('message-assigned', page);
  await details.button('撤回留言').click();
  await expect(window.frame.getByRole('alertdialog')).toBeVisible();
  await look('message-withdrawing', page);
  await window.frame.getByRole('alertdialog').getByRole('button', { name: '取消' }).click();

  const { id } = (await officer.get(`/api/cases/${number}`)) as { id: string };
  await officer.send('POST', `/api/cases/${id}/commands/askBack`, said('请补充最近三个月的开票情况，以及本月已签订的合同。'));
  await details.hasStatus('待补充');
  await look('message-asked-back', page);
  const notices = await window.notices();
  await expect(notices.of('留言待补充', number)).toBeVisible();
  await look('notices-to-do', page);
  await notices.open('留言待补充', number);
  await details.answer('补充', '近三个月每月开票约四十份，合同已随附。');
  await officer.send(
    'POST',
    `/api/cases/${id}/commands/reply`,
    said('您可以在“税务数字账户—发票额度调整申请”中提交申请，审核通过后当月生效。'),
  );
  await details.hasStatus('已回复');
  await look('message-answered', page);
  await details.button('评价').click();
  await window.frame.getByRole('dialog', { name: '评价本次服务' }).getByRole('button', { name: '提交评价' }).click();
  await expect(window.frame.getByRole('dialog').getByRole('alert')).toBeVisible();
  await look('message-rating', page);
  await page.keyboard.press('Escape');
  await window.messages();
  await window.main.getByRole('button', { name: /筛选条件/ }).click();
  await look('my-messages', page);
  await window.notices();
  await look('notices-nothing-to-do', page);
  await notices.tab('消息提示');
  await expect(notices.of('留言回复', number)).toBeVisible();
  await look('notices', page);
  await window.visit('/window/centre');
  await expect(window.main.getByRole('heading', { name: '个人中心' })).toBeVisible();
  await look('personal-centre', page);
  await window.visit(`/window/messages/${randomUUID()}`);
  await expect(window.main.getByRole('alert')).toBeVisible();
  await look('message-unknown', page);

  await page.goto('/window');
  await expect(page.getByText('请从电子税务局打开征纳互动')).toBeVisible();
  await look('window-by-itself', page);
  const refused = new DemoBureau((await people.taxpayer('sun-guifang-tea', { reducedMotion: 'reduce' })).page);
  await refused.openWindow();
  await expect(refused.window.main.getByRole('alert')).toBeVisible();
  await look('window-refused', refused.page);
}

/** Sign-in and desk. */
export async function walkAsAgent(people: People, look: Look): Promise<void> {
  await onDuty(people.origin, { agent1: false, agent2: false, agent3: true });
  const api = await apiTaxpayer(people.origin, who);
  const first = await handInByApi(api, centre, '开具红字发票时提示“已用于出口退税勾选”，应如何处理？');
  await handInByApi(api, centre, '请问客户抬头开错且已跨月，如何更正？');

  const page = await people.browser({ reducedMotion: 'reduce' });
  await page.goto('/desk/sign-in');
  const signIn = new SignIn(page);
  await expect(signIn.heading).toBeVisible();
  await look('sign-in', page);
  await signIn.as('nobody-here', 'wrong');
  await expect(signIn.alert).toBeVisible();
  await look('sign-in-wrong', page);

  const desk = await people.desk(agent, 'mine', { reducedMotion: 'reduce' });
  await expect(desk.row(first.number)).toBeVisible();
  await look('desk', desk.page);
  await desk.page.goto('/desk?view=overdue');
  await expect(desk.list.getByText('没有超时的事项')).toBeVisible();
  await look('desk-nothing', desk.page);
  await desk.open('mine');
  const theCase = await desk.openCase(first.number);
  await look('case', desk.page);
  await theCase.composer.getByRole('button', { name: '回复', exact: true }).click();
  await theCase.composer.getByRole('textbox').fill('请先在出口退税勾选中撤销该发票的勾选，再开具红字信息确认单。');
  await look('case-answering', desk.page);
  await theCase.composer.getByRole('button', { name: '清空草稿' }).click();
  await theCase.action('转办').click();
  await theCase.dialog('转办').getByRole('button', { name: '确认转办' }).click();
  await look('case-handing-over', desk.page);
  await desk.page.keyboard.press('Escape');
  await theCase.action('退回待分派').click();
  await look('case-giving-back', desk.page);
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('?');
  await expect(desk.page.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
  await look('desk-keys', desk.page);
  await desk.page.keyboard.press('Escape');
  await theCase.say('回复', '请先撤销勾选，再开具红字信息确认单。');
  await theCase.hasStatus('已回复');
  await look('case-answered', desk.page);
  await desk.page.goto('/desk/cases/202601019000001');
  await expect(desk.page.getByText('没有找到这件事项').first()).toBeVisible();
  await look('case-unknown', desk.page);
  await desk.page.goto('/supervise');
  await expect(desk.page.getByText('这是主管使用的页面').first()).toBeVisible();
  await look('supervise-not-allowed', desk.page);
}

/** The administrator's pages that are neither lists of types nor their editors (admin.spec.ts), and everybody's own account. */
export async function walkAsAdministrator(people: People, look: Look): Promise<void> {
  const page = await administratorsBrowser(people, { reducedMotion: 'reduce' });
  await page.goto('/admin/settings');
  const days = page.getByRole('article', { name: '可评价天数' }).getByRole('textbox');
  await expect(days).toBeVisible();
  await look('settings', page);
  await days.fill('很多');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '需要修改' })).toBeFocused();
  const years = page.getByRole('article', { name: '法定节假日' });
  await years.getByRole('button', { name: /^填写/ }).last().click();
  await look('settings-wrong', page);
  await page.getByRole('button', { name: '放弃修改' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look('settings-discarding', page);
  await page.getByRole('alertdialog').getByRole('button', { name: '放弃修改' }).click();

  await page.goto('/admin/people');
  const row = page.getByRole('listitem').filter({ hasText: 'agent5' });
  await expect(row).toBeVisible();
  await look('people', page);
  await row.getByRole('button', { name: /的操作$/ }).click();
  await page.getByRole('menuitem', { name: '停用账号' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look('people-deactivating', page);
  await page.getByRole('alertdialog').getByRole('button', { name: '取消' }).click();

  await page.goto('/admin/host-keys');
  await expect(page.getByRole('listitem').filter({ hasText: 'demo-bureau' })).toBeVisible();
  await look('host-keys', page);
  await page.getByRole('button', { name: '新增密钥' }).click();
  await page.getByRole('button', { name: '保存密钥' }).click();
  await expect(page.getByText('必填').first()).toBeVisible();
  await look('host-keys-adding', page);

  await page.goto('/desk/account');
  await expect(page.getByText('本设备')).toBeVisible();
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByText('必填').first()).toBeVisible();
  await look('account', page);
}

/** The supervisor's pages. */
export async function walkAsSupervisor(people: People, look: Look): Promise<void> {
  await onDuty(people.origin, { agent1: false, agent2: false, agent3: true });
  const api = await apiTaxpayer(people.origin, who);
  const open = await handInByApi(api, centre, '请问跨区域经营的建筑企业如何预缴增值税？');
  const ended = await handInByApi(api, centre, '请问增值税专用发票丢失后如何处理？');
  await (
    await apiOfficer(people.origin, 'supervisor1')
  ).send('POST', `/api/cases/${ended.id}/commands/end`, { reason: { id: randomUUID(), text: '已电话回复纳税人。' } });

  const supervise = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  const { page } = supervise;
  await expect(supervise.list.getByRole('link').first()).toBeVisible();
  await look('supervise', page);
  const run = await supervise.run(open.number);
  await run
    .line('留言提交')
    .last()
    .getByRole('button', { name: /原始事件/ })
    .click();
  await look('run', page);
  await run.article.getByRole('button', { name: '改派' }).click();
  await expect(page.getByRole('dialog', { name: '改派' })).toBeVisible();
  await look('run-reassigning', page);
  await page.keyboard.press('Escape');
  await run.article.getByRole('button', { name: '结束', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '结束留言' });
  await dialog.getByRole('textbox', { name: '结束原因' }).fill('已电话回复。');
  await look('run-ending', page);
  await dialog.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look('run-ending-asked', page);
  await page.getByRole('alertdialog').getByRole('button', { name: '再想想' }).click();
  const closed = await supervise.run(ended.number, 'closed');
  await expect(closed.line('流程结束')).toBeVisible();
  await look('run-archived', page);
  await page.goto('/supervise/reports');
  await expect(page.getByRole('list', { name: '主要数据' })).toBeVisible();
  await look('reports', page);
}
