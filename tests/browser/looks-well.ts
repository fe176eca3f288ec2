import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

import { overflow } from './dom.ts';

/** Desktop, the narrowest that shows list and case side by side, and a phone. */
const widths = [1_440, 1_280, 390];

/** A place is without findings of axe and fits every width; what it looks like is kept under this name. */
export async function looksWell(name: string, page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual([]);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.locator(':root').evaluate(overflow)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `${import.meta.dirname}/../../test-results/screenshots/${name}-${String(width)}.png` });
  }
  await page.setViewportSize({ width: 1_440, height: 900 });
}
