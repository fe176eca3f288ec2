import { randomUUID } from 'node:crypto';

import { expect } from '@playwright/test';

import { realPdf } from './files.ts';
import type { People } from './fixtures.ts';
import type { Look } from './looks-well.ts';
import { OrderCase } from './pages/order-case.ts';
import { OwnOrders } from './pages/order-details.ts';
import { OrderForm } from './pages/order-form.ts';
import { handedTo, openOrderByApi } from './orders.ts';
import { apiOfficer, apiTaxpayer, handInByApi, taxpayer } from './people.ts';

/** 云岭's centre serves these walks; whoever the rule of assignment finds, its supervisor gives what is looked at to 朱琳. */
const centre = 'yunling-1';
const supervisor = 'supervisor3';
const agent = 'agent7';
const who = taxpayer('liu-yang');
const none = taxpayer('sun-guifang');
const note = (text: string) => ({ id: randomUUID(), text });

/** An order at 办理, of which papers have been asked for. */
async function withPapersAsked({ origin }: People) {
  const { id, number } = await openOrderByApi(origin, agent, who);
  const officer = await apiOfficer(origin, agent);
  const command = (name: string, body: object) => officer.send('POST', `/api/cases/${id}/commands/${name}`, body);
  await handedTo(origin, { supervisor, agent }, id);
  await command('advance', { note: note('已核实合同金额，同意受理。') });
  await handedTo(origin, { supervisor, agent }, id);
  await command('askPapers', { keys: ['contract', 'statement'], note: note('请上传已签订的合同和近三个月的开票明细。') });
  return { id, number, command };
}

/** 我的工单, and all that its owner can do with one. */
export async function walkOrdersAsTaxpayer(people: People, look: Look): Promise<void> {
  const without = await (await people.taxpayer(none, { reducedMotion: 'reduce' })).openWindow();
  await without.visit('/window/orders');
  await expect(without.main.getByText('您还没有工单')).toBeVisible();
  await look('my-orders-none', without.page);

  const { number, command } = await withPapersAsked(people);
  const window = await (await people.taxpayer(who, { reducedMotion: 'reduce' })).openWindow();
  const { page } = window;
  const orders = new OwnOrders(window);
  await orders.open();
  await expect(orders.row(number)).toContainText('待补正');
  await look('my-orders', page);
  const mine = await orders.openOrder(number);
  await mine.hasStatus('待补正');
  await look('order-papers-wanted', page);
  await mine.button('提交补正').click();
  await expect(mine.papers.getByRole('alert')).toBeVisible();
  await look('order-papers-missing', page);
  await mine.upload('购销合同', realPdf('年度合同.pdf'));
  await mine.upload('近三个月开票明细', realPdf('七月和八月明细.pdf'));
  await mine.button('提交补正').click();
  await expect(window.frame.getByRole('alertdialog')).toBeVisible();
  await look('order-papers-asking', page);
  await window.frame.getByRole('alertdialog').getByRole('button', { name: '提交补正' }).click();
  await mine.hasStatus('办理中');
  await look('order-under-way', page);
  await mine.button('催办').click();
  await expect(window.frame.getByRole('alertdialog', { name: '催办工单' })).toBeVisible();
  await look('order-urging', page);
  await page.keyboard.press('Escape');
  await mine.button('终止').click();
  const dialog = window.frame.getByRole('dialog', { name: '终止工单' });
  await dialog.getByRole('button', { name: '下一步' }).click();
  await expect(dialog).toContainText('请填写终止原因');
  await look('order-terminating', page);
  await page.keyboard.press('Escape');
  await command('reviewPapers', {
    verdicts: [
      { key: 'contract', verdict: 'accepted', revision: 1 },
      { key: 'statement', verdict: 'returned', revision: 1 },
    ],
    reason: note('缺少九月份的明细。'),
  });
  await mine.hasStatus('待补正');
  await look('order-papers-returned', page);
  await mine.terminate('额度已够用，不再需要调整。');
  await mine.hasStatus('已终止');
  await look('order-ended', page);
}

/** The forms that open an order, and an order's case page. */
export async function walkOrdersAsAgent(people: People, look: Look): Promise<void> {
  const { origin } = people;
  const { id, number } = await withPapersAsked(people);
  const owner = await apiTaxpayer(origin, who);
  const upload = async (key: string, name: string) => ({ key, uploadIds: [await owner.upload(name, realPdf().buffer)] });
  const papers = [await upload('contract', '年度合同.pdf'), await upload('statement', '七月和八月明细.pdf')];
  await owner.send('POST', `/api/cases/${id}/commands/supplement`, { papers, note: note('合同共三份，已合并为一个文件。') });
  const message = await handInByApi(owner, centre, '本月新签三份年度合同，数电票额度不够用，请帮忙调整。');
  await handedTo(origin, { supervisor, agent }, message.id);

  const desk = await people.desk(agent, 'mine', { reducedMotion: 'reduce' });
  const { page } = desk;
  const theCase = await desk.visitCase(message.number);
  await theCase.action('转工单').click();
  const form = new OrderForm(page);
  await form.choose('工单类型', '税费种认定变更');
  await look('order-convert', page);
  await form.submitButton.click();
  await expect(form.summary).toBeFocused();
  await look('order-convert-missing', page);
  await form.choose('工单类型', '数电票额度调整');
  await expect(form.article.getByRole('heading', { name: '该纳税人已有同类工单在办' })).toBeVisible();
  await look('order-convert-running', page);

  await page.goto('/desk/orders/new');
  await form.article.getByRole('textbox', { name: '查找纳税人' }).fill(who.name);
  await expect(form.article.getByRole('button', { name: new RegExp(who.name) }).first()).toBeVisible();
  await look('order-new', page);

  await page.goto(`/desk/cases/${number}`);
  const order = new OrderCase(page, number);
  await order.hasStatus('办理中');
  await expect(order.papers.locator('iframe')).toBeVisible();
  await look('order-case', page);
  for (const [name, step, title] of [
    ['advancing', '推进', '推进到下一环节'],
    ['asking', '要求补正', '要求补正'],
    ['sending-back', '退回上一环节', '退回环节'],
  ] as const) {
    await order.step(step).click();
    await expect(order.dialog(title)).toBeVisible();
    await look(`order-case-${name}`, page);
    await page.keyboard.press('Escape');
  }
  // Steps wait while judgements are not saved, so these come last.
  await order.verdict('购销合同', '通过').click();
  await order.verdict('近三个月开票明细', '退回').click();
  await look('order-case-reviewing', page);
}

/** The board, as chart and as table, and how an order runs. */
export async function walkOrdersAsSupervisor(people: People, look: Look): Promise<void> {
  const { number } = await withPapersAsked(people);
  const supervise = await people.supervise(supervisor, { reducedMotion: 'reduce' });
  const { page } = supervise;
  await page.goto('/supervise/board');
  await expect(page.getByRole('list', { name: '重点事项' })).toBeVisible();
  await look('board', page);
  await page.getByRole('button', { name: '表格' }).click();
  await expect(page.getByRole('table').first()).toBeVisible();
  await look('board-table', page);
  await supervise.run(number);
  await look('run-order', page);
}
