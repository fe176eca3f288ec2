import { expect, type Page } from '@playwright/test';

import { CasePage } from './case-page.ts';

export type View = 'mine' | 'centre' | 'unassigned' | 'waiting' | 'overdue';

/** The officers' worklist (/desk). */
export class Desk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(view: View = 'mine'): Promise<void> {
    await this.page.goto(`/desk?view=${view}`);
    await expect(this.page.getByRole('button', { name: /^状态/ })).toBeVisible();
    // Rows, or words in their place.
    await expect(this.list.getByRole('listitem').or(this.list.getByText(/^没有/)).first()).toBeVisible();
  }

  get list() {
    return this.page.getByRole('region', { name: '待办列表' });
  }

  row(number: string) {
    return this.list.getByRole('listitem').filter({ hasText: number });
  }

  /**
   * A row that came, or was changed, while the list is open; when somebody reads it they are told of it first. Other suites leave work
   * in the centre, too: it may stand beyond the first page.
   */
  async arrived(number: string) {
    const row = this.row(number);
    const news = this.list.getByRole('button', { name: /条新变化/ });
    const more = this.list.getByRole('button', { name: '加载更多' });
    await expect(async () => {
      if (!(await row.isVisible())) {
        if (await news.isVisible()) await news.click();
        else if (await more.isVisible()) await more.click();
      }
      await expect(row).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 45_000 });
    return row;
  }

  async openCase(number: string): Promise<CasePage> {
    await this.row(number).getByRole('link').click();
    return await this.shown(number);
  }

  /** A case by its address, where a number does as well as an id. */
  async visitCase(number: string): Promise<CasePage> {
    await this.page.goto(`/desk/cases/${number}`);
    return await this.shown(number);
  }

  async shown(number: string): Promise<CasePage> {
    const shown = new CasePage(this.page, number);
    await expect(shown.article).toBeVisible();
    return shown;
  }

  told(words: string | RegExp) {
    return this.page.getByLabel('提示消息').getByText(words).first();
  }
}
