import { administratorsBrowser, officersBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ownCentre } from './own-centre.ts';
import { ConversationPage } from './pages/conversation.ts';
import { apiTaxpayer, endRunning, handInByApi, taxpayer } from './people.ts';

test('an answer is kept, found among the favourites and removed; a supervisor sees what was told that day', async ({ people }) => {
  test.setTimeout(240_000);
  const who = taxpayer('li-xue');
  const api = await apiTaxpayer(people.origin, who);
  await endRunning(api);
  // The centre that had the taxpayer's last case serves the conversation.
  const centre = await ownCentre('binhai');
  await handInByApi(api, centre.id, '请问个人买房如何缴纳契税，什么时候办理？');
  await api.send('PUT', '/api/quick-links', { chosen: null });
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const window = await bureau.openWindow();
  const talk = new ConversationPage(window);
  await talk.say('契税缴纳时间、地点与渠道');
  const keep = talk.log.getByRole('button', { name: '收藏', exact: true }).last();
  await keep.click();
  await expect(talk.log.getByRole('button', { name: '已收藏' }).last()).toHaveAttribute('aria-pressed', 'true');

  await window.visit('/window/centre');
  await window.main.getByRole('link', { name: /我的收藏/ }).click();
  const row = window.main.getByRole('listitem').filter({ hasText: '契税' });
  await expect(row).toBeVisible();
  await row.locator('summary').click();
  await looksWell('favourites', bureau.page);
  await window.main.getByRole('searchbox', { name: '搜索收藏' }).fill('世界杯');
  await expect(window.main.getByText('没有找到相关收藏')).toBeVisible();
  await window.main.getByRole('searchbox', { name: '搜索收藏' }).fill('契税');
  await expect(row).toBeVisible();
  await row.locator('summary').click();
  await row.getByRole('button', { name: /^取消收藏/ }).click();
  await expect(row).toBeHidden();

  const supervisor = await officersBrowser(people, centre.supervisor);
  await supervisor.goto('/supervise/told');
  await supervisor
    .getByLabel(/纳税人/)
    .first()
    .fill('李雪');
  await supervisor.getByRole('button', { name: /^李雪/ }).first().click();
  const told = supervisor.getByRole('article', { name: /契税/ }).last();
  await expect(told).toContainText('目前仍是这一版');
  await expect(told).toContainText('第 1 版');
  await looksWell('told', supervisor);
  await endRunning(api);
});

test('quick links are offered by the administrator, chosen and ordered by keys and by dragging', async ({ people }) => {
  test.setTimeout(240_000);
  const administrator = await administratorsBrowser(people);
  await administrator.goto('/admin/links');
  await administrator.getByRole('button', { name: '添加入口' }).click();
  const last = administrator.getByRole('group').filter({ hasText: '个入口' }).last();
  await last.getByLabel('*名称').fill('办税地图');
  await last.getByLabel('*英文名称').fill('Map of offices');
  await last.getByLabel('*地址').fill('http://etax.example.gov.cn');
  await administrator.getByRole('button', { name: '保存', exact: true }).click();
  await expect(administrator.getByRole('alert').filter({ hasText: '需要修改' })).toBeFocused();
  await last.getByLabel('*地址').fill('https://etax.example.gov.cn/map');
  await administrator.getByRole('button', { name: '保存', exact: true }).click();
  await expect(administrator.getByText('快捷入口已保存')).toBeVisible();
  await looksWell('offered-links', administrator);

  const who = taxpayer('li-xue');
  const api = await apiTaxpayer(people.origin, who);
  await api.send('PUT', '/api/quick-links', { chosen: null });
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const window = await bureau.openWindow();
  await window.visit('/window/centre');
  await window.main
    .getByRole('link', { name: /^快捷入口/ })
    .last()
    .click();
  const chosen = window.main.getByRole('list', { name: '已选入口' });
  await expect(chosen.getByRole('listitem').last()).toContainText('办税地图');
  const count = await chosen.getByRole('listitem').count();
  await window.main.getByRole('button', { name: '上移：办税地图' }).press('Enter');
  await expect(chosen.getByRole('listitem').nth(count - 2)).toContainText('办税地图');
  await expect(window.main.getByRole('button', { name: '上移：办税地图' })).toBeFocused();
  await chosen
    .getByRole('listitem')
    .nth(count - 2)
    .dragTo(chosen.getByRole('listitem').first());
  await expect(chosen.getByRole('listitem').first()).toContainText('办税地图');
  await window.main.getByRole('button', { name: '移除：我的收藏' }).click();
  await looksWell('quick-links', bureau.page);
  await window.main.getByRole('button', { name: '保存', exact: true }).click();
  await expect(window.frame.getByText('快捷入口已保存')).toBeVisible();
  expect(((await api.get('/api/quick-links')) as { chosen: string[] }).chosen).toHaveLength(count - 1);
});
