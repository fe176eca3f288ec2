import type { Page } from '@playwright/test';

/** Writes a day and a time of day into the two fields of one label. @param minute `YYYY-MM-DD HH:MM` in Asia/Shanghai */
export async function fillWhen(page: Page, label: string, minute: string): Promise<void> {
  const [day = '', time = ''] = minute.split(' ');
  await page.getByRole('textbox', { name: label, exact: true }).fill(day);
  await page.getByRole('textbox', { name: `${label}（时分）` }).fill(time);
}
