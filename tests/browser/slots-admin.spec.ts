import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { fillWhen } from './when.ts';

/** A day next month, so that what is closed touches nobody else's story. */
const later = (): string => new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);

test('an administrator sees the load of a week, closes a time after seeing what it touches, and opens it again', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/slots?centre=binhai-2');
  await expect(page.getByRole('heading', { name: '预约日历' })).toBeVisible();
  await page.getByRole('button', { name: '下一周' }).click();
  await expect(page).toHaveURL(/week=\d{4}-\d{2}-\d{2}/);
  const load = page.getByRole('table', { name: '中心名额' });
  await expect(load.getByRole('rowheader', { name: '08:30' })).toBeVisible();
  await expect(load.getByRole('cell', { name: /^\d+\/2$/ }).first()).toBeVisible();

  const reason = `停电检修 ${String(Date.now())}`;
  await page.getByRole('button', { name: '查看影响' }).click();
  await expect(page.getByRole('alert')).toContainText('请填写开始时间、结束时间和原因');
  await page.getByRole('textbox', { name: '原因' }).fill(reason);
  await fillWhen(page, '开始时间', `${later()} ９点`);
  await fillWhen(page, '结束时间', `${later()} 八点`);
  await page.getByRole('button', { name: '查看影响' }).click();
  await expect(page.getByText('时间不正确，请写成 09:30 的形式')).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: '开始时间（时分）' })).toHaveValue('09:00');
  await fillWhen(page, '结束时间', `${later()} 08:00`);
  await page.getByRole('button', { name: '查看影响' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await fillWhen(page, '结束时间', `${later()} 1000`);
  await page.getByRole('button', { name: '查看影响' }).click();
  await expect(page.getByText('没有受影响的预约。')).toBeVisible();
  await page.getByRole('button', { name: '确认停办' }).click();
  await expect(page.getByLabel('提示消息').getByText('已停办，该时段不再开放预约')).toBeVisible();
  await page.getByRole('button', { name: `恢复开放：${reason}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '恢复开放' }).click();
  await expect(page.getByText(reason)).toBeHidden();
});

test('an administrator changes a type of appointment: what is wrong is said at its field, and a change is a new version', async ({
  people,
}) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/appointments');
  await page.getByRole('link', { name: /复杂事项办理/ }).click();
  const grace = page.getByRole('textbox', { name: '等候时间（分钟）' });
  await grace.fill('90');
  await page.getByRole('textbox', { name: '每日预约上限' }).fill('很多');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '需要修改' })).toContainText('等候时间（分钟）');
  await expect(page.getByRole('alert').filter({ hasText: '需要修改' })).toContainText('每日预约上限');
  await grace.fill(String(11 + (Date.now() % 40)));
  await page.getByRole('textbox', { name: '每日预约上限' }).fill('1');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByLabel('提示消息').getByText(/版本/)).toBeVisible();
  await page.reload();
  await expect(grace).not.toHaveValue('90');
});

test('a file of holidays shows what it changes, day by day, before it is taken over', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/settings');
  const card = page.getByRole('article', { name: '法定节假日' });
  const year = new Date().getUTCFullYear() + 1;
  const file = (text: string) => ({ name: 'holidays.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const input = card.getByLabel(new RegExp(`从文件导入 ${String(year)} 年`));
  await input.setInputFiles(file('日期,类型,名称\n'));
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('文件中没有日期');
  await dialog.getByRole('button', { name: '取消' }).click();
  await input.setInputFiles(file(`${String(year)}-03-20,放假,测试日\n${String(year)}-03-24,上班,测试日`));
  await expect(dialog).toContainText('文件中：放假 1 天，上班 1 天');
  await expect(dialog.getByRole('row', { name: new RegExp(`${String(year)}-03-20 测试日`) })).toContainText('按星期');
  const merged = await dialog.getByRole('row').count();
  await dialog.getByRole('radio', { name: '用文件替换全年' }).click();
  expect(await dialog.getByRole('row').count()).toBeGreaterThan(merged);
  await dialog.getByRole('radio', { name: '只修改文件中列出的日期' }).click();
  await dialog.getByRole('button', { name: '采用' }).click();
  await expect(card.getByRole('textbox', { name: '放假和调休日期' })).toHaveValue(new RegExp(`${String(year)}-03-20,休,测试日`));
  await page.getByRole('button', { name: '放弃修改' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '放弃修改' }).click();
});
