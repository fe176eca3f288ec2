/**
 * `npm run bench:desk-day`: eight hours at the desk in minutes. One officer's page, never loaded again, goes through 500 conversations: each
 * is offered, accepted, answered and ended. Prints the page's heap after a collection, its nodes and its listeners, before and after. Fails
 * when they grow with the number of conversations.
 *
 * CONVERSATIONS sets another number. PRODUCT_ORIGIN and PRODUCT_DATA_DIR name a product that runs already, else one is started.
 */
import { randomUUID } from 'node:crypto';

import { chromium, type CDPSession, type Page } from 'playwright';

import { Asker } from '../tests/browser/asker.ts';
import { ownCentre } from '../tests/browser/own-centre.ts';
import { startCopy } from '../tests/browser/product.ts';
import { ApiPerson } from '../simulate/api-person.ts';
import { findChromium } from '../stack/browser.ts';
import { demoPassword } from '../stack/demo/people.ts';
import { line } from './figures.ts';

const conversations = Number(process.env['CONVERSATIONS'] ?? 500);
/** Conversations after which all code is loaded and every cache is warm. */
const warmUp = Math.min(20, Math.ceil(conversations / 4));
/** Limits of the memory that one conversation may leave. */
const limits = { heapKb: 20, nodes: 2, listeners: 1 };

interface Stand {
  heapKb: number;
  nodes: number;
  listeners: number;
}

const copy = process.env['PRODUCT_ORIGIN'] === undefined ? await startCopy() : null;
const origin = copy?.product.origin ?? process.env['PRODUCT_ORIGIN'] ?? '';
process.env['PRODUCT_DATA_DIR'] ??= copy?.product.dataDir ?? '';
try {
  await measure();
} finally {
  await copy?.end();
}

async function measure(): Promise<void> {
  const centre = await ownCentre('binhai');
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ baseURL: origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    await page.request.post('/api/session', { data: { login: centre.agent, password: demoPassword }, headers: { origin } });
    await page.goto('/desk/conversations');
    await page.request.put('/api/session/status', { data: { status: 'online', reason: null }, headers: { origin } });
    const devtools = await context.newCDPSession(page);
    let warm: Stand | null = null;
    for (let count = 0; count < conversations; count += 1) {
      if (count === warmUp) warm = await stand(devtools);
      await oneConversation(page, centre.id, count);
      if (count > 0 && count % 50 === 0) line(`${String(count)} conversations: ${inWords(await stand(devtools))}`);
    }
    report(warm ?? (await stand(devtools)), await stand(devtools));
  } finally {
    await browser.close();
  }
}

/** A taxpayer asks, the officer accepts and answers in the page, and the taxpayer ends it. */
async function oneConversation(page: Page, centreId: string, count: number): Promise<void> {
  const api = await ApiPerson.simulated(origin, 800_000 + Math.floor(Math.random() * 9_999) * 10 + (count % 10));
  const { types } = (await api.get('/api/message-form')) as { types: { id: string }[] };
  const message = { centreId, typeId: types[0]?.id, text: '请问个人出租住房如何缴纳房产税?', uploadIds: [], reminder: 'inbox' };
  const id = randomUUID();
  await api.send('PUT', `/api/messages/${id}`, message, id);
  const asker = new Asker(api);
  await asker.begin();
  await asker.say('请问发票额度怎么调整?');
  await asked(asker);
  await page.getByRole('button', { name: '接入', exact: true }).first().click();
  const box = page.getByRole('textbox', { name: '回复' });
  for (const words of ['您好,请稍等。', '请在办税页面提交申请。']) {
    await box.fill(words);
    await box.press('Enter');
    await asker.say('好的');
  }
  await page.getByText('请在办税页面提交申请。').last().waitFor();
  await asker.close();
  await page.getByText('互动已结束。').waitFor();
}

/** Asks for an officer; the page of the officer may not have been connected yet. */
async function asked(asker: Asker): Promise<void> {
  for (let tries = 0; (await asker.asks()) === 'nobody-on-duty'; tries += 1) {
    if (tries === 60) throw new Error('the officer never came');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function stand(devtools: CDPSession): Promise<Stand> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  return { heapKb: Math.round(usedSize / 1_024), nodes, listeners: jsEventListeners };
}

function inWords({ heapKb, nodes, listeners }: Stand): string {
  return `heap ${String(heapKb)} kB, ${String(nodes)} nodes, ${String(listeners)} listeners`;
}

function report(warm: Stand, end: Stand): void {
  const count = Math.max(1, conversations - warmUp);
  line(`after ${String(warmUp)}: ${inWords(warm)}`);
  line(`after ${String(conversations)}: ${inWords(end)}`);
  const grown = (figure: keyof Stand): number => (end[figure] - warm[figure]) / count;
  for (const figure of ['heapKb', 'nodes', 'listeners'] as const) {
    line(`${figure} left of one conversation: ${grown(figure).toFixed(2)} (limit ${String(limits[figure])})`);
    if (grown(figure) > limits[figure]) process.exitCode = 1;
  }
}
