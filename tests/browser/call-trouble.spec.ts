import { moves, Talk, withDevices, workerPids } from './calls.ts';
import { endSource } from './dom.ts';
import { expect, test } from './fixtures.ts';
import { taxpayer } from './people.ts';

test.use({ launchOptions: withDevices, actionTimeout: 60_000 });

const who = taxpayer('zhou-wen-tea');
const cutMs = 20_000;

/** A script with which the taxpayer's camera, or screen, is not given. */
const withoutCamera = (name: string): string =>
  `const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
   navigator.mediaDevices.getUserMedia = (wanted) => (wanted.video ? Promise.reject(new DOMException('', '${name}')) : get(wanted));`;
const screenCancelledOnce = `const get = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
   let asked = 0;
   navigator.mediaDevices.getDisplayMedia = (wanted) =>
     (asked += 1) === 1 ? Promise.reject(new DOMException('Permission denied by user', 'NotAllowedError')) : get(wanted);`;

for (const [what, name, words] of [
  ['a camera that may not be used', 'NotAllowedError', '没有获得摄像头权限'],
  ['no camera', 'NotFoundError', '没有找到摄像头'],
] as const) {
  test(`${what}: told in words, and the sound goes on without`, async ({ people }) => {
    test.setTimeout(240_000);
    const both = await Talk.begin(people, who, withoutCamera(name));
    await both.askAndInvite();
    await expect(both.consent).toContainText(words);
    await expect(both.consent.getByRole('meter', { name: '麦克风音量' })).toBeVisible();
    await both.agree();
    await moves(both.own.getByLabel('对方画面'));
    await expect(both.officers).toContainText('对方没有打开摄像头');
    await both.hangUp();
    await expect(both.talk.log).toContainText('您同意通话，使用麦克风');
  });
}

test('media that stand still for 20 s: the call comes back, picture and screen', async ({ people }) => {
  test.setTimeout(420_000);
  const both = await Talk.begin(people, who, screenCancelledOnce);
  await both.call();

  await test.step('a screen choice that is cancelled can be made again', async () => {
    await both.own.getByRole('button', { name: '共享屏幕' }).click();
    await expect(both.own.getByRole('alert')).toContainText('没有选择要共享的内容');
    await both.own.getByRole('button', { name: '共享屏幕' }).click();
    await moves(both.officers.getByLabel('对方共享的屏幕'));
  });

  await test.step('no packet comes through for a while', async () => {
    // What browsers offer for a cut network leaves the packets of media alone.
    for (const pid of workerPids()) process.kill(pid, 'SIGSTOP');
    try {
      await expect(both.officers).toContainText('网络中断，正在恢复', { timeout: 3 * cutMs });
      await expect(both.own).toContainText('网络中断，正在恢复', { timeout: 3 * cutMs });
      await both.desk.page.waitForTimeout(cutMs);
    } finally {
      for (const pid of workerPids()) process.kill(pid, 'SIGCONT');
    }
    await both.bothSee();
    await moves(both.officers.getByLabel('对方共享的屏幕'));
    await expect(both.officers).not.toContainText('网络中断，正在恢复');
  });

  await test.step('the end of what was shared ends the sharing', async () => {
    await both.own.getByLabel('您正在共享的屏幕').evaluate(endSource);
    await expect(both.officers.getByLabel('对方共享的屏幕')).toHaveCount(0);
    await expect(both.own).not.toContainText('您正在共享屏幕');
  });
  await both.hangUp();
});
