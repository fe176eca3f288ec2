import { expect } from '@playwright/test';

import { MessageDetails } from './message-details.ts';
import type { Window } from './window.ts';

/** 我的消息. */
export class Notices {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  async tab(name: '待办提醒' | '消息提示'): Promise<void> {
    const tab = this.window.main.getByRole('tab', { name });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }

  /** The notice of a case: 留言回复, 留言待补充 … */
  of(title: string, number: string) {
    return this.window.main.getByRole('listitem').filter({ hasText: title }).filter({ hasText: number });
  }

  async open(title: string, number: string): Promise<MessageDetails> {
    await this.of(title, number).first().getByRole('link').click();
    const details = new MessageDetails(this.window, number);
    await expect(details.heading).toBeVisible();
    return details;
  }
}
