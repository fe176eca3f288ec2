import { expect } from '@playwright/test';

import type { Window } from './window.ts';

/** The first page of the window: the conversation. */
export class ConversationPage {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  get box() {
    return this.window.main.getByRole('textbox', { name: '输入您的问题' });
  }

  get log() {
    return this.window.main.getByRole('region', { name: '互动记录' });
  }

  /** Who is answering now, or the place in the queue. */
  get state() {
    return this.window.main.getByRole('region', { name: '互动状态' });
  }

  /** What screen readers are told of. */
  get spoken() {
    return this.window.main.getByRole('log', { name: '新消息' });
  }

  tool(words: string) {
    return this.window.main.getByRole('toolbar', { name: '输入工具' }).getByRole('button', { name: words, exact: true });
  }

  /** Messages that hold these words. */
  said(words: string) {
    return this.log.locator('.entry').filter({ hasText: words });
  }

  async say(words: string): Promise<void> {
    await this.box.fill(words);
    await this.box.press('Enter');
    await expect(this.log.locator('.entry[data-own]').filter({ hasText: words })).toHaveCount(1);
  }

  /** Asks for an officer, whatever the matter. */
  async askForOfficer(): Promise<void> {
    await this.tool('人工').click();
    await this.window.frame.getByRole('dialog', { name: '转人工服务' }).getByRole('button', { name: '不确定，直接转人工' }).click();
  }

  async end(): Promise<void> {
    await this.state.getByRole('button', { name: '结束互动' }).click();
    await this.window.frame.getByRole('alertdialog').getByRole('button', { name: '结束互动' }).click();
  }

  async rate(resolved: '已解决' | '未解决', stars: number, words: string): Promise<void> {
    const dialog = this.window.frame.getByRole('dialog', { name: '评价本次服务' });
    await dialog.getByRole('radio', { name: resolved }).click();
    await dialog.getByRole('slider', { name: /满意程度/ }).focus();
    for (let star = 0; star < stars; star += 1) await this.window.page.keyboard.press('ArrowRight');
    await dialog.getByRole('textbox', { name: '意见或建议' }).fill(words);
    await dialog.getByRole('button', { name: '提交评价' }).click();
    await expect(dialog).toBeHidden();
  }
}
