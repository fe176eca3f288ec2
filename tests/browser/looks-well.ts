import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Frame, type Page } from '@playwright/test';

/** A phone, a desktop at 200 %, and the narrowest that shows list and case side by side; a desktop is what the page is left at. */
const widths = [390, 640, 1_280, 1_440];
const heightOf = (width: number): number => (width === 390 ? 844 : 900);

/** Where pictures are kept; nobody looks at them in CI. */
const screenshots = process.env['SCREENSHOTS'];

/** The page and the window in it; how the browser shows a PDF is its own affair. */
const ownFrames = (page: Page): Frame[] =>
  page.frames().filter((frame) => /^\/(window|demo|desk|supervise|admin)/.test(new URL(frame.url()).pathname));

/** Returns elements wider than the viewport: the page, and containers that scroll as a whole. */
const tooWide = async (page: Page): Promise<string[]> => {
  const each = await Promise.all(
    ownFrames(page).map(async (frame) => {
      const found = await frame.evaluate(`[document.scrollingElement, ...document.querySelectorAll('main, [data-scroller], .dialog')]
        .filter((element) => element !== null && element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.tagName + '.' + element.className + ' ' + element.scrollWidth + ' > ' + element.clientWidth)`);
      return found as string[];
    }),
  );
  return each.flat();
};

/** Findings of axe, as the page stands; an open menu stays open. */
export async function axeFindings(name: string, page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${name}: axe ${id} at ${target.join(' ')}`));
}

/**
 * Returns the faults of a place: findings of axe, and overflow at every width. The page is not loaded again.
 * @param name of the place, for what is found and for its pictures
 */
async function faultsOf(name: string, page: Page): Promise<string[]> {
  const found = await axeFindings(name, page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: heightOf(width) });
    found.push(...(await tooWide(page)).map((what) => `${name} at ${String(width)} px: ${what}`));
    if (screenshots !== undefined) await page.screenshot({ path: `${screenshots}/${name}-${String(width)}.png` });
  }
  return found;
}

/** A place is without findings of axe and fits every width. */
export async function looksWell(name: string, page: Page): Promise<void> {
  expect(await faultsOf(name, page)).toEqual([]);
}

/** Called at every place of a walk, with a name for it. */
export type Look = (name: string, page: Page) => Promise<void>;

/** Looks at place after place; what is found is told at the end. */
export const looking =
  (found: string[]): Look =>
  async (name, page) => {
    found.push(...(await faultsOf(name, page)));
  };
