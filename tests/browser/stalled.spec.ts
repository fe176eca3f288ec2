import { randomUUID } from 'node:crypto';

import { Client, Connection } from '@temporalio/client';

import { serviceAddresses } from '../../stack/addresses.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

/** Ends the workflows of these 留言 from outside, as somebody might at the Temporal server. */
async function endFromOutside(ids: readonly string[]): Promise<void> {
  const connection = await Connection.connect({ address: serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').temporalAddress });
  try {
    for (const id of ids) await new Client({ connection }).workflow.getHandle(workflowIdOf('message', id)).terminate('for the test');
  } finally {
    await connection.close();
  }
}

test('a supervisor sees which cases have stalled and why, lets one go on and ends another', async ({ people }) => {
  await onDuty(people.origin, { agent1: false, agent2: true, agent3: false });
  const api = await apiTaxpayer(people.origin, taxpayer('zhao-min'));
  const going = await handInByApi(api, 'binhai-1', '请问印花税如何申报？');
  const ending = await handInByApi(api, 'binhai-1', '请问车船税如何申报？');
  await endFromOutside([going.id, ending.id]);
  const officer = await apiOfficer(people.origin, 'agent2');
  const reply = (id: string) =>
    officer.attempt('POST', `/api/cases/${id}/commands/reply`, { textId: randomUUID(), text: '请在电子税务局申报。', uploadIds: [] });
  for (const { id } of [going, ending]) expect((await reply(id)).body).toMatchObject({ error: { code: 'case-stalled' } });

  const { page } = await people.supervise('supervisor1');
  const stalled = page.getByRole('region', { name: '停住的事项' });
  const row = (number: string) => stalled.getByRole('listitem').filter({ hasText: number });
  await expect(row(going.number)).toContainText('流程已不在运行');
  await expect(row(going.number)).toContainText('停住于');
  await looksWell('supervise-stalled', page);

  await stalled.getByRole('button', { name: `恢复办理 ${going.number}` }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('流程从已登记的内容重新开始');
  await question.getByRole('button', { name: '取消' }).click();
  await expect(row(going.number)).toBeVisible();
  await stalled.getByRole('button', { name: `恢复办理 ${going.number}` }).click();
  await looksWell('supervise-stalled-asked', page);
  await question.getByRole('button', { name: '恢复办理' }).click();
  await expect(page.getByLabel('提示消息').getByText(`${going.number} 已恢复办理`)).toBeVisible();
  await expect(row(going.number)).toBeHidden();
  expect((await reply(going.id)).status).toBe(200);

  await stalled.getByRole('button', { name: `结束 ${ending.number}` }).click();
  await expect(question).toContainText('结束后不能再办理');
  await question.getByRole('button', { name: '结束', exact: true }).click();
  await expect(row(ending.number)).toBeHidden();
  await expect.poll(async () => (await officer.get(`/api/cases/${ending.id}`))['status']).toBe('closed');
});

test('a list of stalled cases that cannot be fetched says so, and is fetched again', async ({ people }) => {
  const supervise = await people.supervise('supervisor1');
  const { page } = supervise;
  let failing = true;
  await page.route('**/api/supervision/stalled', (route) =>
    failing
      ? route.fulfill({
          status: 500,
          json: { error: { code: 'internal-error', sentence: '系统出错，请稍后再试。', requestId: randomUUID() } },
        })
      : route.fulfill({ json: { items: [] } }),
  );
  await page.reload();
  const stalled = page.getByRole('region', { name: '停住的事项' });
  await expect(stalled.getByRole('alert')).toContainText('系统出错');
  failing = false;
  await stalled.getByRole('button', { name: '重试' }).click();
  await expect(stalled).toContainText('没有停住的事项。');
});
