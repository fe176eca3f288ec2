import { expect, type Page } from '@playwright/test';

/** The supervisor's pages (/supervise). */
export class Supervise {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/supervise${query}`);
    await expect(this.page.getByRole('heading', { name: '运行概览' })).toBeVisible();
  }

  get list() {
    return this.page.getByRole('region', { name: '事项列表' });
  }

  /** How a case runs: found among those that are open, or have ended. */
  async run(number: string, state: 'open' | 'closed' = 'open'): Promise<Run> {
    await this.open(`?state=${state}&q=${number}`);
    await this.list.getByRole('link', { name: number }).click();
    const run = new Run(this.page, number);
    await expect(run.article).toBeVisible();
    return run;
  }
}

/** The workflow of one case: in plain words beside the raw events. */
export class Run {
  readonly page: Page;
  readonly number: string;

  constructor(page: Page, number: string) {
    this.page = page;
    this.number = number;
  }

  get article() {
    return this.page.getByRole('article', { name: `${this.number} 的运行情况` });
  }

  get lines() {
    return this.article.getByRole('region', { name: '运行历史' }).getByRole('listitem');
  }

  line(words: string | RegExp) {
    return this.lines.filter({ hasText: words });
  }
}
