import { expect, type Page } from '@playwright/test';

import { hasFocus } from './dom.ts';

/** Presses Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: ReturnType<Page['locator']>, most = 40): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if ((await wanted.count()) > 0 && (await wanted.evaluate(hasFocus))) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted, `reached by Tab within ${String(most)}`).toBeFocused();
}
