import { randomUUID } from 'node:crypto';

import { nextOpening } from '../../domain/calendar.ts';
import { settingsFrom } from '../../domain/settings.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { demoRegionSettings } from '../../stack/demo/settings.ts';
import { calendarFrom } from '../../web/server/cases/calendar.ts';
import { administratorsBrowser } from './administrator.ts';
import { realPdf } from './files.ts';
import { expect, test, type People } from './fixtures.ts';
import { FormSender } from './forms.ts';
import { looking } from './looks-well.ts';
import { handedTo, openOrderByApi } from './orders.ts';
import { OrderCase } from './pages/order-case.ts';
import { FormTypes } from './pages/order-types.ts';
import { SendForm } from './pages/send-form.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const centre = 'binhai-1';
const supervisor = 'supervisor1';
const agent = 'agent2';
const who = taxpayer('chen-zhiqiang-haiyan');
/** A day on which the demo's bureau works, some weeks ahead. */
const calendar = calendarFrom(settingsFrom({ region: demoRegionSettings().binhai, centre: {} }));
const lastDay = dateOf(dayNumberOf(nextOpening(calendar, Date.now() + 21 * 86_400_000)));
const template = '跨区域涉税事项报验';
const [report, licence, contract] = ['跨区域涉税事项报告表', '营业执照副本', '跨区域经营合同'];
const words = '贵公司在邻市承接工程，请提交下列材料办理跨区域涉税事项报验，合同须加盖公章。';

/** A 留言 that the agent holds. */
async function aMessage({ origin }: People) {
  const message = await handInByApi(await apiTaxpayer(origin, who), centre, '我公司在邻市承接了一项工程，请问如何办理跨区域报验？');
  await handedTo(origin, { supervisor, agent }, message.id);
  return message;
}

/** A form that the agent sent behind the pages, from a 留言 of its own. */
async function aForm(people: People, typeId = 'binhai-sf-cross-region'): Promise<FormSender> {
  const { id } = await aMessage(people);
  return await FormSender.sent(people.origin, { agent, who, typeId, originId: id, text: words });
}

