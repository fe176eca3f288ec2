import { expect } from '@playwright/test';

import type { Window } from './window.ts';

/** A 留言 of one's own with all that was said. */
export class MessageDetails {
  readonly window: Window;
  readonly number: string;

  constructor(window: Window, number: string) {
    this.window = window;
    this.number = number;
  }

  get heading() {
    return this.window.main.getByRole('heading', { name: this.number });
  }

  get story() {
    return this.window.main.getByRole('region', { name: '沟通记录' });
  }

  async hasStatus(words: string): Promise<void> {
    await expect(this.heading.locator('..')).toContainText(words);
  }

  button(name: string) {
    return this.window.main.getByRole('button', { name });
  }

  /** Answers a question back (补充说明) or asks on (追问). */
  async answer(kind: '补充' | '追问', text: string): Promise<void> {
    await this.window.main.getByRole('textbox', { name: `${kind}内容` }).fill(text);
    await this.button(`提交${kind}`).click();
    await expect(this.story).toContainText(text);
  }

  async rate(resolved: '已解决' | '未解决', stars: number, words: string): Promise<void> {
    await this.button('评价').click();
    const dialog = this.window.frame.getByRole('dialog', { name: '评价本次服务' });
    await dialog.getByRole('radio', { name: resolved }).click();
    await dialog.getByRole('slider', { name: /满意程度/ }).focus();
    for (let star = 0; star < stars; star += 1) await this.window.page.keyboard.press('ArrowRight');
    await dialog.getByRole('textbox', { name: '意见或建议' }).fill(words);
    await dialog.getByRole('button', { name: '提交评价' }).click();
    await expect(dialog).toBeHidden();
  }

  async withdraw(): Promise<void> {
    await this.button('撤回留言').click();
    const dialog = this.window.frame.getByRole('alertdialog', { name: '确定撤回这条留言吗？' });
    await dialog.getByRole('button', { name: '确定撤回' }).click();
    await expect(dialog).toBeHidden();
  }
}
