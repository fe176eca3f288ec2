import { expect, type Page } from '@playwright/test';

import { tabTo } from '../tab-to.ts';
import { OrderCase } from './order-case.ts';

/** The officer's form that opens a work order: 转工单 from a 留言, or 新建工单. */
export class OrderForm {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get article() {
    return this.page.getByRole('article', { name: /^(转工单|新建工单)$/ });
  }

  get content() {
    return this.article.getByRole('textbox', { name: '事项说明' });
  }

  get summary() {
    return this.article.getByRole('alert');
  }

  combobox(label: string) {
    return this.article.getByRole('combobox', { name: new RegExp(`^\\*?${label}`) });
  }

  async choose(label: string, option: string): Promise<void> {
    await this.combobox(label).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
    await expect(this.combobox(label)).toContainText(option);
  }

  async enter(label: string, text: string): Promise<void> {
    await this.article.getByRole('textbox', { name: label }).fill(text);
  }

  get submitButton() {
    return this.article.getByRole('button', { name: '开单', exact: true });
  }

  get taxpayerSearch() {
    return this.article.getByRole('textbox', { name: '查找纳税人' });
  }

  /** The taxpayer who is chosen. */
  get taxpayer() {
    return this.article.getByRole('group', { name: '纳税人' });
  }

  async chooseTaxpayer(words: string, name: RegExp): Promise<void> {
    await this.taxpayerSearch.fill(words);
    await this.article.getByRole('button', { name }).first().click();
    await expect(this.taxpayer).toContainText(name);
  }

  /** Orders of the taxpayer's that run already, of the type that is chosen. */
  get running() {
    return this.article.getByRole('region', { name: '该纳税人已有同类工单在办' });
  }

  /** Has the 留言 join one of them, by keys alone, and waits until that one is shown. */
  async joinRunning(number: string): Promise<OrderCase> {
    await tabTo(this.page, this.running.getByRole('button', { name: `并入 ${number}` }));
    await this.page.keyboard.press('Enter');
    const order = new OrderCase(this.page, number);
    await expect(order.article).toBeVisible();
    return order;
  }

  /** What the type 数电票额度调整 wants to know. */
  async fillQuota(): Promise<void> {
    await this.choose('工单类型', '数电票额度调整');
    await this.choose('调整方式', '定期调整');
    await this.enter('当前额度', '100000');
    await this.enter('申请额度', '500000');
    await this.enter('调整理由', '新签三份年度合同，月开票额超出现有额度。');
  }

  /** Opens it and waits until its page is there. */
  async submit(): Promise<OrderCase> {
    await this.submitButton.click();
    const heading = this.page.getByRole('article', { name: /^工单 \d+$/ }).getByRole('heading', { level: 1 });
    await expect(heading).toBeVisible({ timeout: 45_000 });
    return new OrderCase(this.page, await heading.innerText());
  }
}
