import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { officersBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';

const entryName = () => `龙舟补贴${randomUUID().slice(0, 8)}`;

/** Writes a new entry and keeps it as a draft. */
async function write(page: Page, question: string): Promise<void> {
  await page.goto('/admin/knowledge/new');
  await page.getByLabel('*主题').fill('补贴');
  await page.getByLabel('*标准问题').fill(question);
  await page.getByLabel('*答案').fill('**线上**申请：\n\n1. 登录\n2. 提交\n\n<script>alert(1)</script>');
  await page.getByLabel('其他问法').fill(`${question}怎么领\n划龙舟给钱吗${question}`);
  await page.getByRole('button', { name: '保存草稿' }).click();
  await expect(page).toHaveURL(/\/admin\/knowledge\/entries\/k-/);
  await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible();
}

test('an entry is written, returned, published by another editor, changed and withdrawn', async ({ people }) => {
  test.setTimeout(240_000);
  const [author, reviewer] = [await officersBrowser(people, 'editor1'), await officersBrowser(people, 'editor2')];
  const question = entryName();
  await author.goto('/admin/knowledge/new');
  await expect(author.getByRole('button', { name: '提交审核' })).toBeDisabled();
  await author.getByLabel('*主题').fill('补贴');
  await author.getByRole('button', { name: '保存草稿' }).click();
  await expect(author.getByRole('alert').filter({ hasText: '需要修改' })).toBeFocused();
  await author.getByLabel('*主题').fill('');
  await write(author, question);
  const preview = author.getByRole('region', { name: '预览' });
  await expect(preview.locator('strong')).toHaveText('线上');
  await expect(preview).toContainText('<script>alert(1)</script>');
  await looksWell('knowledge-editor', author);
  await author.getByRole('button', { name: '提交审核' }).click();
  await expect(author.getByText('等待其他编辑审核：您参与了编写')).toBeVisible();
  await expect(author.getByRole('button', { name: '审核通过并发布' })).toBeHidden();

  await reviewer.goto('/admin/knowledge');
  await reviewer.getByRole('link', { name: /^待审核 \d+$/ }).click();
  await reviewer.getByLabel('搜索问题').fill(question);
  await expect(reviewer.getByRole('row')).toHaveCount(2);
  await looksWell('knowledge-list', reviewer);
  await reviewer.getByRole('link', { name: question }).click();
  await expect(reviewer.locator('ins').filter({ hasText: '划龙舟' })).toBeVisible();
  const effect = reviewer.getByRole('region', { name: '发布后的不同' });
  await expect(effect.getByText(/个问题会得到不同的回答/)).toBeVisible({ timeout: 60_000 });
  await expect(effect.getByText(`划龙舟给钱吗${question}`).first()).toBeVisible();
  await looksWell('knowledge-review', reviewer);
  await reviewer.getByRole('button', { name: '退回修改' }).click();
  const dialog = reviewer.getByRole('dialog', { name: '退回修改' });
  await dialog.getByRole('button', { name: '退回修改' }).click();
  await expect(dialog.getByText('必填')).toBeVisible();
  await dialog.getByLabel('退回原因').fill('请注明期限');
  await dialog.getByRole('button', { name: '退回修改' }).click();
  await expect(reviewer.getByText('何文静 退回了草稿：请注明期限')).toBeVisible();

  await author.reload();
  await expect(author.getByText('何文静 退回了草稿：请注明期限')).toBeVisible();
  await author.getByLabel('*答案').fill('线上申请，每年十月截止。');
  await author.getByRole('button', { name: '提交审核' }).click();
  await expect(author.getByText('您参与了编写')).toBeVisible();
  await reviewer.reload();
  await reviewer.getByRole('button', { name: '审核通过并发布' }).click();
  await expect(reviewer.getByText('第 1 版已发布')).toBeVisible();

  await author.reload();
  await author.getByLabel('*答案').fill('线上申请，每年十一月截止。');
  await author.getByRole('button', { name: '提交审核' }).click();
  await expect(author.getByText('您参与了编写')).toBeVisible();
  await reviewer.reload();
  await expect(reviewer.locator('del').filter({ hasText: '十月' })).toBeVisible();
  await expect(reviewer.locator('ins').filter({ hasText: '十一月' })).toBeVisible();
  await reviewer.getByRole('button', { name: '审核通过并发布' }).click();
  await expect(reviewer.getByText('第 2 版已发布')).toBeVisible();
  await reviewer.getByRole('button', { name: '查看第 1 版' }).click();
  await expect(reviewer.getByRole('dialog', { name: '第 1 版' })).toContainText('每年十月截止');
  await reviewer.keyboard.press('Escape');
  await reviewer.getByRole('button', { name: '撤回条目' }).click();
  await reviewer.getByRole('alertdialog').getByRole('button', { name: '撤回条目' }).click();
  await expect(reviewer.getByText('已撤回').first()).toBeVisible();
});

test('of two editors at once the second is told, sees the difference, and loses nothing', async ({ people }) => {
  test.setTimeout(240_000);
  const [first, second] = [await officersBrowser(people, 'editor1'), await officersBrowser(people, 'editor2')];
  const question = entryName();
  await write(first, question);
  await second.goto(new URL(first.url()).pathname);
  await expect(second.getByLabel('*答案')).toBeVisible();
  await first.getByLabel('*答案').fill('到一楼窗口申请。');
  await first.getByRole('button', { name: '保存草稿' }).click();
  await expect(first.getByText('草稿已保存')).toBeVisible();
  await second.getByLabel('*答案').fill('到二楼窗口申请。');
  await second.getByRole('button', { name: '保存草稿' }).click();
  await expect(second.getByRole('alert').filter({ hasText: '林知远 已修改' })).toBeVisible();
  await expect(second.getByLabel('*答案')).toHaveValue('到二楼窗口申请。');
  await expect(second.locator('ins').filter({ hasText: '一' })).toBeVisible();
  await looksWell('knowledge-conflict', second);
  await second.getByRole('button', { name: '保留我的内容，覆盖对方' }).click();
  await expect(second.getByText('草稿已保存')).toBeVisible();
  await first.reload();
  await expect(first.getByLabel('*答案')).toHaveValue('到二楼窗口申请。');
  await first.getByRole('button', { name: '放弃草稿' }).click();
  await first.getByRole('alertdialog').getByRole('button', { name: '放弃草稿' }).click();
  await expect(first).toHaveURL(/\/admin\/knowledge$/);
});

test('the pages are in English, too, and not for agents', async ({ people }) => {
  const editor = await officersBrowser(people, 'editor1', { locale: 'en-GB' });
  await editor.goto('/admin/knowledge?lang=en');
  await expect(editor.getByRole('heading', { level: 1, name: 'Knowledge' })).toBeVisible();
  await expect(editor.getByRole('columnheader', { name: 'Wordings' })).toBeVisible();
  await looksWell('knowledge-list-en', editor);
  await editor.goto('/admin/settings');
  await expect(editor.getByText('This page is for administrators')).toBeVisible();
  const agent = await officersBrowser(people, 'agent4');
  await agent.goto('/admin/knowledge');
  await expect(agent.getByText('此页面仅供知识编辑使用')).toBeVisible();
});
