import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { Page, Response } from '@playwright/test';

import { expect, test } from './fixtures.ts';
import { HostPage } from './host-page.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

const who = taxpayer('wang-lihua-haiyan');

/** Follows the requests of a page to the product, and their bytes when compressed. */
function followed(page: Page, product: string) {
  const responses: Response[] = [];
  page.on('response', (response) => {
    if (response.url().startsWith(product)) responses.push(response);
  });
  return {
    asked: () => responses.map((response) => `${response.request().method()} ${new URL(response.url()).pathname}`),
    gzipBytes: async (): Promise<number> => {
      const bodies = await Promise.all(responses.map((response) => response.body().catch(() => Buffer.alloc(0))));
      return bodies.reduce((sum, body) => sum + (body.length === 0 ? 0 : gzipSync(body).length), 0);
    },
  };
}

test('a window costs the bureau one small script and one number until it is opened, and names the company on each of its pages', async ({
  people,
}) => {
  const { origin } = people;
  await onDuty(origin, { agent1: false, agent2: true, agent3: false });
  const { id } = await handInByApi(await apiTaxpayer(origin, who), 'binhai-1', '请问印花税的税目税率表在哪里查询？');
  const answer = { textId: randomUUID(), text: '请补充合同类型。', uploadIds: [] };
  await (await apiOfficer(origin, 'agent2')).send('POST', `/api/cases/${id}/commands/askBack`, answer);

  const host = await HostPage.open(origin, who);
  await host.setListed(people, true);
  const page = await people.browser({ baseURL: host.origin });
  const traffic = followed(page, origin);
  const bureau = new DemoBureau(page);

  await test.step('closed', async () => {
    await bureau.open('/');
    await expect(page.getByRole('button', { name: /^打开征纳互动，\d+ 条未读$/ }), 'the script asks for the number itself').toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(traffic.asked().filter((each) => !each.startsWith('OPTIONS'))).toEqual(['GET /embed.js', 'POST /api/entry/unread']);
    expect(await traffic.gzipBytes()).toBeLessThanOrEqual(4_300);
    expect(page.frames(), 'no frame').toHaveLength(1);
  });

  await test.step('the script is small, compressed, and kept', async () => {
    const script = await page.request.get(`${origin}/embed.js`);
    expect(gzipSync(await script.body()).length).toBeLessThanOrEqual(4_096);
    const { 'content-encoding': encoding, 'cache-control': kept, etag } = script.headers();
    expect(encoding).toMatch(/^(gzip|br)$/);
    expect(kept).toMatch(/public.*max-age=[1-9]\d{2}/);
    expect(etag).toBeTruthy();
  });

  await test.step('the first click loads it, and whom one acts for stands on each page', async () => {
    const window = await bureau.openWindow();
    const acting = window.header.getByText(`办理身份：${who.name}`);
    await expect(acting).toBeVisible();
    await window.messages();
    await expect(acting).toBeVisible();
    await window.leaveMessage();
    await expect(acting).toBeVisible();
    await window.header.getByRole('link', { name: /^个人中心/ }).click();
    await expect(acting).toBeVisible();
  });
  await host.setListed(people, false);
  await host.close();
});
