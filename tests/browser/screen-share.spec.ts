import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Locator } from '@playwright/test';

import { moves, Talk, uncovered, withDevices } from './calls.ts';
import { coloursOf } from './dom.ts';
import { expect, test } from './fixtures.ts';
import { HostPage } from './host-page.ts';
import { looksWell } from './looks-well.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { taxpayer } from './people.ts';

test.use({ launchOptions: withDevices, actionTimeout: 60_000 });

const who = taxpayer('liu-yang');

/** A tab is really captured: devices are made up, the choice of the tab is made by its title. */
const withTabs = {
  executablePath: withDevices.executablePath,
  args: [
    '--no-sandbox',
    '--use-fake-device-for-media-stream=fps=5',
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
    '--window-size=1440,900',
    '--auto-select-tab-capture-source-by-title=Bureau',
  ],
};

const block = (colour: string, attributes: string): string =>
  `<div ${attributes} style="width:300px;height:200px;background:${colour};color:#fff">内容</div>`;
/** Green is private, blue is not; a password whose eye is open, a field and a list of the person's own. */
const content = `${block('#00ff00', 'data-zhengna-private title="私密"')}${block('#0000ff', '')}
  <input id="once" aria-label="密码" type="PASSWORD" value="secret" style="display:block;width:300px;height:60px;background:#00ff00;border:0">
  <select aria-label="账号" data-zhengna-private style="width:300px;height:60px;background:#00ff00"><option>银行账号</option></select>
  <a href="/next">下一页</a>
  <script>document.getElementById('once').type = 'text'</script>`;

/** In the next seconds nothing private is seen, and what is not private is. */
async function coveredIn(picture: Locator): Promise<void> {
  await expect.poll(async () => (await picture.evaluate(coloursOf)).blue, { timeout: 60_000 }).toBeGreaterThan(0.02);
  for (let look = 0; look < 20; look += 1) {
    expect((await picture.evaluate(coloursOf)).green).toBeLessThan(0.001);
    await picture.page().waitForTimeout(100);
  }
}

test('a tab of a bureau is shown: what is private on it is covered, marks appear on the page itself, on the next page too', async ({
  people,
}) => {
  test.setTimeout(420_000);
  const host = await HostPage.open(people.origin, who, content);
  await host.setListed(people, true);
  // Which page is seen, a browser tells outside of private windows only.
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const browser = await chromium.launchPersistentContext(profile, {
    ...withTabs,
    baseURL: host.origin,
    permissions: ['camera', 'microphone'],
    reducedMotion: 'reduce',
    viewport: null,
  });
  const tab = browser.pages()[0] ?? (await browser.newPage());
  const bureau = new DemoBureau(tab);
  await bureau.open('/');
  const both = await Talk.begin(people, who, undefined, bureau);
  await both.call();
  const { own, officers, desk } = both;
  const picture = officers.locator('video[aria-label="对方共享的屏幕"]');
  const shareButton = own.getByRole('button', { name: '共享屏幕' });

  await test.step('the tab around the window: covered before the first picture', async () => {
    await shareButton.click();
    await moves(picture);
    await coveredIn(picture);
    await uncovered(own);
    await uncovered(officers);
    await looksWell('share-tab-desk', desk.page);
    await looksWell('share-tab-window', tab);
  });

  await test.step('the officer points: the mark is on the page, at the same place', async () => {
    await officers.locator('svg.pointing').click();
    await expect(tab.locator('polyline')).toHaveCount(1);
    await officers.getByRole('button', { name: '清除标示' }).click();
    await expect(tab.locator('polyline')).toHaveCount(0);
  });

  await test.step('larger and smaller', async () => {
    const box = async (): Promise<number> => (await picture.boundingBox())?.width ?? 0;
    const before = await box();
    await officers.getByRole('button', { name: '放大' }).click();
    expect(await box()).toBeCloseTo(before * 1.5, -1);
    await officers.locator('.view').focus();
    await officers.locator('svg.pointing').click();
    await expect(own.locator('.screen circle')).toHaveCount(1);
    await officers.getByRole('button', { name: '缩小' }).click();
    expect(await box()).toBeCloseTo(before, -1);
  });

  await test.step('a pause shows nothing, and takes marks along', async () => {
    await own.getByRole('button', { name: '暂停共享' }).click();
    await expect(officers).toContainText('共享画面已暂停');
    await expect(own.locator('.screen circle')).toHaveCount(0);
    await expect(own).toContainText('共享已暂停，工作人员看不到画面');
    await own.getByRole('button', { name: '继续共享' }).click();
    await expect(officers).not.toContainText('共享画面已暂停');
    await moves(picture);
  });

  await test.step('the end uncovers', async () => {
    const covered = (): Promise<boolean> => tab.evaluate('document.adoptedStyleSheets.length > 0');
    expect(await covered()).toBe(true);
    await own.getByRole('button', { name: '停止共享' }).click();
    await expect(picture).toHaveCount(0);
    expect(await covered()).toBe(false);
  });

  await test.step('another tab of the bureau, which goes to its next page', async () => {
    const other = await browser.newPage();
    await other.goto('/');
    await other.evaluate(`document.title = 'Bureau 办理页'`);
    // The tab that was opened last is found first by its title.
    await tab.evaluate(`document.title = '首页'`);
    await shareButton.click();
    await moves(picture);
    await coveredIn(picture);
    await other.getByRole('link', { name: '下一页' }).click();
    await expect(other).toHaveURL(/next/);
    await coveredIn(picture);
    await officers.locator('svg.pointing').click();
    await expect(other.locator('polyline')).toHaveCount(1);
    await expect(tab.locator('polyline')).toHaveCount(0);
    await other.close();
    await expect(picture).toHaveCount(0);
    await expect(own).not.toContainText('您正在共享屏幕');
  });

  await test.step('a browser that does not tell which page is seen: covered all the same, and no mark on the page', async () => {
    const inside = tab.frames().find((frame) => frame.url().startsWith(people.origin));
    await inside?.evaluate('delete BrowserCaptureMediaStreamTrack.prototype.getCaptureHandle');
    await tab.evaluate(`document.title = 'Bureau 首页'`);
    await shareButton.click();
    await moves(picture);
    await coveredIn(picture);
    await officers.locator('svg.pointing').click();
    await expect(own.locator('.screen circle')).toHaveCount(1);
    await expect(tab.locator('polyline')).toHaveCount(0);
  });

  await both.hangUp();
  await expect.poll(() => tab.evaluate('document.adoptedStyleSheets.length'), 'hanging up uncovers').toBe(0);
  await browser.close();
  await host.setListed(people, false);
  await host.close();
  rmSync(profile, { recursive: true, force: true });
});
