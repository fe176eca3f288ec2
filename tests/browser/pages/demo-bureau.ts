import { expect, type Page } from '@playwright/test';

import type { Taxpayer } from '../people.ts';
import { Window } from './window.ts';

/** The demo bureau (/demo): the page around the window. */
export class DemoBureau {
  readonly page: Page;
  readonly window: Window;

  constructor(page: Page) {
    this.page = page;
    this.window = new Window(page);
  }

  async open(path = '/demo'): Promise<void> {
    await this.page.goto(path);
    await expect(this.icon).toBeVisible();
  }

  /** The floating icon at the bottom right. */
  get icon() {
    return this.page.getByRole('button', { name: /^打开征纳互动/ });
  }

  /** Changes who is signed in at the bureau, and as whom. */
  async choose({ person, name, identity }: Taxpayer): Promise<void> {
    await this.page.getByRole('button', { name: /切换身份/ }).click();
    const dialog = this.page.getByRole('dialog', { name: '选择纳税人和身份' });
    const item = dialog.getByRole('listitem').filter({ hasText: person.phone });
    await item
      .getByRole('button', { name: `${name} ${identity.kind === 'enterprise' ? '企业' : '自然人'}` })
      .first()
      .click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByRole('banner')).toContainText(name);
  }

  /** Opens the window by its icon. */
  async openWindow(): Promise<Window> {
    await this.icon.click();
    await expect(this.window.frame.getByText('悦悦', { exact: true }).first()).toBeVisible();
    return this.window;
  }

  /** The short messages on the demo telephone of a number. */
  async phone(number: string) {
    const page = await this.page.context().newPage();
    await page.goto('/demo/phone');
    const choice = page.getByRole('combobox', { name: /手机号码/ });
    await expect(choice).toBeVisible();
    if (!(await choice.innerText()).includes(number)) {
      await choice.click();
      await page.getByRole('option', { name: number }).click();
    }
    return page.locator('.screen').getByRole('listitem');
  }
}
