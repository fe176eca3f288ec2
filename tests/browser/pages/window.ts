import { expect, type FrameLocator, type Page } from '@playwright/test';

import { MessageDetails } from './message-details.ts';
import { MessageForm } from './message-form.ts';
import { Notices } from './notices.ts';

/** The taxpayer's window: the frame that the icon opens. */
export class Window {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.frameLocator('iframe[title="征纳互动窗口"]');
  }

  get header() {
    return this.frame.locator('.bar');
  }

  get main() {
    return this.frame.getByRole('main');
  }

  /** A toast: what is told in passing. */
  told(words: string | RegExp) {
    return this.frame.getByLabel('提示消息').getByText(words).first();
  }

  /** Back to the first page of the window. */
  async home(): Promise<void> {
    const back = this.header.getByRole('link', { name: '返回' });
    const first = this.main.getByRole('textbox', { name: '输入您的问题' });
    for (let steps = 0; steps < 5; steps += 1) {
      await expect(back.or(first).first()).toBeVisible();
      if (await first.isVisible()) return;
      const before = await back.getAttribute('href');
      await back.click();
      await expect(async () => expect((await first.isVisible()) || (await back.getAttribute('href')) !== before).toBe(true)).toPass();
    }
    await expect(first).toBeVisible();
  }

  async leaveMessage(): Promise<MessageForm> {
    await this.home();
    await this.main.getByRole('link', { name: /^留言/ }).click();
    const form = new MessageForm(this);
    await expect(form.content).toBeVisible();
    return form;
  }

  async messages(): Promise<void> {
    await this.home();
    await this.main.getByRole('link', { name: /^我的留言/ }).click();
    await expect(this.main.getByRole('heading', { name: '我的留言' })).toBeVisible();
  }

  async message(number: string): Promise<MessageDetails> {
    await this.messages();
    await this.main.getByRole('link', { name: number }).click();
    return new MessageDetails(this, number);
  }

  async notices(): Promise<Notices> {
    await this.home();
    await this.main.getByRole('link', { name: /^我的消息/ }).click();
    await expect(this.main.getByRole('heading', { name: '我的消息' })).toBeVisible();
    return new Notices(this);
  }

  /** Another address within the frame, as somebody might type it. */
  async visit(path: string): Promise<void> {
    const frame = this.page.frames().find((each) => new URL(each.url()).pathname.startsWith('/window'));
    if (!frame) throw new Error('the window has not been opened');
    await frame.goto(path);
  }
}
