import { expect, type Page } from '@playwright/test';

import type { Appointments } from '../appointments.ts';

/** The officer's form of an invitation. */
export const formOf = (page: Page) => page.getByRole('article', { name: '邀请纳税人互动' });

/** Fills in matter and text, and chooses two times of the last day that is offered. */
export async function askFor(page: Page, the: Appointments, text: string): Promise<void> {
  const form = formOf(page);
  await form.getByRole('combobox', { name: /服务类型/ }).click();
  await page.getByRole('option', { name: the.typeName }).click();
  await form.getByRole('combobox', { name: /业务类别/ }).click();
  await page.getByRole('option', { name: '发票业务' }).click();
  await form.getByRole('group', { name: '选择日期' }).getByRole('button', { name: /余/ }).last().click();
  await form.getByRole('button', { name: /^10:00 – 10:30/ }).click();
  await expect(form).toContainText('已选 1 个时间');
  await form.getByRole('button', { name: /^10:30 – 11:00/ }).click();
  await expect(form).toContainText('已选 2 个时间');
  await form.getByRole('textbox', { name: /邀请事项/ }).fill(text);
}
