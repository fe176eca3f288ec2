import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { OwnCase } from './own-case.ts';
import type { Window } from './window.ts';

/** 我的工单: an order of one's own, with its stages, papers and what was done. */
export class OrderDetails extends OwnCase {
  /** The stage it stands at. */
  get stage() {
    return this.window.main.getByRole('list', { name: '办理进度' }).locator('[aria-current="step"]');
  }

  get result() {
    return this.window.main.getByRole('region', { name: '办理结果' });
  }

  get papers() {
    return this.window.main.getByRole('region', { name: /^(补正材料|材料)$/ });
  }

  paper(name: string) {
    return this.papers.getByRole('listitem').filter({ has: this.window.frame.locator('h3', { hasText: name }) });
  }

  /** Chooses a file for a paper and sends it up; it counts once the papers are handed in. */
  async upload(paper: string, file: SentFile): Promise<void> {
    const group = this.papers.getByRole('group', { name: `${paper}的文件` });
    const chooser = this.window.page.waitForEvent('filechooser');
    await group.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(file);
    await group.getByRole('button', { name: '立即上传' }).click();
    await expect(group.getByRole('listitem').filter({ hasText: file.name })).toContainText('已上传');
  }

  async handIn(words = ''): Promise<void> {
    if (words !== '') await this.papers.getByRole('textbox', { name: '补充说明' }).fill(words);
    await this.button('提交补正').click();
    const asked = this.window.frame.getByRole('alertdialog', { name: '材料是否已全部上传？' });
    await asked.getByRole('button', { name: '提交补正' }).click();
    await expect(asked).toBeHidden();
  }

  async urge(): Promise<void> {
    await this.button('催办').click();
    const asked = this.window.frame.getByRole('alertdialog', { name: '催办工单' });
    await asked.getByRole('button', { name: '确认催办' }).click();
    await expect(asked).toBeHidden();
  }

  async terminate(reason: string): Promise<void> {
    await this.button('终止').click();
    const dialog = this.window.frame.getByRole('dialog', { name: '终止工单' });
    await dialog.getByRole('textbox', { name: '终止原因' }).fill(reason);
    await dialog.getByRole('button', { name: '下一步' }).click();
    const asked = this.window.frame.getByRole('alertdialog', { name: `确定终止工单 ${this.number} 吗？` });
    await asked.getByRole('button', { name: '确定终止' }).click();
    await expect(asked).toBeHidden();
  }
}

/** 我的工单, the list. */
export class OwnOrders {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  /** By the window's menu. */
  async open(): Promise<void> {
    await this.window.header.getByRole('button', { name: '更多' }).click();
    await this.window.frame.getByRole('menuitem', { name: '我的工单' }).click();
    await expect(this.window.main.getByRole('heading', { name: '我的工单', level: 1 })).toBeVisible();
  }

  row(number: string) {
    return this.window.main.getByRole('listitem').filter({ hasText: number });
  }

  async openOrder(number: string): Promise<OrderDetails> {
    await this.row(number).getByRole('link').click();
    const details = new OrderDetails(this.window, number);
    await expect(details.heading).toBeVisible();
    return details;
  }
}