test('an officer sends a form from a 留言, judges its papers one by one, and writes the result', async ({ people }) => {
  test.setTimeout(180_000);
  const message = await aMessage(people);
  const desk = await people.desk(agent, 'mine');
  const { page } = desk;
  const origin = await desk.visitCase(message.number);

  const form = await test.step('what is missing is said at once, and the template shows its papers', async () => {
    await origin.action('发送确认单').click();
    const sending = new SendForm(page);
    await expect(sending.article).toContainText(`由留言 ${message.number} 发出`);
    await sending.submitButton.click();
    await expect(sending.summary).toBeFocused();
    await expect(sending.summary).toContainText('请选择确认单模板');
    await expect(sending.summary).toContainText('请填写事项说明');
    await sending.choose(template);
    await expect(sending.papers).toHaveCount(4);
    for (const name of [/报告表 必需/, /副本 必需/, /合同 必需/, /身份证件 可选/]) await expect(sending.paper(name)).toBeChecked();
    await sending.say(words);
    await sending.paper(/身份证件 可选/).uncheck();
    await sending.addPaper('');
    await sending.submitButton.click();
    await expect(sending.summary).toContainText('请填写材料名称，或删除这一项');
    await sending.article.getByRole('textbox', { name: /另需材料 1/ }).fill('授权委托书');
    await sending.paper(/^必需$/).uncheck();
    await sending.until.fill('2026-01-05');
    await sending.submitButton.click();
    await expect(sending.summary).toContainText('须晚于现在');
    await sending.until.fill(lastDay);
    await page.reload();
    await expect(sending.words, 'what was entered is there still').toHaveValue(words);
    await expect(sending.paper(/身份证件 可选/)).not.toBeChecked();
    await expect(sending.until).toHaveValue(lastDay);
    const form = await sending.submit();
    await expect(desk.told(`确认单 ${form.number} 已发送给纳税人`)).toBeVisible();
    return form;
  });
  const sender = await FormSender.found(people.origin, { agent, who }, form.number);

  await test.step('it waits for the taxpayer, and says that something is filled in without showing it', async () => {
    await form.hasStatus('待提交');
    await expect(form.papers).toContainText('授权委托书');
    await expect(form.papers).not.toContainText('身份证件');
    await expect(form.story).toContainText(words);
    await expect(form.links).toContainText(message.number);
    await expect(form.step('要求更正')).toBeHidden();
    await expect(form.article.getByText('等待纳税人提交材料。')).toBeVisible();
    await sender.save({ report: '还没有写完.pdf' });
    await expect(form.matter).toContainText('纳税人正在填写，已保存，尚未提交。');
    await expect(form.article).not.toContainText('还没有写完.pdf');
  });

  await test.step('one is accepted, one returned with a reason, and nothing without', async () => {
    await sender.confirm({ report: '报告表.pdf', licence: '执照去年的.pdf', contract: '工程合同.pdf' }, '合同共两份，已合并。');
    await form.hasStatus('待审核');
    await expect(form.matter).toContainText('合同共两份，已合并。');
    await form.papers.getByRole('button', { name: '预览 执照去年的.pdf' }).click();
    await expect(form.papers.locator('iframe[title="执照去年的.pdf"]')).toBeVisible();
    await form.verdict(report, '通过').click();
    await form.verdict(licence, '退回').click();
    const why = form.reasonFor(licence);
    await form.submitVerdicts();
    await expect(form.papers).toContainText('退回或免予提交时请填写原因');
    await why.fill('执照已换发，请上传新的副本。');
    await form.submitVerdicts();
    await expect(form.paper(report)).toContainText('已通过');
    await expect(form.paper(licence)).toContainText('已退回');
    await form.hasStatus('待审核');
    await expect(form.papers.locator('iframe'), 'what is to be judged next is shown by itself').toHaveAttribute('title', '工程合同.pdf');
    await form.review({ [contract]: '通过' });
    await form.hasStatus('待更正');
  });

  await test.step('the corrected one is a new version beside the old', async () => {
    await sender.confirm({ licence: '执照新的.pdf' });
    await form.hasStatus('待审核');
    await expect(form.paper(licence)).toContainText('第 2 次提交');
    await form.paper(licence).getByText('此前的提交（1 次）').click();
    await expect(form.paper(licence)).toContainText('执照已换发，请上传新的副本。');
    await expect(form.paper(licence).getByRole('button', { name: '预览 执照去年的.pdf' })).toBeVisible();
  });

  await test.step('a paper that was replaced meanwhile is not judged unseen, and the reason is kept', async () => {
    const address = `**/api/cases/${sender.id}`;
    let stale: string | undefined = await (await page.request.get(`/api/cases/${form.number}`)).text();
    await page.route(address, async (route) => {
      if (stale === undefined) await route.continue();
      else await route.fulfill({ contentType: 'application/json', body: stale });
    });
    await page.route(`**/api/cases/${sender.id}/commands/reviewPapers`, async (route) => {
      stale = undefined;
      await route.continue();
    });
    await sender.returned({ licence: 2 }, '不清晰。');
    await sender.confirm({ licence: '执照最新.pdf' });
    await form.verdict(licence, '退回').click();
    const why = form.reasonFor(licence);
    await why.fill('印章看不清。');
    await form.submitVerdicts();
    await expect(form.article).toContainText('纳税人已重新提交这份材料，请查看最新提交的文件后再审核。');
    await expect(form.papers).toContainText('请核对后再审核。已填写的原因仍保留。');
    await expect(form.paper(licence)).toContainText('第 3 次提交');
    await form.verdict(licence, '退回').click();
    await expect(why).toHaveValue('印章看不清。');
    await form.verdict(licence, '通过').click();
    await form.submitVerdicts();
    await form.hasStatus('材料已通过');
    await page.unroute(address);
  });

  await test.step('an accepted one can be asked for anew, and several are accepted at once', async () => {
    await form.askPapers(contract, '合同缺少签字页，请补上。');
    await form.hasStatus('待更正');
    await expect(form.paper(contract)).toContainText('合同缺少签字页，请补上。');
    await sender.confirm({ contract: '工程合同（含签字页）.pdf', 'more-1': '授权委托书.pdf' });
    await form.hasStatus('待审核');
    await form.papers.getByRole('button', { name: '其余待审核的均通过' }).click();
    await form.submitVerdicts();
    await form.hasStatus('材料已通过');
  });

  await test.step('the result is written into the form, and stays there', async () => {
    await form.complete('跨区域涉税事项报验已办结，有效期至明年六月。', realPdf('报验回执.pdf'));
    await expect(form.matter).toContainText('有效期至明年六月');
    await expect(form.matter).toContainText('报验回执.pdf');
    await expect(form.article.getByText('本确认单已结束，不能再办理。')).toBeVisible();
    // By key: a click may still reach the frame of the file that lay here before the page moved.
    await form.links.getByRole('link', { name: message.number }).press('Enter');
    await expect(origin.article.getByRole('region', { name: '关联事项' })).toContainText(form.number);
  });
});

