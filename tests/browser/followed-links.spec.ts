/** Links in messages lead to pages: to fetch one, as scanners, previews and prefetching browsers do, changes nothing. */
import type { Page } from '@playwright/test';

import { Appointments } from './appointments.ts';
import { expect, test } from './fixtures.ts';
import { askFor, formOf } from './pages/invite-form.ts';
import { taxpayer } from './people.ts';

const prefetching = { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender', 'x-moz': 'prefetch' };

/** Fetches an address in every way that is no click. */
async function fetchAll(page: Page, address: string): Promise<void> {
  for (const [method, headers] of [
    ['HEAD', {}],
    ['GET', {}],
    ['GET', prefetching],
  ] as const)
    for (let time = 0; time < 3; time += 1) {
      const answer = await page.request.fetch(address, { method, headers });
      expect([address, method, answer.status() < 500]).toEqual([address, method, true]);
    }
}

test('an appointment and an invitation stay as they are, whatever fetches the addresses of their messages and commands', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 120, taxpayer('zhao-min'));
  const bureau = await people.taxpayer('zhao-min');
  const window = await bureau.openWindow();
  const { id } = await the.book(90, 600);
  const { page: desk } = await people.desk(the.centre.agent);
  await desk.goto('/desk/invitations/new');
  const form = formOf(desk);
  await form.getByRole('textbox', { name: /查找纳税人/ }).fill(taxpayer('zhao-min').name);
  await form
    .getByRole('button', { name: new RegExp(the.company) })
    .first()
    .click();
  await askFor(desk, the, '请核对发票额度。');
  await form.getByRole('button', { name: '发出邀请' }).click();
  await expect(desk).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}/);
  const invitationId = new URL(desk.url()).pathname.split('/').at(-1) ?? '';

  const seen = async () => {
    const states = [id, invitationId].map(async (each) => {
      const { status, version, story } = await the.taxpayer.get(`/api/cases/${each}`);
      return { status, version, story };
    });
    return { cases: await Promise.all(states), notices: await the.taxpayer.get('/api/notices') };
  };
  const before = await seen();
  const commands = { [id]: ['cancel', 'move', 'checkIn'], [invitationId]: ['accept', 'reject', 'counter'] };
  for (const [each, page] of [
    [id, 'appointments'],
    [invitationId, 'invitations'],
  ] as const) {
    await fetchAll(bureau.page, `/window/${page}/${each}`);
    await fetchAll(bureau.page, `/api/cases/${each}`);
    for (const command of commands[each] ?? []) await fetchAll(bureau.page, `/api/cases/${each}/commands/${command}`);
  }
  expect(await seen()).toEqual(before);
  // Opened as often as one likes, the page shows how it stands and what can be done.
  for (let time = 0; time < 2; time += 1) {
    await window.visit(`/window/invitations/${invitationId}`);
    await expect(window.main.getByRole('button', { name: /^同意 / }).first()).toBeVisible();
  }
  expect((await seen()).cases).toEqual(before.cases);
  await the.withdrawType();
});
