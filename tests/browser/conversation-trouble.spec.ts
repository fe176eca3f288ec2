import { randomUUID } from 'node:crypto';

import type { FileChooser, Page } from '@playwright/test';

import { connect } from '../../db/connect.ts';
import type { ApiPerson } from '../../simulate/api-person.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { scrollToStart } from './dom.ts';
import { megabytes, pdfOf, picture } from './files.ts';
import { expect, test, type People } from './fixtures.ts';
import { ownCentre } from './own-centre.ts';
import { ConversationPage } from './pages/conversation.ts';
import { apiOfficer, apiTaxpayer, endRunning, handInByApi, onDuty, taxpayer, type Taxpayer } from './people.ts';
import { Wire } from './wire.ts';

const second = 1_000;

/** A taxpayer's conversation with an officer who answers behind the pages. */
interface Connected {
  id: string;
  officer: ApiPerson;
  answer: (text: string) => Promise<void>;
}

/** The officer counts as present without a page. */
async function bePresent(login: string): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    await knex('officers').where({ login }).update({ present_until: '2099-01-01T00:00:00Z' });
  } finally {
    await knex.destroy();
  }
}

async function connected(people: People, who: Taxpayer): Promise<Connected> {
  const centre = await ownCentre();
  const api = await apiTaxpayer(people.origin, who);
  await endRunning(api);
  await handInByApi(api, centre.id, '请问个人出租住房如何缴纳增值税和房产税？');
  await onDuty(people.origin, { [centre.agent]: true });
  await bePresent(centre.agent);
  const officer = await apiOfficer(people.origin, centre.agent);
  const id = randomUUID();
  await api.send('PUT', `/api/conversations/${id}`, {}, id);
  await api.send('POST', `/api/cases/${id}/commands/requestOfficer`, {});
  await expect.poll(async () => (await api.get(`/api/cases/${id}`))['status']).toBe('offered');
  await officer.send('POST', `/api/cases/${id}/commands/accept`, {});
  const answer = async (text: string): Promise<void> => {
    const { floor } = (await officer.get(`/api/cases/${id}/chat`)) as { floor: { epoch: number } };
    await officer.send('POST', `/api/cases/${id}/chat`, { clientId: randomUUID(), epoch: floor.epoch, text });
  };
  return { id, officer, answer };
}

/** Opens the taxpayer's window; at another address when a wire lies between. */
async function windowOf(people: People, who: Taxpayer, origin = people.origin): Promise<{ page: Page; talk: ConversationPage }> {
  const bureau = await people.taxpayer(who, { baseURL: origin, reducedMotion: 'reduce' });
  const talk = new ConversationPage(await bureau.openWindow());
  await expect(talk.box).toBeVisible();
  return { page: bureau.page, talk };
}

test('a proxy that lets no WebSocket through: both sides are heard all the same, without a storm of tries', async ({ people }) => {
  test.setTimeout(120_000);
  const who = taxpayer('sun-guifang');
  const { answer } = await connected(people, who);
  const wire = await Wire.open(people.origin);
  wire.refuseSockets();
  const { page, talk } = await windowOf(people, who, wire.origin);
  let tries = 0;
  page.on('websocket', () => (tries += 1));
  await talk.say('代理服务器不放行。');
  await answer('没有关系，仍能收到。');
  await expect(talk.said('没有关系，仍能收到。')).toHaveCount(1);
  await page.waitForTimeout(15 * second);
  expect(tries).toBeLessThanOrEqual(13);
  await talk.end();
  await wire.close();
});

