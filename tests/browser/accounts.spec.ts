import { demoPassword } from '../../stack/demo/people.ts';
import { administratorsBrowser } from './administrator.ts';
import { expect, test, type People } from './fixtures.ts';
import { ownOfficer, type OwnOfficer } from './own-officer.ts';
import { SignIn } from './pages/sign-in.ts';

async function signedIn(people: People, { login }: OwnOfficer, password = demoPassword) {
  const page = await people.browser();
  await page.goto('/desk/sign-in?to=/desk/account');
  await new SignIn(page).as(login, password);
  await expect(page.getByRole('heading', { name: '我的账号' })).toBeVisible();
  return page;
}

test('an officer changes the own password, which signs other devices out, and ends a session by hand', async ({ people }) => {
  const own = await ownOfficer();
  const [page, other] = [await signedIn(people, own), await signedIn(people, own)];
  const [current, next, again] = ['*当前密码', '*新密码', '*再次输入新密码'].map((label) => page.getByLabel(label, { exact: true }));
  if (current === undefined || next === undefined || again === undefined) throw new Error('three fields');
  const change = page.getByRole('button', { name: '修改密码' });
  const fill = async (one: string, two: string, three: string): Promise<void> => {
    await current.fill(one);
    await next.fill(two);
    await again.fill(three);
    await change.click();
  };
  const fresh = 'a-new-password-2026';
  await fill(demoPassword, fresh, `${fresh}x`);
  await expect(page.getByText('两次输入的新密码不一致')).toBeVisible();
  await expect(again).toBeFocused();
  await fill(demoPassword, 'short', 'short');
  await expect(page.getByText('至少 12 个字', { exact: true })).toBeVisible();
  await expect(next).toBeFocused();
  await fill('not the password', fresh, fresh);
  await expect(page.getByText('当前密码不正确')).toBeVisible();
  await expect(current).toBeFocused();
  await page.reload();
  const devices = page.getByRole('region', { name: '登录设备' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: '本设备' })).toContainText('Chrome（Linux）');
  await fill(demoPassword, fresh, fresh);
  await expect(page.getByLabel('提示消息').getByText('密码已修改，其他设备已退出登录')).toBeVisible();
  await expect(devices).toHaveCount(1);
  await other.reload();
  await expect(new SignIn(other).heading).toBeVisible();

  const third = await signedIn(people, own, fresh);
  await page.reload();
  await expect(devices).toHaveCount(2);
  await devices.getByRole('button', { name: /^退出设备/ }).click();
  await expect(devices).toHaveCount(1);
  await third.reload();
  await expect(new SignIn(third).heading).toBeVisible();
});

test('an administrator ends an officer’s sessions, resets the password, and deactivates the account and restores it', async ({
  people,
}) => {
  const own = await ownOfficer();
  const officer = await signedIn(people, own);
  const page = await administratorsBrowser(people);
  await page.goto('/admin/people');
  await page.getByRole('searchbox', { name: '按姓名或账号查找' }).fill(own.login);
  const row = page.getByRole('listitem').filter({ hasText: own.name });
  await expect(row).toContainText('登录设备 1 个');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  const act = async (what: string): Promise<void> => {
    await row.getByRole('button', { name: `${own.name}的操作` }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await act('退出全部设备');
  await expect(row).not.toContainText('登录设备');
  await officer.reload();
  await expect(new SignIn(officer).heading).toBeVisible();

  await act('重置密码');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('原密码立即失效');
  await question.getByRole('button', { name: '重置密码' }).click();
  const shown = page.getByRole('dialog', { name: `${own.name}的新密码` });
  const password = (await shown.locator('.password').innerText()).trim();
  expect(password.length).toBeGreaterThanOrEqual(12);
  await page.keyboard.press('Escape');
  await new SignIn(officer).as(own.login, demoPassword);
  await expect(new SignIn(officer).alert).toContainText('账号或密码不正确');
  await signedIn(people, own, password);

  await act('停用账号');
  await expect(question).toContainText('立即退出登录');
  await question.getByRole('button', { name: '停用账号' }).click();
  await expect(row).toContainText('已停用');
  await new SignIn(officer).as(own.login, password);
  await expect(new SignIn(officer).alert).toBeVisible();
  await act('恢复账号');
  await expect(row).not.toContainText('已停用');
  await signedIn(people, own, password);
});

test('an administrator lets an officer in again whom wrong passwords have locked out', async ({ people }) => {
  const own = await ownOfficer();
  const stranger = await people.browser();
  await stranger.goto('/desk/sign-in');
  const signIn = new SignIn(stranger);
  const attempt = (password: string) =>
    stranger.request.post('/api/session', { data: { login: own.login, password }, headers: { origin: people.origin } });
  for (let i = 1; i <= 5; i += 1) expect((await attempt(`wrong ${String(i)}`)).status()).toBe(401);
  await signIn.as(own.login, demoPassword);
  await expect(signIn.alert).toContainText('账号已锁定');
  const page = await administratorsBrowser(people);
  await page.goto('/admin/people');
  await page.getByRole('searchbox', { name: '按姓名或账号查找' }).fill(own.login);
  const row = page.getByRole('listitem').filter({ hasText: own.name });
  await expect(row).toContainText('登录受限');
  await row.getByRole('button', { name: `${own.name}的操作` }).click();
  await page.getByRole('menuitem', { name: '解除登录限制' }).click();
  await expect(row).not.toContainText('登录受限');
  await signedIn(people, own);
});
