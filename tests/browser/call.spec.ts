import { moves, Talk, uncovered, withDevices, workerPids } from './calls.ts';
import { expect, test } from './fixtures.ts';
import { axeFindings, looksWell } from './looks-well.ts';
import { taxpayer } from './people.ts';

test.use({ launchOptions: withDevices, actionTimeout: 60_000 });

test('a call: asked for, agreed to with devices tried, both see each other, a screen is shown and pointed at, a worker dies', async ({
  people,
}) => {
  test.setTimeout(420_000);
  const both = await Talk.begin(people, taxpayer('zhou-wen'));
  const { talk, desk, own, officers, consent } = both;

  await test.step('the taxpayer tries the devices and agrees', async () => {
    await both.askAndInvite();
    await expect(consent.getByRole('meter', { name: '麦克风音量' })).toBeVisible();
    await moves(consent.getByLabel('摄像头预览'));
    await expect(officers, 'no media before the consent').toHaveCount(0);
    expect(await axeFindings('call-consent', both.page)).toEqual([]);
    await consent.getByRole('button', { name: '同意并加入' }).press('Enter');
  });

  await test.step('both see each other', async () => {
    await both.bothSee();
    await expect(talk.log).toContainText('通话已接通', { timeout: 30_000 });
    await expect(officers.getByLabel('通话时长')).toBeVisible();
    await uncovered(own);
    await uncovered(officers);
  });

  await test.step('the conversation goes on beside it', async () => {
    await desk.answer('您好，能听到吗？');
    await expect(talk.said('您好，能听到吗？')).toBeVisible();
    await talk.say('能听到。');
    await expect(desk.log).toContainText('能听到。');
  });

  await test.step('mute and camera are seen at the other side, by the keyboard too', async () => {
    await own.getByRole('button', { name: '静音', exact: true }).press('Enter');
    await expect(officers).toContainText('对方已静音');
    await own.getByRole('button', { name: '取消静音' }).press('Enter');
    await expect(officers).not.toContainText('对方已静音');
    await officers.getByRole('button', { name: '关闭摄像头' }).press('Space');
    await expect(own).toContainText('对方没有打开摄像头');
    await officers.getByRole('button', { name: '打开摄像头' }).press('Space');
    await moves(own.getByLabel('对方画面'));
  });

  await test.step('the taxpayer shows a screen, and the officer points at it', async () => {
    await own.getByRole('button', { name: '共享屏幕' }).click();
    await expect(own).toContainText('您正在共享屏幕');
    const screen = officers.getByLabel('对方共享的屏幕');
    await moves(screen);
    await moves(officers.getByLabel('对方画面'));
    await uncovered(own);
    await uncovered(officers);
    await looksWell('call-sharing-window', both.page);
    await looksWell('call-sharing-desk', desk.page);
    await officers.locator('svg.pointing').click();
    await expect(own.locator('.screen circle')).toBeVisible();
    await officers.getByRole('button', { name: '清除标示' }).click();
    await expect(officers.locator('.screen circle')).toHaveCount(0);
    await expect(own.locator('.screen circle')).toHaveCount(0);
    await own.getByRole('button', { name: '停止共享' }).click();
    await expect(screen).toHaveCount(0);
  });

  await test.step('the call goes on when its worker dies', async () => {
    const pids = workerPids();
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await both.bothSee();
  });

  await test.step('a reloaded page comes back into its call, on either side', async () => {
    await desk.page.reload();
    await both.bothSee();
  });

  await test.step('hanging up ends it at both ends, and every step is in the story', async () => {
    await both.hangUp();
    const steps = [
      '您请求音视频互动',
      '工作人员邀请您进行音视频互动',
      '您同意通话，使用麦克风和摄像头',
      '通话已接通',
      '您同意通话，使用麦克风、摄像头和共享屏幕',
      /通话已结束，时长 \d\d:\d\d/u,
    ];
    for (const step of steps) await expect(talk.log).toContainText(step);
    for (const step of ['请求音视频互动', '邀请音视频互动', '使用麦克风、摄像头和共享屏幕', '通话已结束，时长'])
      await expect(desk.log).toContainText(step);
    await expect(talk.tool('音视频')).toBeEnabled();
  });
});
