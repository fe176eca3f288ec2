import { realPdf } from './files.ts';
import { expect, test } from './fixtures.ts';
import { OrderForm } from './pages/order-form.ts';
import { OwnOrders } from './pages/order-details.ts';
import { OrderCase } from './pages/order-case.ts';
import { noneRunning } from './orders.ts';
import { centreName, onDuty, taxpayer } from './people.ts';

/** 云岭's centre serves this story: its two agents are in every group, 朱琳 knows about invoices; who is on duty is given the next stage. */
const centre = 'yunling-1';
const [first, second] = [
  { login: 'agent7', name: '朱琳' },
  { login: 'agent6', name: '杨帆' },
] as const;
const tea = taxpayer('liu-yang-tea');
const [contract, invoices] = ['购销合同', '近三个月开票明细'] as const;

test('a 留言 becomes a work order, which goes through its papers and stages to its end', async ({ people }) => {
  test.setTimeout(240_000);
  const { origin } = people;
  const onlyOnDuty = (login: string) => onDuty(origin, { [first.login]: login === first.login, [second.login]: login === second.login });
  await onlyOnDuty(first.login);
  await noneRunning(origin, 'supervisor3', tea);
  const desk = await people.desk(first.login, 'mine');

  const bureau = await people.taxpayer(tea);
  const window = await bureau.openWindow();
  const asked = await test.step('the taxpayer hands in a 留言', async () => {
    const form = await window.leaveMessage();
    await form.fill({ centre: centreName(centre), text: '本月新签三份年度合同，数电票额度不够用，请帮忙调整。' });
    const number = await form.submit();
    await form.success.getByRole('button', { name: '查看留言' }).click();
    return number;
  });

  const order = await test.step('the officer turns it into a work order', async () => {
    await desk.arrived(asked);
    const message = await desk.openCase(asked);
    await message.action('转工单').click();
    const form = new OrderForm(desk.page);
    await expect(form.content, 'what the taxpayer wrote is there already').toHaveValue(/新签三份年度合同/);
    await form.submitButton.click();
    await expect(form.summary, 'a form without a type is not sent').toContainText('请选择工单类型');
    await form.fillQuota();
    return await form.submit();
  });
  const { number } = order;

  await test.step('each shows the other', async () => {
    await order.hasStatus('办理中');
    await expect(order.stage).toContainText('受理');
    await expect(order.stage).toContainText(first.name);
    await expect(order.matter).toContainText('500000');
    await order.links.getByRole('link', { name: asked }).click();
    const message = await desk.shown(asked);
    await message.hasStatus('已转工单');
    await message.article.getByRole('region', { name: '关联事项' }).getByRole('link', { name: number }).click();
    await expect(order.article).toBeVisible();
  });

  const mine = await test.step('the taxpayer is led from the 留言 to the order', async () => {
    await expect(window.main).toContainText('已转工单');
    await window.main
      .getByRole('link', { name: `查看工单 ${number}` })
      .first()
      .click();
    const orders = new OwnOrders(window);
    await orders.open();
    await expect(orders.row(number)).toContainText('当前环节 受理');
    return await orders.openOrder(number);
  });
  await mine.hasStatus('办理中');
  await expect(mine.stage).toContainText('受理');
  await expect(mine.stage).toContainText('前完成');
  await expect(mine.window.main, 'the taxpayer sees the group, not the officer').not.toContainText(first.name);

  const supervise = await people.supervise('supervisor3');
  const run = await supervise.run(number);
  await test.step('the supervisor sees it run', async () => {
    await expect(run.article).toContainText('等待承办人办理本环节');
    await expect(run.article).toContainText('来自流程引擎');
  });

  await test.step('it goes to 办理, where papers are asked for', async () => {
    await order.advance('已核实合同金额，同意受理。');
    await expect(order.stage).toContainText('办理');
    await expect(mine.stage).toContainText('办理');
    await order.askPapers('请上传已签订的合同和近三个月的开票明细。');
    await order.hasStatus('待补正');
    await expect(order.stage).toContainText('时限暂停');
    await expect(run.article).toContainText('等待纳税人补充');
  });

  await test.step('the taxpayer is told, and sends both', async () => {
    await mine.hasStatus('待补正');
    const notices = await window.notices();
    await notices.tab('待办提醒');
    await notices.of('工单待补正', number).first().getByRole('link').click();
    await expect(mine.heading).toBeVisible();
    await expect(mine.papers).toContainText('请上传已签订的合同和近三个月的开票明细。');
    await mine.button('提交补正').click();
    await expect(mine.papers.getByRole('alert'), 'nothing is handed in without a paper').toContainText('请至少上传一份材料');
    await mine.upload(contract, realPdf('年度合同.pdf'));
    await mine.upload(invoices, realPdf('七月和八月明细.pdf'));
    await mine.handIn('合同共三份，已合并为一个文件。');
    await mine.hasStatus('办理中');
    await expect(mine.paper(contract)).toContainText('待审核');
  });

  await test.step('the officer looks at them, accepts one and returns the other', async () => {
    await order.hasStatus('办理中');
    await expect(order.story).toContainText('合同共三份，已合并为一个文件。');
    await order.papers.getByRole('button', { name: '预览 年度合同.pdf' }).click();
    await expect(order.papers.locator('iframe[title="年度合同.pdf"]')).toBeVisible();
    await order.verdict(contract, '通过').click();
    await order.verdict(invoices, '退回').click();
    const why = order.reasonFor(invoices);
    await order.submitVerdicts();
    await expect(order.papers, 'nothing is returned without a reason').toContainText('退回或免予提交时请填写原因');
    await why.fill('缺少九月份的明细。');
    await order.submitVerdicts();
    await order.hasStatus('待补正');
    await expect(order.paper(contract)).toContainText('已通过');
    await expect(order.paper(invoices)).toContainText('已退回');
  });

  await test.step('the taxpayer reads why, and corrects it', async () => {
    await mine.hasStatus('待补正');
    await expect(mine.paper(contract)).toContainText('已通过');
    await expect(mine.paper(invoices)).toContainText('缺少九月份的明细。');
    await mine.upload(invoices, realPdf('七月至九月明细.pdf'));
    await mine.handIn();
    await mine.hasStatus('办理中');
  });

  await test.step('the officer finds the second version beside the first, and all required papers are settled', async () => {
    await expect(order.paper(invoices)).toContainText('第 2 次提交');
    await order.paper(invoices).getByText('此前的提交（1 次）').click();
    await expect(order.paper(invoices).getByRole('button', { name: '预览 七月和八月明细.pdf' })).toBeVisible();
    await order.review({ [invoices]: '通过' });
    await expect(order.papers).toContainText('必需材料 2 件，已通过 2 件');
  });

  const reviewed = await test.step('a colleague reviews it', async () => {
    await onlyOnDuty(second.login);
    const theirs = await people.desk(second.login, 'mine');
    await order.advance('材料齐全，建议调整为 50 万元。');
    await theirs.arrived(number);
    await theirs.row(number).getByRole('link').click();
    const shown = new OrderCase(theirs.page, number);
    await expect(shown.stage).toContainText('复核');
    await expect(shown.stage).toContainText(second.name);
    await expect(shown.story).toContainText('材料齐全，建议调整为 50 万元。');
    await expect(shown.step('办结'), 'a review finishes nothing').toBeHidden();
    await expect(order.step('推进'), 'who has it no longer cannot go on').toBeHidden();
    await expect(mine.stage).toContainText('复核');
    await expect(mine.window.main).toContainText('“复核”环节不能终止工单');
    await expect(mine.window.main, 'what officers tell each other is theirs').not.toContainText('建议调整为 50 万元');
    await shown.advance('复核无误。');
    await expect(shown.stage).toContainText('办结');
    return shown;
  });

  await test.step('it is finished with a result and a file', async () => {
    const result = '额度已调整为 50 万元，即日生效。';
    await reviewed.finish(result, realPdf('额度调整通知书.pdf'));
    await order.hasStatus('已办结');
    await mine.hasStatus('已办结');
    await expect(mine.result).toContainText(result);
    await expect(mine.result.getByRole('link', { name: '额度调整通知书.pdf', exact: true })).toBeVisible();
    await expect(mine.button('催办')).toBeHidden();
    await expect(mine.button('终止')).toBeHidden();
  });

  await test.step('the taxpayer rates it, once', async () => {
    await mine.rate('已解决', 5, '材料退回的原因写得很清楚。');
    await mine.hasStatus('已评价');
    await expect(mine.button('评价')).toBeHidden();
    await expect(order.article).toContainText('5 星');
  });

  await test.step('the supervisor saw it on the open page to its end, and reads it in the archive', async () => {
    await expect(run.line(/纳税人评价(?!期)/)).not.toHaveCount(0);
    const closed = await supervise.run(number, 'closed');
    await expect(closed.line('开单')).not.toHaveCount(0);
    await expect(closed.line('流程结束')).toBeVisible();
  });
});
