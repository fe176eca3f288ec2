import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures.ts';
import type { People } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import type { Desk } from './pages/desk.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

/** 高新区's centre, where 蒋雯 (agent4) and 沈浩 (agent5) work. */
const centre = 'binhai-2';

/** So many 留言 that 蒋雯 holds, found by a word of their own. */
async function held(people: People, count: number): Promise<{ word: string; cases: { id: string; number: string }[] }> {
  await onDuty(people.origin, { agent4: false, agent5: false });
  const api = await apiTaxpayer(people.origin, taxpayer('chen-zhiqiang-whale'));
  const agent = await apiOfficer(people.origin, 'agent4');
  const word = `转办${randomUUID().slice(0, 8)}`;
  const cases: { id: string; number: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    const made = await handInByApi(api, centre, `${word}：请问数电发票额度如何调整，需要哪些材料？`);
    await agent.send('POST', `/api/cases/${made.id}/commands/claim`, {});
    cases.push(made);
  }
  return { word, cases };
}

async function mine(people: People, login: string, word: string, count: number): Promise<Desk> {
  const desk = await people.desk(login, 'mine', { reducedMotion: 'reduce' });
  await desk.page.goto(`/desk?view=mine&q=${encodeURIComponent(word)}`);
  await expect(desk.list.getByRole('listitem')).toHaveCount(count);
  return desk;
}

const box = (desk: Desk, number = '') => desk.list.getByRole('checkbox', { name: `选择 ${number}` });
const dialog = (page: Page) => page.getByRole('dialog', { name: '批量转办' });
const outcomes = (page: Page) => dialog(page).getByRole('list', { name: '逐件结果' }).getByRole('listitem');

async function chooseColleague(page: Page, name: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: '选择同事' }).click();
  await page.getByRole('option', { name }).click();
}