test('an order waits for its form, and goes on when that has ended', async ({ people }) => {
  test.setTimeout(180_000);
  const { id, number } = await openOrderByApi(people.origin, agent, who);
  await handedTo(people.origin, { supervisor, agent }, id);
  const desk = await people.desk(agent, 'mine');
  const { page } = desk;
  await page.goto(`/desk/cases/${number}`);
  const order = new OrderCase(page, number);
  const sending = new SendForm(page);

  await order.action('发送确认单').click();
  await expect(sending.article).toContainText(`工单将等待这份确认单，期间环节时限暂停`);
  await sending.choose(template);
  await sending.say(words);
  const form = await sending.submit();
  await expect(form.matter.getByRole('link', { name: number })).toBeVisible();
  await form.matter.getByRole('link', { name: number }).click();
  const progress = order.article.getByRole('region', { name: '办理进度' });
  await expect(progress).toContainText(`等待确认单 ${form.number}`);
  await expect(order.stage).toContainText('等待确认单，时限暂停');
  await expect(order.header).toContainText('等待确认单');
  await expect(order.story).toContainText(`发出确认单 ${form.number}，工单等待其结果`);
  await expect(order.step('推进')).toBeHidden();

  await test.step('its result lets the order go on, on the open page', async () => {
    const sender = await FormSender.found(people.origin, { agent, who }, form.number);
    await sender.confirm({ report: '报告表.pdf', licence: '执照.pdf', contract: '合同.pdf' });
    await sender.accept({ report: 1, licence: 1, contract: 1 });
    await sender.complete('材料齐全，已核验。');
    await order.hasStatus('办理中');
    await expect(progress).not.toContainText('等待确认单');
    await expect(order.story).toContainText(`确认单 ${form.number} 已结束，工单继续办理`);
    await expect(order.story).toContainText('办结');
    await expect(order.step('推进')).toBeVisible();
  });

  await test.step('and so does a form that is recalled', async () => {
    await order.action('发送确认单').click();
    await sending.choose(template);
    await sending.say('请补充提交合同。');
    const second = await sending.submit();
    await second.action('撤回').click();
    const dialog = second.dialog('撤回确认单');
    await expect(dialog).toContainText(`工单 ${number} 继续办理`);
    await dialog.getByRole('button', { name: '确认撤回' }).click();
    await expect(dialog).toContainText('请填写撤回原因');
    await page.keyboard.press('Escape');
    await second.recall('材料已由前台收取。');
    await second.matter.getByRole('link', { name: number }).click();
    await order.hasStatus('办理中');
  });
});

