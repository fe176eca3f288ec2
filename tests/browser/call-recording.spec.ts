import type { Locator } from '@playwright/test';
import type { Knex } from 'knex';

import { connect } from '../../db/connect.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { setInRegion } from '../support/always-open.ts';
import { Talk, withDevices } from './calls.ts';
import { playedFile, type Playable } from './dom.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { taxpayer } from './people.ts';

test.use({ launchOptions: withDevices, actionTimeout: 60_000 });

/** The taxpayer's region records calls, and keeps the recordings for a week. */
test.beforeAll(() => withDatabase((knex) => setInRegion(knex, 'call.recordingDays', 7, 'yunling')));

async function withDatabase<T>(work: (knex: Knex) => PromiseLike<T>): Promise<T> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl, 1);
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

test('a call is recorded once the taxpayer has agreed, both see it, either stops it, and the supervisor plays it', async ({ people }) => {
  test.setTimeout(300_000);
  const both = await Talk.begin(people, taxpayer('zhou-wen'));
  const { own, officers, talk, desk } = both;
  await both.call();

  await test.step('nothing is recorded without consent, and a refusal leaves the call as it is', async () => {
    await officers.getByRole('button', { name: '请求录制' }).click();
    await expect(officers).toContainText('等待纳税人同意');
    await expect(own).toContainText('工作人员请求录制本次通话');
    await own.getByRole('button', { name: '不同意' }).click();
    await expect(officers.getByRole('button', { name: '请求录制' })).toBeVisible();
    await expect(own).not.toContainText('录制中');
    await both.bothSee();
  });

  await test.step('the taxpayer reads what is recorded, who sees it and for how long, and agrees', async () => {
    await officers.getByRole('button', { name: '请求录制' }).click();
    await own.getByRole('button', { name: '查看录制请求' }).click();
    const dialog = talk.window.frame.getByRole('dialog', { name: '同意录制本次通话' });
    await expect(dialog).toContainText('只有本操作中心的主管可以查看');
    await expect(dialog).toContainText('录制内容保存 7 天');
    await looksWell('call-recording-consent', both.page);
    await dialog.getByRole('button', { name: '同意录制' }).click();
    for (const side of [own, officers]) await expect(side.getByText('录制中')).toBeVisible({ timeout: 30_000 });
    await looksWell('call-recording-desk', desk.page);
  });

  await test.step('the taxpayer stops it, and the call goes on', async () => {
    // Some seconds of sound and picture.
    await both.page.waitForTimeout(5_000);
    await own.getByRole('button', { name: '停止录制' }).click();
    for (const side of [own, officers]) await expect(side.getByText('录制中')).toHaveCount(0);
    await both.bothSee();
    await both.hangUp();
  });

  const { id } = await withDatabase((knex) =>
    knex('cases').where({ kind: 'conversation', centre_id: both.centre.id }).first<{ id: string }>('id'),
  );
  await test.step('the supervisor of the centre plays it at the case', async () => {
    const { page } = await people.supervise(both.centre.supervisor);
    await page.goto(`/supervise/cases/${id}`);
    const section = page.getByRole('region', { name: '通话录制' });
    const player = section.getByRole('group', { name: /的录制$/ });
    const at = (locator: Locator) => locator.evaluateAll((all: Playable[]) => all.map(({ currentTime }) => currentTime));
    const pictures = player.locator('video');
    await expect(pictures).toHaveCount(2, { timeout: 30_000 });
    await expect(player.getByLabel('纳税人的摄像头')).toBeVisible();
    expect(await at(player.locator('video, audio')), 'nothing is fetched before it is played').toEqual([0, 0, 0, 0]);
    await player.getByRole('button', { name: '播放' }).click();
    await expect.poll(async () => Math.min(...(await at(player.locator('video, audio')))), 'all at once').toBeGreaterThan(1.5);
    for (const picture of await pictures.all()) expect((await picture.evaluate(playedFile)).decoded).toBe(true);
    await player.getByRole('button', { name: '暂停' }).click();
    await looksWell('call-recordings', page);
    const stopped = await at(pictures);
    expect(Math.abs((stopped[0] ?? 0) - (stopped[1] ?? 9)), 'beside each other').toBeLessThan(3);
    const place = player.getByRole('slider', { name: '播放位置' });
    await place.focus();
    await page.keyboard.press('Home');
    await expect(player).toContainText('00:00 /');
    await player.getByRole('button', { name: '2×' }).click();
    await player.getByRole('button', { name: '播放' }).click();
    await expect(player.getByRole('button', { name: '播放' }), 'it stops at its end').toBeVisible({ timeout: 60_000 });
    const [, total = ''] = /(\d\d:\d\d)$/.exec((await place.getAttribute('aria-valuetext')) ?? '') ?? [];
    expect(Number(total.slice(3)), 'some seconds were recorded').toBeGreaterThan(3);
    await expect(player.getByRole('alert')).toHaveCount(0);
  });

  await test.step('the agent of the call cannot open it', async () => {
    expect((await desk.page.request.get(`/api/supervision/cases/${id}/recordings`)).status()).toBe(403);
  });
});
