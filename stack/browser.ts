import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { PlainError } from '../runtime/plain-error.ts';
import { aptInstall, install } from './apt.ts';
import { root } from './node-process.ts';
import { onPath } from './temporal-binary.ts';

type Report = (what: string) => void;

/** Command names of Chromium in distributions and of Google Chrome. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const installed = (): string | undefined => {
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  return names.map((name) => onPath(name)).find((program) => program !== undefined);
};

const playwrightInstall = async (report: Report): Promise<boolean> => {
  report("fetching Playwright's Chromium");
  // By default Playwright retries for minutes without internet access.
  return install(process.execPath, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], 240_000, {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '8000',
  });
};

const hasChineseFont = (): boolean => {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
};

/** Installs a Chinese font. Without one, pages show boxes: tests pass, but screenshots are useless. */
const ensureChineseFont = async (report: Report): Promise<void> => {
  if (process.platform !== 'linux' || hasChineseFont()) return;
  if ((await aptInstall(['fontconfig', 'fonts-noto-cjk'], report)) && hasChineseFont()) return;
  report('no Chinese font was found: screenshots will show boxes; install fonts-noto-cjk');
};

/**
 * Finds a Chromium for browser tests, with a Chinese font: CHROMIUM_PATH, Playwright's own, one on PATH, a download by Playwright, or an
 * installation by apt as root, in this order. Throws a PlainError when all fail.
 */
export const findChromium = async (report: Report = () => undefined): Promise<string> => {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new PlainError(`CHROMIUM_PATH is "${given}", where there is nothing.`);
    await ensureChineseFont(report);
    return given;
  }
  let found = installed();
  if (found === undefined && (await playwrightInstall(report))) found = installed();
  if (found === undefined && (await aptInstall(['chromium', 'fonts-noto-cjk'], report))) found = installed();
  if (found === undefined) {
    throw new PlainError(
      'Chromium is missing and could not be fetched: install chromium (and fonts-noto-cjk), or set CHROMIUM_PATH to a Chrome or Chromium.',
    );
  }
  await ensureChineseFont(report);
  return found;
};
