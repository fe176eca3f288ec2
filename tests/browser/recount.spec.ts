/** A calendar that is corrected reaches running cases: the administrator sees what would move, counts anew, and every story says it. */
import { dateOf, dayNumberOf, minuteOf } from '../../domain/shanghai.ts';
import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ownCentre } from './own-centre.ts';
import { Notices } from './pages/notices.ts';
import { apiOfficer, apiTaxpayer, handInByApi, taxpayer } from './people.ts';

test('an administrator corrects the calendar, sees which deadlines move, counts them anew, and the story and a message say so', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const centre = await ownCentre('binhai');
  const [who, officer] = [taxpayer('li-xue-whale'), await apiOfficer(people.origin, centre.agent)];
  const api = await apiTaxpayer(people.origin, who);
  const { id, number } = await handInByApi(api, centre.id, '请问跨区域涉税事项如何办理');
  await officer.send('POST', `/api/cases/${id}/commands/claim`, {});
  await officer.send('POST', `/api/cases/${id}/commands/askBack`, { textId: crypto.randomUUID(), text: '请补充合同', uploadIds: [] });
  const dueAt = async (): Promise<number> => {
    const { clock } = (await api.get(`/api/cases/${id}`)) as { clock: { dueAt: string } };
    return Date.parse(clock.dueAt);
  };
  const before = await dueAt();

  const page = await administratorsBrowser(people);
  await page.goto(`/admin/settings?centre=${centre.id}`);
  const days = page.getByRole('article', { name: '特殊日期' });
  const today = dayNumberOf(Date.now());
  const closed = Array.from({ length: 7 }, (_, ahead) => `${dateOf(today + ahead)},休`);
  await days.getByRole('textbox').fill(closed.join('\n'));
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByLabel('提示消息').getByText('已保存，立即生效')).toBeVisible();
  await page.getByRole('button', { name: '查看并重新计算' }).click();
  const dialog = page.getByRole('dialog');
  const row = dialog.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText(minuteOf(before).slice(-5));
  await looksWell('admin-recount', page);
  await dialog.getByRole('button', { name: '重新计算', exact: true }).click();
  await expect(page.getByText(/期限已全部重算|已处理完：重算/).first()).toBeVisible({ timeout: 60_000 });
  await looksWell('admin-recounted', page);
  await expect(page.getByRole('button', { name: '查看并重新计算' }), 'nothing is left to count').toBeHidden();
  const after = await dueAt();
  expect(after).toBeGreaterThan(before + 5 * 86_400_000);

  const desk = (await people.desk(centre.agent)).page;
  await desk.goto(`/desk/cases/${number}`);
  await expect(desk.getByRole('article')).toContainText('按更正后的工作日历重新计算期限');
  const window = await (await people.taxpayer(who)).openWindow();
  await window.visit('/window/notices');
  const notices = new Notices(window);
  await notices.tab('消息提示');
  await notices.open('留言期限调整', number);
  await expect(window.main).toContainText('按更正后的工作日历重新计算期限');
});