test('a form is found in the worklist, changes hands, and is ended by the supervisor', async ({ people }) => {
  test.setTimeout(120_000);
  const sender = await aForm(people);
  await sender.confirm({ report: '报告表.pdf', licence: '执照.pdf', contract: '合同.pdf' });
  const desk = await people.desk(agent, 'mine');
  await desk.page.goto(`/desk?q=${sender.number}`);
  const row = await desk.arrived(sender.number);
  await expect(row).toContainText('确认单');
  await expect(row).toContainText('待审核');
  await expect(row).toContainText(template);
  await row.getByRole('link').click();
  const form = sender.page(desk.page);
  await form.action('转办').click();
  const dialog = form.dialog('转办');
  await expect(dialog.getByRole('radio'), 'a form stays in its centre').toHaveCount(0);
  await form.choose('转办', '选择同事', '郑凯');
  await dialog.getByRole('textbox', { name: '转办说明' }).fill('合同部分由你核对。');
  await dialog.getByRole('button', { name: '确认转办' }).click();
  await expect(dialog).toBeHidden();
  await expect(form.story).toContainText('转办给 郑凯');
  await expect(form.step('要求更正'), 'who has it no longer cannot go on').toBeHidden();
  await expect(form.article.getByText('由 郑凯 承办中。')).toBeVisible();

  const supervise = await people.supervise(supervisor);
  const run = await supervise.run(sender.number);
  await expect(run.article).toContainText('等待工作人员审核材料');
  await supervise.page.goto(`/desk/cases/${sender.number}`);
  const theirs = sender.page(supervise.page);
  await theirs.reassign('吴倩', '请尽快审核。');
  await expect(theirs.story).toContainText('改派给 吴倩');
  await theirs.action('结束').click();
  const ending = theirs.dialog('结束确认单');
  await ending.getByRole('textbox', { name: '结束原因' }).fill('纳税人已到窗口办理。');
  await ending.getByRole('button', { name: '下一步' }).click();
  await supervise.page
    .getByRole('alertdialog', { name: `确定结束确认单 ${sender.number} 吗` })
    .getByRole('button', { name: '确定结束' })
    .click();
  await theirs.hasStatus('已撤回');
  await form.hasStatus('已撤回');
  await expect(form.story).toContainText('主管结束');
});

test('an administrator changes a template, and the form that runs keeps its version', async ({ people }) => {
  test.setTimeout(120_000);
  const types = new FormTypes(await administratorsBrowser(people));
  const { page } = types;
  await page.goto('/admin');
  await page.getByRole('navigation', { name: '事项设置' }).getByRole('link', { name: '确认单模板' }).click();
  await page.getByRole('link', { name: '新建模板' }).click();
  await types.save();
  await expect(types.summary).toBeFocused();
  for (const part of ['名称：必填', '英文名称：必填', '材料 1，名称：必填']) await expect(types.summary).toContainText(part);
  await page.getByRole('button', { name: '删除材料 1' }).click();
  await types.save();
  await expect(types.summary).toContainText('材料：请至少添加一份材料');
  await page.getByRole('button', { name: '添加材料' }).click();
  const name = `迁移核验${randomUUID().slice(0, 6)}`;
  await types.name(page.getByRole('region', { name: '基本信息' }), name, 'Moving');
  await types.name(types.card('papers', 1), '迁移申请表', 'Application');
  await types.card('papers', 1).getByRole('checkbox', { name: '必需' }).check();
  await types.save();
  await expect(types.toast('已保存，现为版本 1')).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/forms\/binhai-/);
  const typeId = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  const sender = await aForm(people, typeId);
  await page.reload();
  await expect(page.getByText('未结束的 1 份仍按原版本办理')).toBeVisible();
  await page.getByRole('button', { name: '添加材料' }).click();
  await types.name(types.card('papers', 2), '租赁合同', 'Lease');
  await types.save();
  await expect(types.toast('已保存，现为版本 2')).toBeVisible();
  await types.save();
  await expect(types.toast('已保存，材料没有变化，仍为版本 2')).toBeVisible();
  await page.getByRole('link', { name: '返回模板列表' }).click();
  await expect(types.row(name)).toContainText('材料：迁移申请表、租赁合同');
  await expect(types.row(name)).toContainText('未结束 1 份');

  const desk = await people.desk(agent, 'mine');
  await desk.page.goto(`/desk/cases/${sender.number}`);
  const form = sender.page(desk.page);
  await expect(form.paper('迁移申请表')).toBeVisible();
  await expect(form.paper('租赁合同')).toHaveCount(0);
  await expect(form.article.getByRole('region', { name: '确认单信息' })).toContainText(/模板版本\s*1/);
  await sender.recall('测试模板，不需要提交。');
  const later = await aForm(people, typeId);
  await desk.page.goto(`/desk/cases/${later.number}`);
  await expect(later.page(desk.page).paper('租赁合同')).toContainText('可选');
  await later.recall('测试模板，不需要提交。');
  await types.edit(name);
  await page.getByRole('radio', { name: '已停用' }).click();
  await types.save();
  await expect(types.toast('已保存，材料没有变化，仍为版本 2').last()).toBeVisible();
  await desk.page.goto(`/desk/cases/${later.originId}/form`);
  await desk.page.getByRole('combobox', { name: /确认单模板/ }).click();
  await expect(desk.page.getByRole('option', { name: template, exact: true })).toBeVisible();
  await expect(desk.page.getByRole('option', { name })).toHaveCount(0);
});

