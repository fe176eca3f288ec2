import { expect, type Page } from '@playwright/test';

/** The officers' page of conversations (/desk/conversations). */
export class Conversations {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/desk/conversations');
    await expect(this.list.getByRole('heading', { name: /进行中/ })).toBeVisible();
  }

  get list() {
    return this.page.getByRole('region', { name: '互动', exact: true });
  }

  get log() {
    return this.page
      .getByRole('log', { name: '互动记录' })
      .or(this.page.getByRole('region', { name: '互动记录' }))
      .first();
  }

  get box() {
    return this.page.getByRole('textbox', { name: /^(回复|内部备注)$/ });
  }

  get dialog() {
    return this.page.getByRole('dialog');
  }

  /** Sets the status by the menu in the bar. */
  async setStatus(status: '在线' | '忙碌' | '离开'): Promise<void> {
    await this.page.getByRole('button', { name: /^状态/ }).click();
    await this.page.getByRole('menuitem', { name: status, exact: true }).click();
    await expect(this.page.getByRole('button', { name: new RegExp(`^状态.*${status}`) })).toBeVisible();
  }

  /** The card of an offer, by the taxpayer's name. */
  offer(name: string) {
    return this.list
      .getByRole('listitem')
      .filter({ hasText: name })
      .filter({ has: this.page.getByRole('button', { name: '谢绝' }) });
  }

  async accept(name: string): Promise<void> {
    await this.offer(name).getByRole('button', { name: '接入', exact: true }).click();
    await expect(this.page.getByRole('heading', { name, level: 2 })).toBeVisible();
    await expect(this.page.getByRole('textbox', { name: '回复' })).toBeVisible();
  }

  async answer(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
    await expect(this.box).toHaveValue('');
  }

  async does(action: '转接' | '退回排队' | '结束互动'): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: action, exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }
}
