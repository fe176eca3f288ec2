import { expect } from '@playwright/test';

import type { Window } from './window.ts';

/** A case of one's own in the window, of whatever kind. */
export abstract class OwnCase {
  readonly window: Window;
  readonly number: string;
  /** What the story is called. */
  protected readonly storyTitle: string = '办理过程';

  constructor(window: Window, number: string) {
    this.window = window;
    this.number = number;
  }

  get heading() {
    return this.window.main.getByRole('heading', { name: this.number, level: 1 });
  }

  get story() {
    return this.window.main.getByRole('region', { name: this.storyTitle });
  }

  async hasStatus(words: string): Promise<void> {
    await expect(this.heading.locator('../..')).toContainText(words);
  }

  button(name: string) {
    return this.window.main.getByRole('button', { name, exact: true });
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
}