test('the network is cut for 1 s and for 20 s while both send, and the page is frozen: everything arrives, once and in order', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const who = taxpayer('sun-guifang');
  const { answer } = await connected(people, who);
  const wire = await Wire.open(people.origin);
  const { page, talk } = await windowOf(people, who, wire.origin);
  const words: string[] = [];
  for (const seconds of [1, 20]) {
    wire.cut();
    const [own, others] = [`断开 ${String(seconds)} 秒时我说的`, `断开 ${String(seconds)} 秒时对方说的`];
    await talk.box.fill(own);
    await talk.box.press('Enter');
    await answer(others);
    await page.waitForTimeout(seconds * second);
    wire.well();
    words.push(others, own);
    for (const each of [own, others]) await expect(talk.said(each)).toHaveCount(1, { timeout: 45 * second });
    await expect(talk.said(own)).toContainText(/已发送|已送达|已读/);
  }
  const frozen = await page.context().newCDPSession(page);
  await frozen.send('Page.setWebLifecycleState', { state: 'frozen' });
  await answer('冻结时对方说的');
  await page.waitForTimeout(2 * second);
  await frozen.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(talk.said('冻结时对方说的')).toHaveCount(1);
  const shown = await talk.log.locator('.entry').allInnerTexts();
  const order = [...words, '冻结时对方说的'].map((each) => shown.findIndex((text) => text.includes(each)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  await talk.end();
  await wire.close();
});

test('answers that are lost make no second message; what cannot be sent has failed after a while, survives a reload, and is sent again', async ({
  people,
}) => {
  test.setTimeout(150_000);
  const who = taxpayer('li-xue-whale');
  const api = await apiTaxpayer(people.origin, who);
  await endRunning(api);
  const { page, talk } = await windowOf(people, who);
  await talk.say('车辆购置税怎么交？');
  const { conversation } = (await api.get('/api/conversations/current')) as { conversation: { id: string } };
  const ownWords = async (): Promise<string[]> => {
    const { messages } = (await api.get(`/api/cases/${conversation.id}/chat?size=200`)) as {
      messages: { own: boolean; content: { text?: string } }[];
    };
    return messages.flatMap(({ own, content }) => (own && content.text !== undefined ? [content.text] : []));
  };
  const sending = `**/api/cases/${conversation.id}/chat`;

  await test.step('the server has it, its answer is lost five times', async () => {
    let lost = 0;
    await page.route(sending, async (route) => {
      if (route.request().method() !== 'POST' || lost >= 5) return route.fallback();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await talk.say('答复丢失的消息');
    await expect(talk.said('答复丢失的消息')).toContainText(/已发送|已送达|已读/);
    await expect(talk.said('答复丢失的消息')).toHaveCount(1);
    expect((await ownWords()).filter((text) => text === '答复丢失的消息')).toHaveLength(1);
    await page.unroute(sending);
  });

  await test.step('without any net', async () => {
    await page.route(sending, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await talk.box.fill('没有网络时的消息');
    await talk.box.press('Enter');
    const resend = talk.log.getByRole('button', { name: '重发' });
    await expect(resend).toHaveCount(1, { timeout: 75 * second });
    await page.reload();
    await expect(resend).toHaveCount(1);
    await page.unroute(sending);
    await resend.click();
    await expect(resend).toHaveCount(0);
    await expect.poll(async () => (await ownWords()).at(-1)).toBe('没有网络时的消息');
  });
  await talk.end();
});

test('older messages come in above without moving what is read', async ({ people }) => {
  test.setTimeout(150_000);
  const who = taxpayer('sun-guifang');
  const { id, answer } = await connected(people, who);
  const api = await apiTaxpayer(people.origin, who);
  const { floor } = (await api.get(`/api/cases/${id}/chat`)) as { floor: { epoch: number } };
  for (let number = 1; number <= 120; number += 1)
    await api.send('POST', `/api/cases/${id}/chat`, { clientId: randomUUID(), epoch: floor.epoch, text: `第 ${String(number)} 条：发票` });
  const { talk } = await windowOf(people, who);
  await expect(talk.said('第 120 条')).toBeVisible();
  await talk.log.evaluate(scrollToStart);
  await expect(talk.log.getByRole('button', { name: '加载更多' })).toBeInViewport();
  const anchor = talk.said((await talk.log.locator('.entry').first().innerText()).split('：')[0] ?? '').first();
  const before = (await anchor.boundingBox())?.y ?? 0;
  const moved = async () => Math.abs(((await anchor.boundingBox())?.y ?? 0) - before);
  await talk.log.getByRole('button', { name: '加载更多' }).click();
  await expect(talk.said('第 30 条')).toHaveCount(1);
  // By less than a line.
  await expect.poll(moved).toBeLessThanOrEqual(12);

  await answer('新的回复');
  await expect(talk.window.main.getByRole('button', { name: '1 条新消息' })).toBeVisible();
  expect(await moved(), 'a new one moves nothing either').toBeLessThanOrEqual(12);
  await talk.say('我的回复');
  await expect(talk.said('我的回复')).toBeInViewport();
  await talk.end();
});

test('two tabs write to one conversation; a clock that is wrong by a day changes nothing', async ({ people }) => {
  const who = taxpayer('li-xue-whale');
  await endRunning(await apiTaxpayer(people.origin, who));
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const day = 86_400_000;
  await bureau.page.addInitScript(`{ const real = Date.now; Date.now = () => real() + ${String(day)}; }`);
  await bureau.open();
  const one = new ConversationPage(await bureau.openWindow());
  const { talk: two } = await windowOf(people, who);
  await one.say('第一个页面的问题：契税');
  await expect(two.said('第一个页面的问题')).toHaveCount(1);
  await two.say('第二个页面的问题：印花税');
  for (const each of [one, two]) for (const words of ['第一个页面', '第二个页面']) await expect(each.said(words)).toHaveCount(1);
  await one.said('第一个页面的问题').hover();
  await one.said('第一个页面的问题').getByRole('button', { name: '消息操作' }).click();
  await one.said('第一个页面的问题').getByRole('button', { name: '撤回' }).click();
  await expect(two.log).toContainText('您撤回了一条消息');
  await two.end();
});

test('what is written as soon as the window takes it is sent, however late it is known which conversation goes on', async ({ people }) => {
  const who = taxpayer('li-xue-whale');
  await endRunning(await apiTaxpayer(people.origin, who));
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  await bureau.page.route('**/api/conversations/current', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3 * second));
    await route.continue();
  });
  const talk = new ConversationPage(await bureau.openWindow());
  await talk.say('一打开就写下的问题：车船税');
  await expect(talk.said('一打开就写下的问题')).toContainText('已发送');
  await talk.end();
});

test('forty pictures at once and a file of one byte too many: what fits is taken, the rest is told; chosen files survive a reload', async ({
  people,
}) => {
  const who = taxpayer('li-xue-whale');
  await endRunning(await apiTaxpayer(people.origin, who));
  const { page, talk } = await windowOf(people, who);
  const chosen = talk.window.main.getByRole('list', { name: '待发送的文件' });
  const choose = async (files: Parameters<FileChooser['setFiles']>[0]): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await talk.tool('文件').click();
    await (await chooser).setFiles(files);
  };
  await choose(pdfOf(megabytes(20) + 1, '多一个字节.pdf').path);
  await expect(talk.window.main.getByRole('alert')).toContainText('20 MB');
  await expect(chosen).toHaveCount(0);

  // Uploads hang, so that the reload finds them chosen and not uploaded.
  await page.route('**/api/uploads*', (route) => (route.request().method() === 'POST' ? undefined : route.fallback()));
  await choose(Array.from({ length: 40 }, (_, index) => picture(`图片${String(index)}.png`)));
  await expect(chosen.getByRole('listitem')).toHaveCount(10);
  await expect(talk.window.main.getByRole('alert')).toContainText('10');
  await page.unroute('**/api/uploads*');
  await page.reload();
  await expect(chosen.getByRole('listitem').filter({ hasText: '已上传' })).toHaveCount(10, { timeout: 45_000 });
  await talk.say('四十张里的十张');
  await expect(talk.said('四十张里的十张').getByRole('img')).toHaveCount(10);
  await talk.end();
});
