import { expect, type Page } from '@playwright/test';

import type { SentFile } from '../files.ts';

/** A case as officers see it. */
export class CasePage {
  readonly page: Page;
  readonly number: string;

  constructor(page: Page, number: string) {
    this.page = page;
    this.number = number;
  }

  get article() {
    return this.page.getByRole('article', { name: `留言 ${this.number}` });
  }

  get story() {
    return this.article.getByRole('region', { name: '办理过程' });
  }

  get header() {
    return this.article.locator('header').first();
  }

  async hasStatus(words: string): Promise<void> {
    await expect(this.header).toContainText(words);
  }

  /** One of the actions offered: 签收, 转办, 退回待分派, 改派, 结束. */
  action(name: string) {
    return this.header.getByRole('button', { name, exact: true });
  }

  dialog(name: string) {
    return this.page.getByRole('dialog', { name });
  }

  get composer() {
    return this.article.getByRole('region', { name: '回复纳税人' });
  }

  /** Chooses a file to go with what is being written; it counts only after 点击上传. */
  async attach(file: SentFile): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.composer.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(file);
  }

  async say(kind: '回复' | '要求补充', text: string): Promise<void> {
    await this.composer.getByRole('button', { name: kind, exact: true }).click();
    await this.composer.getByRole('textbox').fill(text);
    await this.composer.getByRole('button', { name: kind === '回复' ? '发送回复' : '发送补充要求' }).click();
    await expect(this.story).toContainText(text);
  }

  async choose(dialog: string, label: string, option: string): Promise<void> {
    await this.dialog(dialog)
      .getByRole('combobox', { name: new RegExp(label) })
      .click();
    await this.page.getByRole('option', { name: option }).click();
  }

  async handOver(to: { colleague: string } | { centre: string }, note: string): Promise<void> {
    await this.action('转办').click();
    const dialog = this.dialog('转办');
    if ('centre' in to) {
      await dialog.getByRole('radio', { name: '其他运营中心' }).click();
      await this.choose('转办', '选择运营中心', to.centre);
    } else {
      await this.choose('转办', '选择同事', to.colleague);
    }
    await dialog.getByRole('textbox', { name: '转办说明' }).fill(note);
    await dialog.getByRole('button', { name: '确认转办' }).click();
    await expect(dialog).toBeHidden();
  }

  async release(note: string): Promise<void> {
    await this.action('退回待分派').click();
    const dialog = this.dialog('退回待分派');
    await dialog.getByRole('textbox', { name: '退回说明' }).fill(note);
    await dialog.getByRole('button', { name: '确认退回' }).click();
    await expect(dialog).toBeHidden();
  }

  async reassign(officer: string, note: string): Promise<void> {
    await this.action('改派').click();
    await this.choose('改派', '新承办人', officer);
    const dialog = this.dialog('改派');
    await dialog.getByRole('textbox', { name: '改派说明' }).fill(note);
    await dialog.getByRole('button', { name: '确认改派' }).click();
    await expect(dialog).toBeHidden();
  }

  async end(reason: string): Promise<void> {
    await this.action('结束').click();
    const dialog = this.dialog('结束留言');
    await dialog.getByRole('textbox', { name: '结束原因' }).fill(reason);
    await dialog.getByRole('button', { name: '下一步' }).click();
    const asked = this.page.getByRole('alertdialog', { name: `确定结束 ${this.number} 吗` });
    await asked.getByRole('button', { name: '确定结束' }).click();
    await expect(asked).toBeHidden();
  }
}
