import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import type { People } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { Supervise } from './pages/supervise.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

/** 高新区's centre, which no other suite counts: 蒋雯 (agent4) and 沈浩 (agent5) work there, 韩梅 (supervisor2) supervises. */
const centre = 'binhai-2';

/** So many open cases that nobody holds, found by a word of their own. */
async function openCases(people: People, count: number): Promise<{ word: string; cases: { id: string; number: string }[] }> {
  await onDuty(people.origin, { agent4: false, agent5: false });
  const api = await apiTaxpayer(people.origin, taxpayer('chen-zhiqiang-whale'));
  const word = `批量${randomUUID().slice(0, 8)}`;
  const cases: { id: string; number: string }[] = [];
  for (let n = 0; n < count; n += 1) cases.push(await handInByApi(api, centre, `${word}：请问数电发票额度如何调整，需要哪些材料？`));
  return { word, cases };
}

async function listOf(people: People, word: string, count: number): Promise<Supervise> {
  const supervise = await people.supervise('supervisor2', { reducedMotion: 'reduce' });
  await supervise.open(`?q=${encodeURIComponent(word)}`);
  await expect(supervise.list.getByRole('checkbox', { name: /^选择 / })).toHaveCount(count);
  return supervise;
}

const row = (supervise: Supervise, number: string) => supervise.list.getByRole('listitem').filter({ hasText: number });
const box = (supervise: Supervise, number: string) => supervise.list.getByRole('checkbox', { name: `选择 ${number}` });
const dialog = (page: Page) => page.getByRole('dialog', { name: '批量改派' });
const begin = (supervise: Supervise) => supervise.list.getByRole('button', { name: '批量改派', exact: true }).click();

async function fill(page: Page, officer: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: '新承办人' }).click();
  await page.getByRole('option', { name: officer }).click();
}