test('its pages are without findings of axe and fit every width', async ({ people }) => {
  test.setTimeout(240_000);
  const found: string[] = [];
  const look = looking(found);

  const sender = await aForm(people);
  const desk = await people.desk(agent, 'mine', { reducedMotion: 'reduce' });
  const { page } = desk;
  await page.goto(`/desk/cases/${sender.originId}/form`);
  const sending = new SendForm(page);
  await sending.submitButton.click();
  await expect(sending.summary).toBeFocused();
  await look('form-send-missing', page);
  await sending.choose(template);
  await sending.say(words);
  await look('form-send', page);

  await page.goto(`/desk/cases/${sender.number}`);
  const form = sender.page(page);
  await form.hasStatus('待提交');
  await look('form-case-sent', page);
  await sender.confirm({ report: '报告表.pdf', licence: '执照去年的.pdf', contract: '工程合同.pdf' }, '合同共两份，已合并。');
  await sender.returned({ licence: 1 }, '执照已换发，请上传新的副本。');
  await sender.accept({ report: 1, contract: 1 });
  await sender.confirm({ licence: '执照新的.pdf' });
  await form.hasStatus('待审核');
  await form.verdict(licence, '退回').click();
  await form.paper(licence).getByText('此前的提交（1 次）').click();
  await look('form-case-reviewing', page);
  for (const [name, title] of [
    ['撤回', '撤回确认单'],
    ['转办', '转办'],
  ] as const) {
    await form.action(name).click();
    await expect(form.dialog(title)).toBeVisible();
    await look(`form-case-${name === '撤回' ? 'recalling' : 'handing-over'}`, page);
    await page.keyboard.press('Escape');
  }
  await form.step('要求更正').click();
  await expect(form.dialog('要求更正')).toBeVisible();
  await look('form-case-asking', page);
  await page.keyboard.press('Escape');
  await sender.accept({ licence: 2 });
  await form.hasStatus('材料已通过');
  await form.step('出具结果').click();
  await look('form-case-completing', page);
  await sender.complete('跨区域涉税事项报验已办结，有效期至明年六月。');
  await form.hasStatus('已办结');
  await look('form-case-completed', page);

  const { id, number } = await openOrderByApi(people.origin, agent, who);
  await handedTo(people.origin, { supervisor, agent }, id);
  const ofOrder = await FormSender.sent(people.origin, { agent, who, typeId: 'binhai-sf-cross-region', originId: id, text: words });
  await page.goto(`/desk/cases/${number}`);
  await new OrderCase(page, number).hasStatus('待补正');
  await look('form-order-waiting', page);
  await ofOrder.recall('材料已由前台收取。');

  const types = new FormTypes(await administratorsBrowser(people));
  await types.open();
  await look('admin-forms', types.page);
  await types.edit(template);
  await look('admin-form-editor', types.page);
  expect(found).toEqual([]);
});
