import { expect, type Page } from '@playwright/test';

import { FormCase } from './form-case.ts';

/** The page from which an officer sends a 业务办理服务确认单. */
export class SendForm {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get article() {
    return this.page.getByRole('article', { name: '发送业务办理服务确认单' });
  }

  get summary() {
    return this.article.getByRole('alert');
  }

  get papers() {
    return this.article.getByRole('group', { name: '需要提交的材料' }).getByRole('checkbox');
  }

  paper(name: RegExp) {
    return this.article.getByRole('checkbox', { name });
  }

  async addPaper(name: string): Promise<void> {
    await this.article.getByRole('button', { name: '添加材料' }).click();
    await this.article
      .getByRole('textbox', { name: /另需材料/ })
      .last()
      .fill(name);
  }

  get until() {
    return this.article.getByRole('textbox', { name: '提交截止日期' });
  }

  async choose(template: string): Promise<void> {
    const field = this.article.getByRole('combobox', { name: /确认单模板/ });
    await field.click();
    await this.page.getByRole('option', { name: template, exact: true }).click();
    await expect(field).toContainText(template);
  }

  get words() {
    return this.article.getByRole('textbox', { name: '事项说明' });
  }

  async say(words: string): Promise<void> {
    await this.words.fill(words);
  }

  get submitButton() {
    return this.article.getByRole('button', { name: '发送', exact: true });
  }

  /** Sends it and waits until its page is there. */
  async submit(): Promise<FormCase> {
    await this.submitButton.click();
    const heading = this.page.getByRole('article', { name: /^确认单 \d+$/ }).getByRole('heading', { level: 1 });
    await expect(heading).toBeVisible({ timeout: 45_000 });
    return new FormCase(this.page, await heading.innerText());
  }
}
