import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

import type { Report } from '../../web/api/report.ts';
import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { axeFindings, looksWell } from './looks-well.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

const who = taxpayer('chen-zhiqiang-whale');

/** A 留言 that 郑凯 (agent3) has answered, and its taxpayer has rated with five stars. */
async function answeredAndRated(origin: string): Promise<void> {
  await onDuty(origin, { agent1: false, agent2: false, agent3: true });
  const asker = await apiTaxpayer(origin, who);
  const { id } = await handInByApi(asker, 'binhai-1', '请问红字发票信息确认单开错以后怎样撤销？');
  const officer = await apiOfficer(origin, 'agent3');
  const text = '请在税务数字账户中撤销该确认单，再重新发起。';
  await officer.send('POST', `/api/cases/${id}/commands/reply`, { textId: randomUUID(), text, uploadIds: [] });
  await asker.send('POST', `/api/cases/${id}/commands/rate`, { resolved: true, stars: 5, comment: null });
}

test('a supervisor sees what was answered and rated in the report, and takes it along as a file', async ({ people }) => {
  const supervisor = await apiOfficer(people.origin, 'supervisor1');
  const { page } = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  await page.getByRole('link', { name: '业务报表' }).click();
  await expect(page.getByRole('heading', { name: '业务报表', level: 1 })).toBeVisible();
  const period = await page.getByRole('textbox', { name: '截止日期' }).inputValue();
  const of = async () => (await supervisor.get(`/api/supervision/report?from=${period}&to=${period}&kind=message`)) as unknown as Report;
  const before = await of();
  await answeredAndRated(people.origin);
  const { totals } = await of();
  expect([totals.opened, totals.ended, totals.waiting.count, totals.resolved, totals.stars[4]]).toEqual(
    [before.totals.opened, before.totals.ended, before.totals.waiting.count, before.totals.resolved, before.totals.stars[4] ?? 0].map(
      (count) => count + 1,
    ),
  );

  await page.getByRole('combobox', { name: '事项种类' }).click();
  await page.getByRole('option', { name: '留言' }).click();
  await expect(page).toHaveURL(/kind=message/);
  // By key alone: the day of today, and show.
  await page.getByRole('textbox', { name: '起始日期' }).fill(period);
  await page.getByRole('textbox', { name: '起始日期' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: `${period} 至 ${period}` })).toBeVisible();
  const tiles = page.getByRole('list', { name: '主要数据' });
  await expect(tiles.getByRole('listitem').filter({ hasText: '新增' })).toContainText(`${String(totals.opened)} 件`);
  await expect(tiles.getByRole('listitem').filter({ hasText: '满意度' })).toContainText(/[1-5]\.\d 分/);
  await expect(page.getByRole('table', { name: '按日' }).getByRole('row', { name: period })).toContainText(String(totals.opened));
  await expect(page.getByRole('figure', { name: '评价分布' }).getByRole('listitem').first()).toContainText('5 星');
  const officers = page.getByRole('region', { name: '按人员' });
  await expect(officers.getByRole('row', { name: /郑凯/ })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出 表格（CSV）：按人员' }).focus();
  await page.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toBe(`业务报表（按人员）${period}至${period}.csv`);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
  expect(bytes.toString()).toMatch(/\r\n郑凯,\d+,\d+,/);

  await page.getByRole('button', { name: '近 30 天' }).click();
  await expect(page.getByRole('button', { name: '近 30 天' })).toHaveAttribute('aria-pressed', 'true');
  await expect(tiles).toBeVisible();
  await looksWell('report-centre', page);
});

test('days that cannot be are said where they were entered, and days without anything are empty', async ({ people }) => {
  const { page } = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  await page.goto('/supervise/reports?from=2024-02-10&to=2024-02-01');
  await expect(page.getByText('不能早于起始日期')).toBeVisible();
  await expect(page.getByRole('textbox', { name: '截止日期' })).toHaveAttribute('aria-invalid', 'true');
  await looksWell('report-wrong', page);
  await page.goto('/supervise/reports?from=2019-02-01&to=2019-02-10');
  await expect(page.getByText('这段时间没有事项')).toBeVisible();
  await looksWell('report-empty', page);
});

test('a day is written in any usual way, or chosen from a calendar in the language of the page, by keys alone too', async ({ people }) => {
  const { page } = await people.supervise('supervisor1', { reducedMotion: 'reduce' });
  await page.goto('/supervise/reports?from=2024-02-10&to=2024-02-20&lang=zh-CN');
  const from = page.getByRole('textbox', { name: '起始日期' });
  await from.fill('２０２４年２月３日');
  await from.press('Tab');
  await expect(from).toHaveValue('2024-02-03');
  await from.fill('昨天');
  await from.press('Tab');
  await expect(page.getByText('日期不正确，请写成 2026-12-01 的形式')).toBeVisible();
  await from.fill('2024-02-03');

  await page.getByRole('button', { name: '选择起始日期' }).press('Enter');
  await expect(page.getByRole('button', { name: '2024年2月3日星期六' })).toBeFocused();
  expect(await axeFindings('date-chosen', page)).toEqual([]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(from).toHaveValue('2024-01-27');
  await expect(page.getByRole('button', { name: '选择起始日期' })).toBeFocused();
});

test('the administrator sees the region by centre, and the officers of one centre', async ({ people }) => {
  const page = await administratorsBrowser(people, { reducedMotion: 'reduce' });
  await page.goto('/supervise');
  await page.getByRole('link', { name: '业务报表' }).click();
  await expect(page.getByRole('region', { name: '按中心' })).toContainText('高新区征纳互动运营中心');
  await expect(page.getByRole('heading', { name: '按人员' })).toHaveCount(0);
  await looksWell('report-region', page);
  await page.getByRole('combobox', { name: '运营中心' }).click();
  await page.getByRole('option', { name: '滨海市征纳互动运营中心' }).click();
  await expect(page.getByRole('heading', { name: '按人员' })).toBeVisible();
  await expect(page).toHaveURL(/centreId=binhai-1/);
});

test('it is not for agents', async ({ people }) => {
  const { page } = await people.desk('agent1', 'centre', { reducedMotion: 'reduce' });
  await page.goto('/supervise/reports');
  await expect(page.getByText('这是主管使用的页面').first()).toBeVisible();
});
