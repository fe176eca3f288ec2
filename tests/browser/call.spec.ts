import { readdirSync, readFileSync } from 'node:fs';

import type { Locator } from '@playwright/test';

import { findChromium } from '../../stack/browser.ts';
import { expect, test } from './fixtures.ts';
import { ownCentre, type OwnCentre } from './own-centre.ts';
import { ConversationPage } from './pages/conversation.ts';
import type { Conversations } from './pages/conversations.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';
import type { People } from './fixtures.ts';

/** Devices of a test: a picture that moves, a sound that beeps, a screen; media stay on this machine. */
test.use({
  launchOptions: {
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
});

const who = taxpayer('liu-yang');

interface Both {
  talk: ConversationPage;
  desk: Conversations;
  centre: OwnCentre;
}

/** A conversation that an officer has accepted. */
async function connected(people: People, prepare = ''): Promise<Both> {
  const centre = await ownCentre();
  const api = await apiTaxpayer(people.origin, who);
  const { conversation } = (await api.get('/api/conversations/current')) as { conversation: { id: string } | null };
  if (conversation !== null) await api.send('POST', `/api/cases/${conversation.id}/commands/close`, {});
  await handInByApi(api, centre.id, '请问个人出租住房如何缴纳增值税和房产税，税率分别是多少？');
  const desk = await people.conversations(centre.agent);
  await desk.setStatus('在线');
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  if (prepare !== '') {
    await bureau.page.addInitScript(prepare);
    await bureau.page.reload();
  }
  const talk = new ConversationPage(await bureau.openWindow());
  await talk.say('请问发票额度怎么调整？');
  await talk.askForOfficer();
  await desk.accept(who.name);
  return { talk, desk, centre };
}

const callOf = (talk: ConversationPage) => talk.window.main.getByRole('region', { name: '通话' });
const deskCallOf = (desk: Conversations) => desk.page.getByRole('region', { name: '通话' });

/** The taxpayer asks; the officer invites. Audio and video may still be prepared. */
async function askAndInvite({ talk, desk }: Both): Promise<void> {
  await expect(async () => {
    await talk.tool('音视频').click();
    await expect(desk.page.getByText('纳税人请求音视频互动', { exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await desk.page.getByRole('button', { name: '邀请', exact: true }).click();
  await talk.window.main.getByRole('button', { name: '查看并同意' }).click();
}

/** Frames are decoded: the picture has a size and goes on. */
async function moves(video: Locator): Promise<void> {
  const frames = (): Promise<number> =>
    video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  await expect(video).toBeVisible({ timeout: 30_000 });
  await expect.poll(frames, { timeout: 30_000 }).toBeGreaterThan(3);
  const before = await frames();
  await expect.poll(frames, { timeout: 30_000 }).toBeGreaterThan(before + 3);
}

/** Process ids of the media workers of the product under test. */
function workerPids(): number[] {
  const mark = `DATA_DIR=${process.env['PRODUCT_DATA_DIR'] ?? ''}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        const parent = rest.split(' ')[1] ?? '';
        return name.startsWith('mediasoup') && readFileSync(`/proc/${parent}/environ`, 'utf8').includes(mark) ? [Number(pid)] : [];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}

test('a call: asked for, agreed to with devices tried, both see each other, a screen is shown and pointed at, a worker dies', async ({
  people,
}) => {
  test.setTimeout(300_000);
  const both = await connected(people);
  const { talk, desk } = both;
  const [own, others] = [callOf(talk), deskCallOf(desk)];

  await test.step('the taxpayer tries the devices and agrees', async () => {
    await askAndInvite(both);
    const dialog = talk.window.frame.getByRole('dialog', { name: '同意音视频互动' });
    await expect(dialog.getByRole('meter', { name: '麦克风音量' })).toBeVisible();
    await moves(dialog.getByLabel('摄像头预览'));
    await expect(others, 'no media before the consent').toHaveCount(0);
    await dialog.getByRole('button', { name: '同意并加入' }).click();
  });

  await test.step('both see each other', async () => {
    await moves(own.getByLabel('对方画面').locator('visible=true'));
    await moves(others.getByLabel('对方画面').locator('visible=true'));
    await expect(talk.log).toContainText('音视频互动已接通', { timeout: 30_000 });
    await expect(others.getByLabel('通话时长')).toBeVisible();
  });

  await test.step('mute and camera are seen at the other side', async () => {
    await own.getByRole('button', { name: '静音', exact: true }).click();
    await expect(others).toContainText('对方已静音');
    await own.getByRole('button', { name: '取消静音' }).click();
    await expect(others).not.toContainText('对方已静音');
    await others.getByRole('button', { name: '关闭摄像头' }).click();
    await expect(own).toContainText('对方没有打开摄像头');
    await others.getByRole('button', { name: '打开摄像头' }).click();
    await moves(own.getByLabel('对方画面').locator('visible=true'));
  });

  await test.step('the taxpayer shows a screen, and the officer points at it', async () => {
    await own.getByRole('button', { name: '共享屏幕' }).click();
    await expect(own).toContainText('您正在共享屏幕');
    const screen = others.getByLabel('对方共享的屏幕');
    await moves(screen);
    await others.locator('svg.pointing').click();
    await expect(own.locator('svg circle')).toBeVisible();
    await own.getByRole('button', { name: '停止共享' }).click();
    await expect(screen).toHaveCount(0);
  });

  await test.step('the call goes on when its worker dies', async () => {
    const pids = workerPids();
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await moves(own.getByLabel('对方画面').locator('visible=true'));
    await moves(others.getByLabel('对方画面').locator('visible=true'));
  });

  await test.step('a reloaded page comes back into its call', async () => {
    await desk.page.reload();
    await moves(others.getByLabel('对方画面').locator('visible=true'));
    await moves(own.getByLabel('对方画面').locator('visible=true'));
  });

  await test.step('hanging up ends it at both ends', async () => {
    await others.getByRole('button', { name: '挂断' }).click();
    await expect(own).toHaveCount(0);
    await expect(others).toHaveCount(0);
    await expect(talk.log).toContainText('音视频互动已结束');
    await expect(talk.tool('音视频')).toBeEnabled();
  });
});

test('a permission that is denied is told in words, and the sound goes on without the camera', async ({ people }) => {
  test.setTimeout(180_000);
  const both = await connected(
    people,
    `const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
     navigator.mediaDevices.getUserMedia = (wanted) =>
       wanted.video ? Promise.reject(new DOMException('Permission denied', 'NotAllowedError')) : get(wanted);`,
  );
  await askAndInvite(both);
  const dialog = both.talk.window.frame.getByRole('dialog', { name: '同意音视频互动' });
  await expect(dialog).toContainText('没有获得摄像头权限');
  await dialog.getByRole('button', { name: '同意并加入' }).click();
  await moves(callOf(both.talk).getByLabel('对方画面').locator('visible=true'));
  await expect(deskCallOf(both.desk)).toContainText('对方没有打开摄像头');
  await callOf(both.talk).getByRole('button', { name: '挂断' }).click();
  await expect(deskCallOf(both.desk)).toHaveCount(0);
});
