import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { connect } from '../../db/connect.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import type { ApiPerson } from '../../simulate/api-person.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { MessageDetails } from './pages/message-details.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

const said = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
const who = taxpayer('zhao-min');

/** While the row of a case is locked, what people ask of it is only taken: the image cannot be written. */
async function whileLocked(caseId: string, during: () => Promise<void>): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    const lock = await knex.transaction();
    await lock('cases').where({ id: caseId }).forUpdate().select('id');
    try {
      await during();
    } finally {
      await lock.rollback();
    }
    await expect
      .poll(() => knex('command_outcomes').where({ case_id: caseId, state: 'pending' }).select('key'), { timeout: 45_000 })
      .toEqual([]);
  } finally {
    await knex.destroy();
  }
}

/** Sends what a person asks behind the pages, and then, from a page, something that cannot be done any more once the first is. */
async function outrun(api: ApiPerson, path: string, page: Page, send: () => Promise<void>): Promise<void> {
  const first = api.attempt('POST', path, said('先到的一条。'));
  await page.waitForTimeout(1_500);
  const taken = page.waitForResponse((response) => response.url().includes('/commands/') && response.request().method() === 'POST');
  await send();
  expect([(await first).status, (await taken).status()]).toEqual([202, 202]);
}

test('an officer whose command is refused after the page was closed is told so at the desk, with the words back in their box', async ({
  people,
}) => {
  test.setTimeout(150_000);
  await onDuty(people.origin, { agent1: false, agent2: true, agent3: false });
  const { id, number } = await handInByApi(await apiTaxpayer(people.origin, who), 'binhai-1', '请问个体工商户如何定额？');
  const desk = await people.desk('agent2', 'mine');
  const theCase = await desk.visitCase(number);
  await theCase.composer.getByRole('button', { name: '要求补充' }).click();
  await theCase.composer.getByRole('textbox').fill('请补充经营场所的面积。');
  await whileLocked(id, async () => {
    await outrun(await apiOfficer(people.origin, 'agent2'), `/api/cases/${id}/commands/askBack`, desk.page, () =>
      theCase.composer.getByRole('button', { name: '发送补充要求' }).click(),
    );
    await desk.page.context().close();
  });

  // Another day, at another computer.
  const later = await people.desk('agent2', 'mine');
  const told = later.page.getByRole('list', { name: '没有办成的操作' }).getByRole('listitem').filter({ hasText: number });
  await expect(told).toContainText('没有办成');
  await expect(told.getByRole('blockquote')).toHaveText('请补充经营场所的面积。');
  await looksWell('desk-refused', later.page);
  await told.getByRole('link', { name: number }).click();
  const again = await later.shown(number);
  await expect(again.composer.getByRole('textbox')).toHaveValue('请补充经营场所的面积。');
  await expect(told).toContainText('已放回输入框');
  await told.getByRole('button', { name: /^知道了/ }).click();
  await expect(told).toBeHidden();
  await later.page.reload();
  await expect((await later.shown(number)).composer.getByRole('textbox')).toHaveValue('请补充经营场所的面积。');
  await expect(told).toBeHidden();
});

test('a taxpayer whose question is refused after the window was closed is told so in it, and finds the words when they can be sent', async ({
  people,
}) => {
  test.setTimeout(150_000);
  await onDuty(people.origin, { agent1: false, agent2: true, agent3: false });
  const api = await apiTaxpayer(people.origin, who);
  const officer = await apiOfficer(people.origin, 'agent2');
  const { id, number } = await handInByApi(api, 'binhai-1', '请问租赁合同如何缴纳印花税？');
  await officer.send('POST', `/api/cases/${id}/commands/reply`, said('按租金的千分之一。'));
  const window = await (await people.taxpayer(who)).openWindow();
  await window.visit(`/window/messages/${id}`);
  const text = window.main.getByRole('textbox', { name: /追问/ });
  await text.fill('转租的合同也要缴纳吗？');
  await whileLocked(id, async () => {
    await outrun(api, `/api/cases/${id}/commands/followUp`, window.page, () =>
      window.main.getByRole('button', { name: '提交追问' }).click(),
    );
    await window.page.context().close();
  });

  const later = await (await people.taxpayer(who)).openWindow();
  const told = later.frame.getByRole('list', { name: '没有办成的操作' }).getByRole('listitem').filter({ hasText: number });
  await expect(told).toContainText('没有办成');
  await expect(told.getByRole('blockquote')).toHaveText('转租的合同也要缴纳吗？');
  await looksWell('window-refused-command', later.page);
  await told.getByRole('link', { name: number }).click();
  await expect(new MessageDetails(later, number).heading).toBeVisible();
  await officer.send('POST', `/api/cases/${id}/commands/reply`, said('自立合同之日起缴纳。'));
  await expect(later.main.getByRole('textbox', { name: /追问/ })).toHaveValue('转租的合同也要缴纳吗？');
  await expect(told).toContainText('已放回输入框');
  await later.main.getByRole('button', { name: '提交追问' }).click();
  await expect(later.told('追问已提交')).toBeVisible();
  await expect(told, 'what was sent again is settled').toBeHidden();
});