test('an agent hands three of five cases over to a colleague and sees what became of each', async ({ people }) => {
  const { word, cases } = await held(people, 5);
  const [asked, second, third, fourth, fifth] = cases;
  const said = { textId: randomUUID(), text: '请补充最近三个月的开票情况。', uploadIds: [] };
  const desk = await mine(people, 'agent4', word, 5);
  const { page, list } = desk;
  await box(desk, asked?.number).focus();
  await page.keyboard.press('Space');
  await box(desk, second?.number).click();
  await box(desk, third?.number).click();
  await expect(list.getByText('已选 3 件')).toBeVisible();
  await looksWell('hand-over-many-choosing', page);

  await list.getByRole('button', { name: '批量转办', exact: true }).click();
  await dialog(page).getByRole('button', { name: '转办 3 件' }).click();
  await expect(dialog(page)).toContainText('请选择转办对象');
  await expect(dialog(page)).toContainText('请填写转办说明');
  await dialog(page).getByRole('combobox', { name: '选择同事' }).click();
  await expect(page.getByRole('option', { name: '蒋雯' }), 'nobody hands over to themselves').toHaveCount(0);
  await page.keyboard.press('Escape');
  await chooseColleague(page, '沈浩');
  await dialog(page).getByRole('textbox', { name: '转办说明' }).fill('休假两周，请接手。');
  await looksWell('hand-over-many-asking', page);

  // Once the request is on its way one of them turns out to wait for its taxpayer.
  await page.route('**/api/bulk-hand-overs/*', async (route) => {
    if (route.request().method() === 'PUT')
      await (await apiOfficer(people.origin, 'agent4')).send('POST', `/api/cases/${String(asked?.id)}/commands/askBack`, said);
    await route.continue();
  });
  await dialog(page).getByRole('button', { name: '转办 3 件' }).click();
  await expect(dialog(page)).toContainText('已处理完：转办 2 件，未转办 1 件。');
  await expect(outcomes(page)).toHaveCount(3);
  await expect(outcomes(page).first()).toContainText(`${String(asked?.number)} 未转办`);
  await expect(outcomes(page).first()).toContainText('正在等待纳税人回应，暂不能进行此操作。');
  await expect(outcomes(page).filter({ hasText: '已转办' })).toHaveCount(2);
  await looksWell('hand-over-many-outcomes', page);

  await outcomes(page)
    .filter({ hasText: String(second?.number) })
    .getByRole('link')
    .click();
  const theCase = await desk.shown(String(second?.number));
  await expect(theCase.story).toContainText('蒋雯 转办给 沈浩');
  await expect(theCase.story).toContainText('休假两周，请接手。');
  await list.getByRole('button', { name: '查看结果' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await page.goto(`/desk?view=mine&q=${encodeURIComponent(word)}`);
  await expect(list.getByRole('listitem')).toHaveCount(2);
  for (const left of [fourth, fifth]) await expect(desk.row(String(left?.number))).toBeVisible();

  const colleague = await mine(people, 'agent5', word, 2);
  for (const got of [second, third]) await expect(colleague.row(String(got?.number))).toBeVisible();
});

test('a run goes on while its page is closed, is shown again, and only one’s own part has boxes', async ({ people }) => {
  const { word, cases } = await held(people, 2);
  const desk = await mine(people, 'agent4', word, 2);
  const { page, list } = desk;
  let unfinished = true;
  await page.route('**/api/bulk-hand-overs/*', async (route) => {
    const answer = await route.fetch();
    if (!unfinished) await route.fulfill({ response: answer });
    else await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), finishedAt: null } });
  });
  await list.getByRole('checkbox', { name: '全选已显示的 2 件' }).click();
  await list.getByRole('button', { name: '批量转办', exact: true }).click();
  await chooseColleague(page, '沈浩');
  await dialog(page).getByRole('textbox', { name: '转办说明' }).fill('请接手。');
  await dialog(page).getByRole('button', { name: '转办 2 件' }).click();
  await expect(dialog(page)).toContainText('转办给 沈浩');
  await page.keyboard.press('Escape');
  await expect(list.getByText(/已处理 2 \/ 2 件/)).toBeVisible();

  await page.goto('/desk?view=centre');
  await expect(list.getByRole('listitem').first()).toBeVisible();
  await expect(list.getByRole('checkbox')).toHaveCount(0);
  await list.getByRole('link', { name: /^我的/ }).click();
  await expect(list.getByRole('button', { name: '查看进度' })).toBeVisible();
  unfinished = false;
  await list.getByRole('button', { name: '查看结果' }).click();
  await expect(dialog(page)).toContainText('2 件已全部转办。');
  await expect(outcomes(page)).toHaveCount(2);
  for (const { number } of cases) await expect(outcomes(page).filter({ hasText: number })).toContainText('已转办');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(list.getByRole('button', { name: '查看结果' })).toHaveCount(0);
});

test('a case that is somebody else’s by now is named, and chosen no longer', async ({ people }) => {
  const { word, cases } = await held(people, 2);
  const desk = await mine(people, 'agent4', word, 2);
  const { page, list } = desk;
  await list.getByRole('checkbox', { name: '全选已显示的 2 件' }).click();
  await list.getByRole('button', { name: '批量转办', exact: true }).click();
  await chooseColleague(page, '沈浩');
  await dialog(page).getByRole('textbox', { name: '转办说明' }).fill('请接手。');
  // What the page has not heard of yet: it asks for a case that is not there.
  await page.route('**/api/bulk-hand-overs/*', async (route) => {
    const body = route.request().postDataJSON() as { caseIds: string[] };
    const caseIds = body.caseIds.map((id) => (id === cases[0]?.id ? randomUUID() : id));
    await route.fulfill({ response: await route.fetch({ postData: { ...body, caseIds } }) });
  });
  await dialog(page).getByRole('button', { name: '转办 2 件' }).click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await expect(dialog(page)).toContainText('1 件已不在列表中，已取消选择。');
  await dialog(page).getByRole('button', { name: '取消' }).click();
  await expect(list.getByText('已选 1 件')).toBeVisible();
  await expect(box(desk, cases[1]?.number)).toBeChecked();
});
