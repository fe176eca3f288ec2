import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Frame, type Page } from '@playwright/test';

import { test } from './fixtures.ts';
import { walkFormsAsTaxpayer } from './form-walks.ts';
import { walkOrdersAsAgent, walkOrdersAsSupervisor, walkOrdersAsTaxpayer } from './order-walks.ts';
import { walkAsAdministrator, walkAsAgent, walkAsSupervisor, walkAsTaxpayer, type Look } from './walks.ts';

/** Desktop, the narrowest that shows list and case side by side, and a phone. */
const shownAt = [1_440, 1_280, 390];
/** A desktop at 200 %. */
const zoomed = 640;
const height = { 390: 844 } as Record<number, number>;
const folder = '../../test-results/screenshots';

/** The page and the window in it; how the browser shows a PDF is its own affair. */
const ownFrames = (page: Page): Frame[] =>
  page.frames().filter((frame) => /^\/(window|demo|desk|supervise|admin)/.test(new URL(frame.url()).pathname));

/** How far the page, and what scrolls in it as a whole, is wider than the glass. */
const tooWide = (page: Page): Promise<string[]> =>
  Promise.all(
    ownFrames(page).map(async (frame) => {
      const found = await frame.evaluate(`[document.scrollingElement, ...document.querySelectorAll('main, [data-scroller], .dialog')]
        .filter((element) => element !== null && element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.tagName + '.' + element.className + ' ' + element.scrollWidth + ' > ' + element.clientWidth)`);
      return found as string[];
    }),
  ).then((each) => each.flat());

/** Looks at a place as different people see it: axe, every width, and large type; what is found is told at the end. */
function looking(found: string[]): Look {
  return async (name, page) => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${name}: axe ${id} at ${target.join(' ')}`)));
    for (const width of [...shownAt, zoomed]) {
      await page.setViewportSize({ width, height: height[width] ?? 900 });
      found.push(...(await tooWide(page)).map((what) => `${name} at ${String(width)} px: ${what}`));
      if (width !== zoomed) await page.screenshot({ path: `${import.meta.dirname}/${folder}/${name}-${String(width)}.png` });
    }
    await page.setViewportSize({ width: 1_440, height: 900 });
  };
}

for (const [person, walk] of [
  ['a taxpayer', walkAsTaxpayer],
  ['an agent', walkAsAgent],
  ['a supervisor', walkAsSupervisor],
  ['an administrator', walkAsAdministrator],
  ['a taxpayer with work orders', walkOrdersAsTaxpayer],
  ['a taxpayer with forms', walkFormsAsTaxpayer],
  ['an agent with work orders', walkOrdersAsAgent],
  ['a supervisor with work orders', walkOrdersAsSupervisor],
] as const) {
  test(`every page of ${person} is without findings of axe and fits every width`, async ({ people }) => {
    test.setTimeout(240_000);
    const found: string[] = [];
    await walk(people, looking(found));
    expect(found).toEqual([]);
  });
}
