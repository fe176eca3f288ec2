/**
 * `npm run bench:window`: weight of the window. In Chromium, over a line and on a processor like those of a phone: script that is loaded
 * until the conversation can be used (gzip, at most 90 kB), script that is loaded ahead after that, and the time until the conversation is
 * painted (at most 1 s). `embed.js` is at most 4 kB. PRODUCT_ORIGIN names a running product with its demo, else one is started;
 * CHROMIUM_PATH names the browser, else it is found.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { chromium, type Browser } from 'playwright';

import { findChromium } from '../stack/browser.ts';
import { RunningProduct } from '../tests/support/running-product.ts';
import { line, quantile } from './figures.ts';

const kilobyte = 1_000;
const limits = { embed: 4 * 1_024, script: 90 * kilobyte, paintMs: 1_000 };
const runs = 5;
/** Fast 4G, and a processor a quarter as fast as this one. */
const network = { offline: false, latency: 40, downloadThroughput: (10_000_000 / 8) * 0.9, uploadThroughput: (3_000_000 / 8) * 0.9 };
const cpuSlowdown = 4;

interface Load {
  /** Bytes of gzip by file, until the conversation could be used. */
  first: Map<string, number>;
  /** Of files that were loaded ahead afterwards. */
  ahead: Map<string, number>;
  paintMs: number;
}

const sum = (sizes: Map<string, number>): number => [...sizes.values()].reduce((all, size) => all + size, 0);
const kB = (bytes: number): string => `${(bytes / kilobyte).toFixed(1)} kB`;

async function load(browser: Browser, origin: string): Promise<Load> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'zh-CN',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto('/demo');
  const icon = page.getByRole('button', { name: /^打开征纳互动/ });
  await icon.waitFor();
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', network);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  const first = new Map<string, number>();
  const ahead = new Map<string, number>();
  let ready = false;
  const sizes: Promise<void>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().resourceType() !== 'script' || response.frame() === page.mainFrame()) return;
    const into = ready ? ahead : first;
    sizes.push(
      response.body().then(
        (body) => void into.set(pathname, gzipSync(body).length),
        () => undefined,
      ),
    );
  });
  const began = Date.now();
  await icon.click();
  const frame = page.frameLocator('iframe[title="征纳互动窗口"]');
  await frame.getByRole('region', { name: '互动记录' }).waitFor();
  const paintMs = Date.now() - began;
  await frame.getByRole('textbox', { name: '输入您的问题' }).waitFor();
  ready = true;
  await page.waitForTimeout(3_000);
  await Promise.all(sizes);
  await context.close();
  return { first, ahead, paintMs };
}

async function measure(origin: string): Promise<boolean> {
  const embed = gzipSync(Buffer.from(await (await fetch(`${origin}/embed.js`)).arrayBuffer())).length;
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  const loads: Load[] = [];
  for (let run = 0; run < runs; run += 1) loads.push(await load(browser, origin));
  await browser.close();
  const [one] = loads;
  if (one === undefined) return false;
  const paint = quantile(
    loads.map(({ paintMs }) => paintMs),
    0.5,
  );
  line(`embed.js                   ${kB(embed)} (limit ${kB(limits.embed)})`);
  line(`script of the first load   ${kB(sum(one.first))} in ${String(one.first.size)} files (limit ${kB(limits.script)})`);
  for (const [name, size] of [...one.first].toSorted((a, b) => b[1] - a[1]).slice(0, 12)) line(`  ${kB(size).padStart(9)}  ${name}`);
  line(`script loaded ahead        ${kB(sum(one.ahead))} in ${String(one.ahead.size)} files`);
  line(`conversation painted after ${String(paint)} ms (median of ${String(runs)}, limit ${String(limits.paintMs)} ms)`);
  return embed <= limits.embed && sum(one.first) <= limits.script && paint <= limits.paintMs;
}

const given = process.env['PRODUCT_ORIGIN'];
const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'zhengna-weight-')) : undefined;
const product = folder === undefined ? undefined : await RunningProduct.start(folder, { RATE_FACTOR: '100' });
try {
  process.exitCode = (await measure(given ?? product?.origin ?? '')) ? 0 : 1;
} finally {
  await product?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
