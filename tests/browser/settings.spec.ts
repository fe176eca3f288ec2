import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';

test('an administrator changes a setting: what is wrong is said with its range, a centre has its own value, and goes back to the region’s', async ({
  people,
}) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/settings');
  const card = page.getByRole('article', { name: '可评价天数' });
  const field = card.getByRole('textbox');
  const save = page.getByRole('button', { name: '保存修改' });
  await expect(save, 'there is nothing to save yet').toBeDisabled();
  await page.getByRole('searchbox', { name: '查找设置' }).fill('工单结束后');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByText('实时更新已断开'), 'this page follows nothing').toBeHidden();

  const summary = page.getByRole('alert').filter({ hasText: '需要修改' });
  await field.fill('很多');
  await save.click();
  await expect(summary).toContainText('可评价天数：请填写数字');
  await expect(summary).toBeFocused();
  await field.fill('10000');
  await save.click();
  await expect(summary).toContainText(/可评价天数：须大于 0，不超过 \d+/);
  await page.getByRole('link', { name: /^可评价天数：/ }).click();
  await expect(field).toBeFocused();
  await page.getByRole('article', { name: '可嵌入窗口的网站' }).getByRole('textbox').fill('https://etax.example.gov.cn\netax.example');
  await save.click();
  await expect(summary).toContainText('可嵌入窗口的网站：第 2 行不是完整的网址');
  await page.getByRole('button', { name: '撤销修改：可嵌入窗口的网站' }).click();
  await field.fill('15');
  await page.getByRole('button', { name: '撤销修改：可评价天数' }).click();
  await expect(save).toBeDisabled();

  // A centre of its own value, while the region keeps what it had.
  const before = await field.inputValue();
  await page.getByRole('combobox', { name: '适用范围' }).click();
  await page.getByRole('option', { name: '高新区征纳互动运营中心' }).click();
  await expect(page).toHaveURL(/centre=binhai-2/);
  await field.fill('9.5');
  await expect(page.getByText('有 1 项修改尚未保存')).toBeVisible();
  await page.getByRole('link', { name: '人员' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: '继续编辑' }).click();
  await save.click();
  await expect(page.getByLabel('提示消息').getByText('已保存，立即生效')).toBeVisible();
  await expect(card).toContainText('本中心设置');
  await page.reload();
  await expect(field).toHaveValue('9.5');
  await page.goto('/admin/settings');
  await expect(field).toHaveValue(before);
  await page.goto('/admin/settings?centre=binhai-2');
  await page.getByRole('button', { name: '恢复继承：可评价天数' }).click();
  await expect(card).toContainText(`保存后恢复为继承的值：${before}`);
  await save.click();
  await expect(card).not.toContainText('本中心设置');
  await expect(field).toHaveValue(before);
});

test('what would be answered at a certainty is shown beside it while it is changed', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/settings');
  await page.getByRole('searchbox', { name: '查找设置' }).fill('直接回答的把握');
  const field = page.getByRole('article', { name: '直接回答的把握' }).getByRole('textbox');
  const curve = page.getByRole('figure', { name: '不同把握下的回答情况' });
  const answered = async (): Promise<number> => {
    const sentence = (await curve.getByRole('status').textContent()) ?? '';
    return Number(/：([\d.]+) % 的问法会被直接回答/.exec(sentence)?.[1]);
  };
  await field.fill('20');
  await expect(curve.getByRole('status')).toContainText('把握达到 20.0 % 才直接回答时');
  const many = await answered();
  await field.fill('95');
  await expect(curve.getByRole('status')).toContainText('把握达到 95.0 %');
  expect(many).toBeGreaterThan(await answered());
  await field.fill('?');
  await expect(curve.getByRole('status')).toBeEmpty();
  await field.fill('60');
  await curve.getByText('查看数据').click();
  await expect(curve.getByRole('row')).toHaveCount(20);
  await looksWell('threshold-curve', page);
});

test('words that ask for an officer are tried out before they are saved', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/settings');
  await page.getByRole('searchbox', { name: '查找设置' }).fill('转人工关键词');
  const field = page.getByRole('article', { name: '转人工关键词' }).getByRole('textbox');
  await field.fill('真人');
  const trial = page.getByRole('region', { name: '试用转人工的词语' });
  await trial.getByRole('textbox', { name: '试用的句子' }).fill('给我真人\n我要转人工\n不用真人');
  await trial.getByRole('button', { name: '试用' }).click();
  const rows = trial.getByRole('list', { name: '句子的识别结果' }).getByRole('listitem');
  await expect(rows).toHaveText([
    /给我真人.*有变化.*现在：不转人工.*保存后：要求人工（真人）/su,
    /我要转人工.*有变化/su,
    /不用真人.*保存后：不转人工/su,
  ]);
  await expect(trial.getByRole('status')).toContainText('最近七天读取');
  await looksWell('signal-trial', page);
});

test('a year of holidays comes from a file, is corrected by hand, and goes again', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/settings');
  const year = new Date().getFullYear() + 1;
  const card = page.getByRole('article', { name: '法定节假日' });
  const row = card.getByRole('listitem').filter({ hasText: `从文件导入 ${String(year)} 年` });
  const choose = (name: string, text: string) =>
    row.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const told = (words: string) => page.getByLabel('提示消息').getByText(words);
  await choose('错.csv', `${String(year)}-01-01,休,元旦\n${String(year)}-13-01,休,没有这个月\n`);
  await expect(told('第 2 行：日期不正确')).toBeVisible();
  await choose(
    '节假日.csv',
    `日期,类型,名称\n${String(year)}-01-01,休,元旦\n${String(year)}-10-01,休,国庆节\n${String(year)}-10-10,班,国庆节\n`,
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('文件中：放假 2 天，上班 1 天');
  await dialog.getByRole('radio', { name: '用文件替换全年' }).click();
  await dialog.getByRole('button', { name: '采用' }).click();
  await expect(row).toContainText('放假 2 天，调休上班 1 天');
  const save = page.getByRole('button', { name: '保存修改' });
  await save.click();
  const summary = page.getByRole('alert').filter({ hasText: '需要修改' });
  await expect(summary).toContainText('法定节假日：请填写依据');
  await row.getByRole('textbox', { name: '依据' }).fill('国务院办公厅关于部分节假日安排的通知');
  const days = row.getByRole('textbox', { name: '放假和调休日期' });
  await days.fill(`${await days.inputValue()}\n${String(year)}-10-02,休,国庆节`);
  await expect(row).toContainText('放假 3 天，调休上班 1 天');
  await save.click();
  await expect(told('已保存，立即生效')).toBeVisible();
  await page.reload();
  await expect(row).toContainText('已填写');
  await expect(page.getByText(`${String(year)} 年的节假日安排尚未填写`)).toBeHidden();
  await row.getByRole('button', { name: `删除 ${String(year)} 年的填写` }).click();
  await save.click();
  await expect(row).toContainText('暂按法定放假办法');
});
