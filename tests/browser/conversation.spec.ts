import { randomUUID } from 'node:crypto';

import type { Locator, Page } from '@playwright/test';

import { demoPassword } from '../../stack/demo/people.ts';
import { fontSize } from './dom.ts';
import { realPdf } from './files.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ownCentre } from './own-centre.ts';
import { ConversationPage } from './pages/conversation.ts';
import { apiOfficer, apiTaxpayer, endRunning, handInByApi, onDuty, taxpayer } from './people.ts';

/** Leaves the input method's Enter to it: Chromium reports such a key by the code 229 only. */
async function composedEnter(page: Page, box: Locator): Promise<void> {
  await box.focus();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Input.imeSetComposition', { text: 'shui', selectionStart: 4, selectionEnd: 4 });
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  await cdp.send('Input.insertText', { text: '税' });
}

test('from the first question to the rating: 悦悦 answers, an officer takes over, a reload loses nothing', async ({ people }) => {
  test.setTimeout(240_000);
  const centre = await ownCentre();
  const who = taxpayer('liu-yang');
  const api = await apiTaxpayer(people.origin, who);
  await endRunning(api);
  // The centre that had the taxpayer's last case serves the conversation.
  await handInByApi(api, centre.id, '请问个人出租住房如何缴纳增值税和房产税，税率分别是多少？');
  await onDuty(people.origin, { [centre.agent]: true });
  const officer = await apiOfficer(people.origin, centre.agent);
  // Officers are present while a page of theirs is open.
  const desk = await people.browser();
  const signIn = { login: centre.agent, password: demoPassword };
  await desk.request.post('/api/session', { data: signIn, headers: { origin: people.origin } });
  await desk.goto('/desk/conversations');

  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const window = await bureau.openWindow();
  const talk = new ConversationPage(window);
  await expect(talk.box).toBeVisible();
  await expect(talk.log.getByRole('heading', { name: /好，刘洋$/ }), 'the window begins with its greeting').toBeInViewport();

  await test.step('悦悦 answers, and the answer can be rated', async () => {
    await talk.say('契税缴纳时间、地点与渠道');
    const answer = talk.log.getByRole('group', { name: '这个回答对您有用吗' }).last();
    await expect(answer).toBeVisible();
    await expect(talk.spoken).toContainText('悦悦：');
    await answer.getByRole('button', { name: '有用' }).click();
    await expect(answer.getByRole('button', { name: '有用' })).toHaveAttribute('aria-pressed', 'true');
    await looksWell('conversation-answer', bureau.page);
  });

  let id = '';
  await test.step('an officer is asked for and comes', async () => {
    await talk.askForOfficer();
    await expect(talk.log).toContainText('正在为您转接人工');
    await expect
      .poll(async () => {
        const { own } = (await officer.get('/api/desk/conversations')) as { own: { id: string; status: string }[] };
        id = own[0]?.id ?? '';
        return own[0]?.status;
      })
      .toBe('offered');
    await officer.send('POST', `/api/cases/${id}/commands/accept`, {});
    await expect(talk.state).toContainText(`${centre.name}的工作人员正在为您服务`);
    await expect(talk.tool('人工'), 'one is enough').toBeDisabled();
  });

  const answer = async (text: string): Promise<void> => {
    const { floor } = (await officer.get(`/api/cases/${id}/chat`)) as { floor: { epoch: number } };
    await officer.send('POST', `/api/cases/${id}/chat`, { clientId: randomUUID(), epoch: floor.epoch, text });
  };
  await test.step('both talk, with a file', async () => {
    await answer('您好，请发一下合同，详见 https://etax.example.gov.cn/guide，谢谢。');
    await expect(talk.said('请发一下合同').getByRole('link')).toHaveText('https://etax.example.gov.cn/guide');
    await expect(talk.spoken.getByText('请发一下合同')).toHaveCount(1);
    const chooser = bureau.page.waitForEvent('filechooser');
    await talk.tool('文件').click();
    await (await chooser).setFiles(realPdf('购房合同.pdf'));
    await expect(window.main.getByRole('list', { name: '待发送的文件' })).toContainText('已上传');
    await talk.say('合同见附件');
    await expect(talk.said('合同见附件').getByRole('link', { name: /购房合同\.pdf/ })).toBeVisible();
    await officer.send('PUT', `/api/cases/${id}/chat/marks`, { delivered: 1_000, read: 1_000 });
    await expect(talk.said('合同见附件')).toContainText('已读');
  });

  await test.step('the number of what was said meanwhile is on the icon and before the page’s title', async () => {
    const { todo, news } = (await api.get('/api/notices/unread')) as { todo: number; news: number };
    const count = String(todo + news + 1);
    await window.header.getByRole('button', { name: '最小化' }).click();
    await answer('合同已收到。');
    await expect(bureau.icon).toHaveAccessibleName(new RegExp(`，${count} 条未读`));
    await expect.poll(() => bureau.page.title()).toMatch(new RegExp(`^\\(${count}\\) `));
    await bureau.icon.click();
    await expect(talk.said('合同已收到。')).toBeVisible();
    await expect.poll(() => bureau.page.title(), 'nothing is counted while it is in sight').not.toMatch(/^\(/);
  });

  await test.step('a reload keeps the messages, each once, and what was being written', async () => {
    await talk.box.fill('还没有写完');
    await bureau.page.reload();
    await expect(talk.box).toHaveValue('还没有写完');
    await expect(talk.said('合同见附件')).toHaveCount(1);
    await expect(talk.said('合同已收到。')).toHaveCount(1);
    await talk.box.fill('');
  });

  await test.step('清屏 clears the view only', async () => {
    await talk.tool('清屏').click();
    await expect(talk.said('合同见附件')).toHaveCount(0);
    await talk.log.getByRole('button', { name: '加载记录' }).click();
    await expect(talk.said('合同见附件')).toHaveCount(1);
  });

  await test.step('it is ended, rated, and a new question begins the next one', async () => {
    await talk.end();
    await talk.rate('已解决', 5, '很清楚');
    await expect(talk.log).toContainText('您评价了本次服务');
    await talk.say('个人出租住房怎么交税？');
    await expect(talk.state).toContainText('悦悦为您解答');
    await expect(talk.said('合同见附件'), 'the one before stays in sight').toHaveCount(1);
    await talk.end();
    await bureau.page.keyboard.press('Escape');
  });
  await desk.close();
});

test('on a phone the window fills the screen, its fields never zoom, and Enter during a composition sends nothing', async ({ people }) => {
  const bureau = await people.taxpayer('zhao-min', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  const window = await bureau.openWindow();
  const talk = new ConversationPage(window);
  await expect(talk.box).toBeVisible();
  await talk.tool('字体').click();
  const smaller = window.main.getByRole('button', { name: '缩小字体' });
  await smaller.click();
  await expect(smaller).toBeDisabled();
  expect(await talk.box.evaluate(fontSize)).toBeGreaterThanOrEqual(16);
  await window.main.getByRole('button', { name: '放大字体' }).click();

  await composedEnter(bureau.page, talk.box);
  await expect(talk.box).toHaveValue(/税/);
  await expect(talk.log.locator('.entry')).toHaveCount(0);
  await talk.box.press('Shift+Enter');
  await expect(talk.log.locator('.entry')).toHaveCount(0);
  await talk.box.fill('车辆购置税怎么交？');
  await talk.box.press('Enter');
  await expect(talk.said('车辆购置税怎么交？')).toHaveCount(1);
  await looksWell('conversation-phone', bureau.page);
  await talk.end();
});
