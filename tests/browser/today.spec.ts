import { Appointments } from './appointments.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';

test('the supervisor sees who waits for whom today, and each bar leads to its list', async ({ people }) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 5);
  const { id, number } = await the.book(25, 70);
  const { page } = await people.supervise(the.centre.supervisor);
  const load = page.getByRole('region', { name: '今日预约' });
  await expect(load.getByRole('link', { name: /^未到时间：预约 1/ })).toBeVisible();
  await the.does(id, 'checkIn', { evidence: 'button' });
  await expect(load.getByRole('link', { name: /^纳税人在等工作人员：预约 1/ })).toBeVisible({ timeout: 45_000 });
  await looksWell('supervise-today', page);
  await load.getByRole('link', { name: /^纳税人在等工作人员/ }).click();
  await expect(page.getByRole('heading', { name: '今日预约 · 纳税人在等工作人员' })).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(number) })).toBeVisible();
  await looksWell('supervise-today-list', page);

  await page.goto('/supervise');
  await expect(load.getByRole('link', { name: /^税局未履约：预约 1，税局未履约或逾时未开始 1/ })).toBeVisible({ timeout: 110_000 });
  await load.getByRole('link', { name: /^\d\d:00：预约 1/ }).click();
  await page.getByRole('link', { name: new RegExp(number) }).click();
  await expect(page).toHaveURL(new RegExp(`/supervise/cases/${id}`));
  await the.withdrawType();
});
