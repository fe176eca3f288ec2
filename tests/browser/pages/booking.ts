import { expect } from '@playwright/test';

import type { Window } from './window.ts';

/** The booking form (E1). */
export class Booking {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  get picker() {
    return this.window.main.getByRole('group', { name: /预约服务时间/ });
  }

  get description() {
    return this.window.main.getByRole('textbox', { name: '预约事项说明' });
  }

  get summary() {
    return this.window.main.getByRole('alert').filter({ hasText: '需要修改' });
  }

  get submitButton() {
    return this.window.main.getByRole('button', { name: '提交', exact: true });
  }

  get confirmation() {
    return this.window.frame.getByRole('dialog', { name: '确认预约信息' });
  }

  get success() {
    return this.window.frame.getByRole('dialog', { name: '预约提示' });
  }

  async choose(label: string, option: string): Promise<void> {
    const box = this.window.main.getByRole('combobox', { name: new RegExp(label) });
    await box.click();
    await this.window.frame.getByRole('option', { name: option }).click();
    await expect(box).toContainText(option);
  }

  async service(centre: string, type = '办税辅导'): Promise<void> {
    await this.choose('预约服务单位', centre);
    await this.choose('预约服务类型', type);
  }

  /** Everything but the time. */
  async fill(centre: string, text: string): Promise<void> {
    await this.service(centre);
    await this.window.main.getByRole('radio', { name: '文字' }).click();
    await this.choose('预约业务类别', '发票业务');
    await this.description.fill(text);
  }

  /** Starts of the day that is shown. */
  starts(words: string | RegExp = /^\d\d:\d\d – \d\d:\d\d/) {
    return this.picker.getByRole('button', { name: words });
  }

  /** Chooses the first start of the shown day with a place left; returns its hours. */
  async chooseFirst(): Promise<string> {
    const first = this.starts(/^\d\d:\d\d – .*余 \d+$/).first();
    const hours = /^\d\d:\d\d – \d\d:\d\d/.exec((await first.innerText()).trim())?.[0] ?? '';
    await first.click();
    await expect(this.picker).toContainText(/已为您保留 .*还剩 \d+:\d\d/s);
    return hours;
  }

  /** 提交, 确认; returns the number. */
  async book(): Promise<string> {
    await this.submitButton.click();
    await this.confirmation.getByRole('button', { name: '确认', exact: true }).click();
    await expect(this.success).toContainText(/\d{15}/, { timeout: 60_000 });
    return /\d{15}/.exec(await this.success.innerText())?.[0] ?? '';
  }
}
