import { expect } from '@playwright/test';

import { fontSize, holdsFocus, overflow } from './dom.ts';
import { test } from './fixtures.ts';
import { apiTaxpayer, centreName, handInByApi, onDuty, taxpayer } from './people.ts';
import { tabTo } from './tab-to.ts';

const text = '请问纳税信用修复需要什么条件，多久可以恢复？';

test('a 留言 by keys alone, from the icon to the number', async ({ people }) => {
  await onDuty(people.origin, { agent4: true, agent5: false });
  const { page, window, icon } = await people.taxpayer('wang-lihua-haiyan');
  await tabTo(page, icon, 60);
  await page.keyboard.press('Enter');
  const link = window.main.getByRole('link', { name: /^留言/ });
  await expect(link).toBeVisible();
  await tabTo(page, link);
  await page.keyboard.press('Enter');

  const form = {
    centre: window.main.getByRole('combobox', { name: /留言机构/ }),
    type: window.main.getByRole('combobox', { name: /留言类型/ }),
  };
  await tabTo(page, form.centre);
  await page.keyboard.press('Enter');
  const centre = window.frame.getByRole('option', { name: centreName('binhai-2') });
  await expect(centre).toBeVisible();
  for (let presses = 0; presses < 50 && (await centre.getAttribute('data-highlighted')) === null; presses += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form.centre).toContainText(centreName('binhai-2'));
  await expect(form.centre, 'the focus stays where the choice was made').toBeFocused();

  await tabTo(page, form.type);
  await page.keyboard.press('Enter');
  await expect(window.frame.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(form.type).toContainText('其他');

  await tabTo(page, window.main.getByRole('textbox', { name: '留言内容' }));
  await page.keyboard.insertText(text);
  await tabTo(page, window.main.getByRole('radio', { name: '是', exact: true }));
  await page.keyboard.press('ArrowRight');
  const no = window.main.getByRole('radio', { name: '否', exact: true });
  await expect(no).toBeFocused();
  await page.keyboard.press('Space');
  await expect(no).toBeChecked();
  await tabTo(page, window.main.getByRole('button', { name: '提交' }));
  await page.keyboard.press('Enter');

  const dialog = window.frame.getByRole('dialog', { name: '留言提交成功' });
  await expect(dialog).toBeVisible({ timeout: 45_000 });
  await tabTo(page, dialog.getByRole('button', { name: '查看留言' }));
  await page.keyboard.press('Enter');
  await expect(window.main.getByRole('region', { name: '沟通记录' })).toContainText(text);
  await page.keyboard.press('Escape');
  await expect(icon, 'Esc puts the window away, and the focus on the icon').toBeFocused();
});

test('the desk by keys alone: choose, claim, answer, and the sheet of keys', async ({ people }) => {
  await onDuty(people.origin, { agent4: false, agent5: false });
  const bureau = await people.taxpayer('wang-lihua-haiyan');
  const form = await (await bureau.openWindow()).leaveMessage();
  await form.fill({ centre: centreName('binhai-2'), text });
  const number = await form.submit();

  const desk = await people.desk('agent4', 'unassigned');
  const { keyboard } = desk.page;
  await keyboard.press('?');
  const sheet = desk.page.getByRole('dialog', { name: '键盘快捷键' });
  await expect(sheet).toBeVisible();
  await keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await keyboard.press('/');
  await expect(desk.page.getByRole('textbox', { name: '搜索待办' })).toBeFocused();
  await keyboard.insertText(number);
  await keyboard.press('Enter');
  // The list before may hold one row, too, and goes with its focus when the found one comes.
  await expect(desk.page).toHaveURL(new RegExp(number));
  await expect(desk.list.getByRole('listitem')).toHaveCount(1);
  await keyboard.press('Escape');
  await keyboard.press('j');
  await expect(desk.row(number).getByRole('link')).toBeFocused();
  await keyboard.press('Enter');
  const theCase = await desk.shown(number);
  await keyboard.press('c');
  await theCase.hasStatus('处理中');

  await keyboard.press('r');
  await expect(theCase.composer.getByRole('textbox')).toBeFocused();
  await keyboard.insertText('纠正失信行为并履行义务后即可申请修复。');
  await keyboard.press('Control+Enter');
  await expect(theCase.story).toContainText('纠正失信行为并履行义务后即可申请修复。');
  await theCase.hasStatus('已回复');
  // While the answer is under way the text has the focus, and Escape would only leave the text.
  await expect(theCase.composer.getByRole('textbox')).toBeHidden();
  await keyboard.press('Escape');
  await expect(desk.page).toHaveURL(/\/desk(\?|$)/);
  await keyboard.press('g');
  await keyboard.press('w');
  await expect(desk.page).toHaveURL(/view=waiting/);
  await onDuty(people.origin, { agent4: true, agent5: true });
});

test('the dialog of a hand-over by keys takes the focus, keeps it, and closes by Escape', async ({ people }) => {
  await handInByApi(await apiTaxpayer(people.origin, taxpayer('wang-lihua-haiyan')), 'binhai-2', text);
  const desk = await people.desk('supervisor2', 'centre');
  await desk.list.getByRole('listitem').first().getByRole('link').click();
  const article = desk.page.getByRole('article');
  await expect(article).toBeVisible();
  await desk.page.keyboard.press('a');
  const dialog = desk.page.getByRole('dialog', { name: '改派' });
  await expect(dialog).toBeVisible();
  await expect.poll(() => dialog.evaluate(holdsFocus), 'the focus goes into the dialog').toBe(true);
  for (let presses = 0; presses < 12; presses += 1) await desk.page.keyboard.press('Tab');
  expect(await dialog.evaluate(holdsFocus), 'and stays there').toBe(true);
  await desk.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('larger type and 大字版 scale everything, stay so, and still fit a phone', async ({ people }) => {
  const { page, window } = await people.taxpayer('li-xue', { viewport: { width: 390, height: 844 } });
  await page.getByRole('button', { name: /^打开征纳互动/ }).click();
  const greeting = window.main.getByRole('heading', { name: /好，李雪$/ });
  await expect(greeting).toBeVisible();
  const size = () => greeting.evaluate(fontSize);
  const normal = await size();
  await window.header.getByRole('button', { name: '更多' }).click();
  await window.frame.getByRole('menuitem', { name: '大字版' }).click();
  await expect.poll(size).toBeGreaterThan(normal * 1.2);
  await page.reload();
  await expect(greeting).toBeVisible();
  expect(await size(), 'it stays').toBeGreaterThan(normal * 1.2);
  await window.main.getByRole('link', { name: /^留言/ }).click();
  await expect(window.main.getByRole('textbox', { name: '留言内容' })).toBeVisible();
  expect(await window.main.evaluate(overflow)).toBeLessThanOrEqual(1);
  await window.header.getByRole('button', { name: '更多' }).click();
  await window.frame.getByRole('menuitem', { name: '标准字体' }).click();
});