test('a supervisor gives several cases to an agent and sees what became of each', async ({ people }) => {
  const { word, cases } = await openCases(people, 4);
  const held = cases[1] ?? { id: '', number: '' };
  await (await apiOfficer(people.origin, 'agent5')).send('POST', `/api/cases/${held.id}/commands/claim`, {});
  const supervise = await listOf(people, word, 4);
  const { page, list } = supervise;
  await expect(row(supervise, held.number)).toContainText('沈浩');

  const boxes = list.getByRole('checkbox', { name: /^选择 / });
  await boxes.nth(0).focus();
  await page.keyboard.press('Space');
  await expect(list.getByText('已选 1 件')).toBeVisible();
  await boxes.nth(2).click({ modifiers: ['Shift'] });
  await expect(list.getByText('已选 3 件')).toBeVisible();
  await list.getByRole('checkbox', { name: '全选已显示的 4 件' }).click();
  await expect(list.getByText('已选 4 件')).toBeVisible();
  await looksWell('bulk-choosing', page);

  await begin(supervise);
  await dialog(page).getByRole('button', { name: '改派 4 件' }).click();
  await expect(dialog(page)).toContainText('请选择新承办人');
  await fill(page, '沈浩');
  await dialog(page).getByRole('textbox', { name: '改派说明' }).fill('统一由专人处理。');
  await looksWell('bulk-asking', page);
  await dialog(page).getByRole('button', { name: '改派 4 件' }).click();

  await expect(dialog(page)).toContainText('已处理完：改派 3 件，未改派 1 件。');
  await expect(dialog(page).getByRole('progressbar')).toHaveAttribute('value', '4');
  const outcomes = dialog(page).getByRole('list', { name: '逐件结果' }).getByRole('listitem');
  await expect(outcomes).toHaveCount(4);
  await expect(outcomes.first()).toContainText(`${held.number} 未改派`);
  await expect(outcomes.first()).toContainText('这件事项已经由所选人员承办。');
  await expect(outcomes.filter({ hasText: '已改派' })).toHaveCount(3);
  await looksWell('bulk-outcomes', page);

  await outcomes.first().getByRole('link', { name: held.number }).click();
  await expect(page.getByRole('article', { name: `留言 ${held.number} 的运行情况` })).toBeVisible();
  await list.getByRole('button', { name: '查看结果' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(list.getByRole('button', { name: '查看结果' })).toBeHidden();
  for (const { number } of cases) await expect(row(supervise, number)).toContainText('沈浩');
});

test('a case that leaves the list is chosen no longer, and that is told', async ({ people }) => {
  const { word, cases } = await openCases(people, 2);
  const [ended, stays] = [cases[0] ?? { id: '', number: '' }, cases[1] ?? { id: '', number: '' }];
  const supervise = await listOf(people, word, 2);
  await box(supervise, ended.number).click();
  await box(supervise, stays.number).click();
  const api = await apiOfficer(people.origin, 'supervisor2');
  await api.send('POST', `/api/cases/${ended.id}/commands/end`, { reason: { id: randomUUID(), text: '已电话回复纳税人。' } });
  await expect(supervise.list.getByText('1 件已不在列表中，已取消选择。')).toBeVisible();
  await expect(supervise.list.getByText('已选 1 件')).toBeVisible();
  await expect(box(supervise, ended.number)).toHaveCount(0);
  await expect(box(supervise, stays.number)).toBeChecked();
});

test('a run whose answer was lost is sent again as the same, and a page opened again shows it', async ({ people }) => {
  const { word, cases } = await openCases(people, 2);
  const supervise = await listOf(people, word, 2);
  const { page, list } = supervise;
  const sent: string[] = [];
  let lost = true;
  let unfinished = true;
  await page.route('**/api/bulk-reassignments/*', async (route) => {
    const put = route.request().method() === 'PUT';
    if (put) sent.push(route.request().url());
    // The server has it, the page hears nothing of that.
    const answer = await route.fetch();
    if (put && lost) await route.abort();
    else if (unfinished) await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), finishedAt: null } });
    else await route.fulfill({ response: answer });
    lost = false;
  });
  await list.getByRole('checkbox', { name: '全选已显示的 2 件' }).click();
  await begin(supervise);
  await fill(page, '蒋雯');
  await dialog(page).getByRole('button', { name: '改派 2 件' }).click();
  await expect(dialog(page).getByRole('list', { name: '逐件结果' })).toContainText('已改派');
  expect(sent).toHaveLength(2);
  expect(new Set(sent).size).toBe(1);

  await page.reload();
  await expect(dialog(page)).toContainText('改派给 蒋雯');
  await page.keyboard.press('Escape');
  await expect(list.getByText(/已处理 2 \/ 2 件/)).toBeVisible();
  await page.reload();
  await expect(list.getByRole('button', { name: '查看进度' })).toBeVisible();
  unfinished = false;
  await list.getByRole('button', { name: '查看结果' }).click();
  await expect(dialog(page)).toContainText('2 件已全部改派。');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(row(supervise, cases[0]?.number ?? '')).toContainText('蒋雯');
  await expect(list.getByRole('button', { name: '查看结果' })).toBeHidden();
});

test('a refused request is told with its sentence, and only supervisors choose', async ({ people }) => {
  const { word } = await openCases(people, 1);
  const supervise = await listOf(people, word, 1);
  const { page, list } = supervise;
  await page.route('**/api/bulk-reassignments/*', async (route) => {
    const body = { ...(route.request().postDataJSON() as object), officerId: randomUUID() };
    await route.fulfill({ response: await route.fetch({ postData: body }) });
  });
  await list.getByRole('checkbox', { name: '全选已显示的 1 件' }).click();
  await begin(supervise);
  await fill(page, '蒋雯');
  await dialog(page).getByRole('button', { name: '改派 1 件' }).click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await dialog(page).getByRole('button', { name: '取消' }).click();
  await expect(list.getByRole('button', { name: '再次发送' }), 'nothing was begun').toBeHidden();
  await expect(list.getByText('已选 1 件')).toBeVisible();

  const administrator = new Supervise(await administratorsBrowser(people));
  await administrator.open();
  await expect(administrator.list.getByRole('listitem').first()).toBeVisible();
  await expect(administrator.list.getByRole('checkbox')).toHaveCount(0);
});
