/** What an officer enters for an invitation is kept, and a lost answer or a hold that ran out never leaves the form without a way on. */
import type { Page, Route } from '@playwright/test';

import { Appointments } from './appointments.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { askFor, formOf } from './pages/invite-form.ts';

const invitations = '**/api/invitations/*';
const matter = '请一起核对发票额度。';

const submit = (page: Page) => formOf(page).getByRole('button', { name: '发出邀请' });

/** Fills in the form for two times of the last day that is offered. */
async function fillIn(page: Page, the: Appointments): Promise<void> {
  const form = formOf(page);
  await page.goto('/desk/invitations/new');
  await form.getByRole('textbox', { name: /查找纳税人/ }).fill(the.company);
  await form.getByRole('button', { name: new RegExp(the.company) }).click();
  await askFor(page, the, matter);
}

/** Fills in the form, and sends it while requests are treated so; the officer is told that there was no answer. */
async function sendUnanswered(page: Page, the: Appointments, treat: (route: Route) => Promise<void>): Promise<void> {
  await fillIn(page, the);
  await page.route(invitations, treat);
  await submit(page).click();
  await expect(formOf(page).getByRole('alert')).toBeVisible({ timeout: 60_000 });
  await page.unroute(invitations);
}

const answerLost = async (route: Route): Promise<void> => {
  await route.fetch();
  await route.abort('connectionreset');
};
const neverArrived = (route: Route): Promise<void> => route.abort('connectionreset');

/** The form as it stands when it is opened again after its holds have run out. */
async function openLater(page: Page): Promise<void> {
  await page.evaluate(`for (const name of Object.keys(localStorage))
    if (name.includes('draft.invitation'))
      localStorage.setItem(name, localStorage.getItem(name).replaceAll(/(heldUntil[\\\\]*":[\\\\]*")[^"\\\\]+/g, '$12020-01-01T00:00:00.000Z'))`);
  await page.reload();
  await expect(formOf(page)).toContainText('已选 2 个时间');
  await expect(formOf(page).getByRole('textbox', { name: /邀请事项/ })).toHaveValue(matter);
}

const sentTo = async (the: Appointments) => (await the.taxpayer.get('/api/invitations')) as { total: number; items: { number: string }[] };

test('an invitation whose answer was lost is not sent twice: the same form gets the first answer, even after its holds have run out', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 120);
  const { page } = await people.desk(the.centre.agent);
  await sendUnanswered(page, the, answerLost);
  await openLater(page);
  await submit(page).click();
  await expect(page).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}/);
  const { total, items } = await sentTo(the);
  expect(total).toBe(1);
  await expect(page.getByRole('article')).toContainText(items[0]?.number ?? 'no number');

  await page.goto('/desk/invitations/new');
  await expect(formOf(page).getByRole('textbox', { name: /查找纳税人/ }), 'what was sent is not entered again').toBeVisible();
  await expect(formOf(page).getByRole('textbox', { name: /邀请事项/ })).toHaveValue('');
  await the.withdrawType();
});

test('an invitation that was changed after its answer was lost is not a second one: the officer is told of the first', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 120);
  const { page } = await people.desk(the.centre.agent);
  await sendUnanswered(page, the, answerLost);
  await page.reload();
  await formOf(page)
    .getByRole('textbox', { name: /邀请事项/ })
    .fill(`${matter}请带上合同。`);
  await submit(page).click();
  const { items } = await sentTo(the);
  await expect(formOf(page).getByRole('alert')).toContainText(`修改前的内容已经发出：${items[0]?.number ?? 'no number'}`);
  await submit(page).click();
  await expect(submit(page)).toBeEnabled();
  await looksWell('desk-invite-sent-before', page);
  expect((await sentTo(the)).total).toBe(1);
  await formOf(page).getByRole('link', { name: '查看已发出的内容' }).click();
  await expect(page.getByRole('article')).toContainText(matter);
  await the.withdrawType();
});

test('an invitation that never arrived is sent as it was changed, once', async ({ people }) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 120);
  const { page } = await people.desk(the.centre.agent);
  await sendUnanswered(page, the, neverArrived);
  const changed = `${matter}请带上合同。`;
  await formOf(page)
    .getByRole('textbox', { name: /邀请事项/ })
    .fill(changed);
  await submit(page).click();
  await expect(page).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}/);
  await expect(page.getByRole('article')).toContainText(changed);
  expect((await sentTo(the)).total).toBe(1);
  await the.withdrawType();
});

test('an invitation that never arrived is held again when its holds have run out, and sent after the officer has seen that', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 120);
  const { page } = await people.desk(the.centre.agent);
  await sendUnanswered(page, the, neverArrived);
  await the.endHolds();
  await submit(page).click();
  await expect(formOf(page)).toContainText('邀请没有发出：原来保留的时间已到期，现已为纳税人重新保留。');
  expect((await sentTo(the)).total).toBe(0);
  await submit(page).click();
  await expect(page).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}/);
  expect((await sentTo(the)).total).toBe(1);
  await the.withdrawType();
});

test('a chosen time that others have taken is named and removed; another one can be chosen', async ({ people }) => {
  test.setTimeout(120_000);
  const the = await Appointments.at(people.origin, 120);
  const { page } = await people.desk(the.centre.agent);
  await fillIn(page, the);
  await the.endHolds('taken');
  await submit(page).click();
  await expect(formOf(page).getByRole('alert')).toContainText(/10:00 – 10:30、.*10:30 – 11:00 已被约满，已移除，请另选时间。/);
  await formOf(page)
    .getByRole('button', { name: /^14:00 – 14:30/ })
    .click();
  await expect(formOf(page)).toContainText('已选 1 个时间');
  await formOf(page).getByRole('button', { name: '清空草稿' }).click();
  await expect(formOf(page).getByRole('textbox', { name: /邀请事项/ })).toHaveValue('');
  await page.reload();
  await expect(formOf(page).getByRole('textbox', { name: /邀请事项/ })).toHaveValue('');
  await the.withdrawType();
});
