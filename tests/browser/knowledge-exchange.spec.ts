import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { readXlsx, writeXlsx } from 'hucre/xlsx';

import { officersBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';

test('a spreadsheet is exported, checked, mended, imported and published by another editor', async ({ people }) => {
  test.setTimeout(240_000);
  const [author, reviewer] = [await officersBrowser(people, 'editor1'), await officersBrowser(people, 'editor2')];
  const part = randomUUID().slice(0, 8);
  await author.goto('/admin/knowledge/exchange');
  const saving = author.waitForEvent('download');
  await author.getByRole('button', { name: '下载电子表格' }).click();
  const [sheet] = (await readXlsx(await readFile(await (await saving).path()))).sheets;
  const [head = [], ...entries] = sheet?.rows ?? [];
  expect(entries.length).toBeGreaterThan(100);

  const choose = async (rows: typeof entries): Promise<void> => {
    const file = Buffer.from(await writeXlsx({ sheets: [{ name: '知识', rows: [head, ...rows] }] }));
    const chooser = author.waitForEvent('filechooser');
    await author.getByRole('button', { name: '选择文件' }).click();
    await (
      await chooser
    ).setFiles({
      name: `knowledge-${part}.xlsx`,
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: file,
    });
    await author.getByRole('button', { name: '点击上传' }).click();
    await expect(author.getByRole('button', { name: '检查', exact: true })).toBeEnabled();
    await author.getByRole('button', { name: '检查', exact: true }).click();
  };
  const own = (id: string, question: string) => [id, '补贴', question, '线上申请。', '划龙舟'];
  await choose([own(`boat-${part}`, `龙舟${part}`), own(`Boat ${part}`, '')]);
  await expect(author.getByText('发现 2 处错误')).toBeVisible();
  const faults = author.getByRole('region', { name: '错误清单' });
  await expect(faults.getByRole('row')).toHaveCount(3);
  await expect(faults.getByRole('row').nth(2)).toContainText('标准问题');
  await expect(author.getByRole('button', { name: '导入并提交审核' })).toBeDisabled();
  await looksWell('knowledge-exchange', author);

  await author.getByRole('button', { name: /^删除/ }).click();
  await choose([...entries, own(`boat-${part}`, `龙舟${part}`)]);
  await expect(author.getByText('没有发现错误，可以导入')).toBeVisible();
  await expect(author.getByText(/新增 1 条，修改 0 条，未变 \d{3} 条/)).toBeVisible();
  await author.getByRole('button', { name: '导入并提交审核' }).click();
  await expect(author.getByText('已导入 1 条，等待其他编辑审核')).toBeVisible();

  await reviewer.goto(`/admin/knowledge?state=review&q=${part}`);
  await reviewer.getByRole('button', { name: '发布本页 1 条' }).click();
  await reviewer.getByRole('alertdialog').getByRole('button', { name: '审核通过并发布' }).click();
  await expect(reviewer.getByText('已发布 1 条')).toBeVisible();
  await author.getByRole('button', { name: '检查', exact: true }).click();
  await expect(author.getByText('没有需要导入的内容')).toBeVisible();
});
