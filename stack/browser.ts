import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { PlainError } from '../runtime/plain-error.ts';
import { aptInstall, install } from './apt.ts';
import { root } from './node-process.ts';
import { onPath } from './temporal-binary.ts';

type Report = (what: string) => void;

/** The names under which distributions and Google ship it. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const installed = (): string | undefined => {
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  return names.map((name) => onPath(name)).find((program) => program !== undefined);
};

const playwrightInstall = async (report: Report): Promise<boolean> => {
  report("fetching Playwright's Chromium");
  // Its own default is to try for minutes where there is no internet.
  return install(process.execPath, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], 240_000, {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '8000',
  });
};

const hasChineseFont = (): boolean => {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
};

/** Without a Chinese font the pages' text is a row of boxes: the tests pass, but no screenshot can be judged. */
const ensureChineseFont = async (report: Report): Promise<void> => {
  if (process.platform !== 'linux' || hasChineseFont()) return;
  if ((await aptInstall(['fontconfig', 'fonts-noto-cjk'], report)) && hasChineseFont()) return;
  report('no Chinese font was found: screenshots will show boxes; install fonts-noto-cjk');
};

/**
 * A Chromium for browser tests, with a font for Chinese: CHROMIUM_PATH, else Playwright's own, else one on PATH, else
 * fetched by Playwright, else installed by apt when we are root. Throws a PlainError when there is none to be had.
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
