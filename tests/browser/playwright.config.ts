import { defineConfig } from '@playwright/test';

import { findChromium } from '../../stack/browser.ts';

const artefacts = '../../test-results/browser';
const expectMs = 15_000;
/** They take media workers apart, and each takes most of a core. */
const calls = /[/](call|screen-share)[^/]*[.]spec[.]ts$/;

/**
 * Pages as people use them, on the product as `npm start` runs it: one copy for all (global-setup.ts), those that take a copy
 * apart have one of their own. CHROMIUM_PATH names the browser, else it is found.
 */
export default defineConfig({
  testDir: '.',
  outputDir: artefacts,
  globalSetup: './global-setup.ts',
  timeout: 90_000,
  expect: { timeout: expectMs },
  // A machine that stands still for seconds makes anything late. What fails is told, and fails the run when it fails again.
  retries: 1,
  workers: Number(process.env['BROWSER_WORKERS'] ?? 2),
  fullyParallel: false,
  projects: [
    { name: 'calls', testMatch: calls, workers: 1 },
    { name: 'pages', testIgnore: calls },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    baseURL: process.env['PRODUCT_ORIGIN'],
    browserName: 'chromium',
    launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox'] },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1_440, height: 900 },
    actionTimeout: expectMs,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // Not of every first try: a picture of the page's elements at every step costs more than the steps.
    trace: { mode: 'on-first-retry', screenshots: false, sources: false },
  },
});
