import { randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';

import { connect } from '../../db/connect.ts';
import { Secrets } from '../../runtime/secrets.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { demoPassword } from '../../stack/demo/people.ts';
import { expect, test, type People } from './fixtures.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { MessageDetails } from './pages/message-details.ts';
import { SignIn } from './pages/sign-in.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';
import { demoIssuer } from '../../web/server/demo/taxpayers.ts';
import { keysInForce } from '../../web/server/entry/keys-in-force.ts';

const unknown = '没有找到这项内容，可能已被删除，或者您无权查看。';

/** A 留言 of 赵敏 in the first centre, handed in behind the pages. */
async function somebodysMessage(people: People): Promise<{ id: string; number: string }> {
  const api = await apiTaxpayer(people.origin, taxpayer('zhao-min'));
  return await handInByApi(api, 'binhai-1', '这条留言只有本人能看到。');
}

test('another’s 留言 is told of as one that does not exist, by id and by number', async ({ people }) => {
  const { id, number } = await somebodysMessage(people);
  const owner = await (await people.taxpayer('zhao-min')).openWindow();
  await expect(owner.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  await owner.visit(`/window/messages/${number}`);
  await expect(new MessageDetails(owner, number).heading, 'its owner sees it').toBeVisible();

  const other = await (await people.taxpayer('li-xue')).openWindow();
  await expect(other.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  const answers: string[] = [];
  for (const asked of [id, number, randomUUID(), '202601019000001']) {
    await other.visit(`/window/messages/${asked}`);
    await expect(other.main.getByRole('alert')).toContainText(unknown);
    answers.push((await other.main.innerText()).replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'id'));
  }
  expect(new Set(answers).size, 'all four read the same').toBe(1);
});

test('whose sign-in at the bureau has ended is told to sign in there again', async ({ people }) => {
  const window = await (await people.taxpayer('zhao-min')).openWindow();
  await expect(window.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  await window.page.route('**/api/demo/tokens', (route) => route.fulfill({ status: 401 }));
  const error = { code: 'not-signed-in', sentence: '登录已失效，请重新登录。', requestId: randomUUID() };
  await window.page.route('**/api/messages?**', (route) => route.fulfill({ status: 401, json: { error } }));
  await window.main.getByRole('link', { name: /^我的留言/ }).click();
  await expect(window.main.getByRole('alert')).toContainText('登录已失效，请在电子税务局重新登录。');
});

test('an address that there is not leads to the start of what it lies in', async ({ people }) => {
  const page = await people.browser();
  for (const [path, start] of [
    ['/window/nothing', '/window'],
    ['/desk/nothing/here', '/desk'],
    ['/supervise/nothing', '/supervise'],
    ['/admin/nothing', '/admin'],
    ['/nothing', '/'],
  ] as const) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: '没有找到这个页面' })).toBeAttached();
    await expect(page.getByRole('link', { name: '返回首页' })).toHaveAttribute('href', start);
  }
});

test('the same person under another identity does not see it either', async ({ people }) => {
  const api = await apiTaxpayer(people.origin, taxpayer('li-xue'));
  const { number } = await handInByApi(api, 'binhai-1', '作为自然人提交的留言。');
  const bureau = await people.taxpayer('li-xue');
  let window = await bureau.openWindow();
  await window.messages();
  await expect(window.main.getByRole('listitem').filter({ hasText: number })).toBeVisible();
  await bureau.choose(taxpayer('li-xue-whale'));
  window = bureau.window;
  if (await bureau.icon.isVisible()) await bureau.openWindow();
  await window.messages();
  await expect(
    window.main
      .getByRole('listitem')
      .filter({ hasText: /\d{15}/ })
      .or(window.main.getByText('您还没有留言'))
      .first(),
  ).toBeVisible();
  await expect(window.main.getByText(number)).toBeHidden();
});

test('an officer of another centre finds nothing, in the list and at the address', async ({ people }) => {
  const { id, number } = await somebodysMessage(people);
  const desk = await people.desk('agent4');
  for (const asked of [id, number]) {
    await desk.page.goto(`/desk/cases/${asked}`);
    await expect(desk.page.getByText('没有找到这件事项').first()).toBeVisible();
  }
  await desk.page.goto(`/desk?view=centre&q=${number}`);
  await expect(desk.list.getByText('没有符合条件的事项')).toBeVisible();
  const supervisor = await people.supervise('supervisor2');
  await supervisor.page.goto(`/supervise/cases/${id}`);
  await expect(supervisor.page.getByText('没有找到这件事项').first()).toBeVisible();
  // The same address shows it to the centre's own.
  const own = await people.desk('agent1');
  await own.page.goto(`/desk/cases/${id}`);
  await expect((await own.shown(number)).story).toContainText('这条留言只有本人能看到。');
});

test('who is not signed in signs in and is led back', async ({ people }) => {
  const { id, number } = await somebodysMessage(people);
  const page = await people.browser();
  await page.goto(`/desk/cases/${id}?view=centre`);
  const signIn = new SignIn(page);
  await expect(signIn.heading).toBeVisible();
  await signIn.as('agent1', 'not the password');
  await expect(signIn.alert).toContainText('账号或密码不正确');
  await signIn.as('nobody', 'not the password');
  await expect(signIn.alert, 'no word on who exists').toContainText('账号或密码不正确');
  await signIn.as('agent1', demoPassword);
  await expect(page).toHaveURL(new RegExp(`/desk/cases/${id}\\?view=centre`));
  await expect(page.getByRole('article', { name: `留言 ${number}` })).toBeVisible();

  await page.getByRole('button', { name: /账号菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByText('您已退出登录')).toBeVisible();
  await page.goto('/desk');
  await expect(signIn.heading).toBeVisible();
});

test('the sign-in leads to pages of officers only', async ({ people }) => {
  const page = await people.browser();
  await page.goto('/desk/sign-in?to=//example.com/desk');
  await new SignIn(page).as('agent1', demoPassword);
  await expect(page).toHaveURL(/\/desk(\?|$)/);
});

test('an agent who opens the supervisors’ page is told whose it is', async ({ people }) => {
  const desk = await people.desk('agent1');
  await desk.page.goto('/supervise');
  await expect(desk.page.getByText('这是主管使用的页面').first()).toBeVisible();
  await expect(desk.page.getByText('没有督办权限').first()).toBeVisible();
  await desk.page.getByRole('link', { name: '前往工作台' }).click();
  await expect(desk.list).toBeVisible();
});

test('an account is locked after five wrong passwords in a row, for the right one too', async ({ people }) => {
  const page = await people.browser();
  await page.goto('/desk/sign-in');
  const signIn = new SignIn(page);
  // Nobody else of these tests signs in as this one.
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await signIn.as('admin', `wrong ${String(attempt)}`);
    await expect(signIn.alert).toContainText('账号或密码不正确');
    await page.reload();
  }
  await signIn.as('admin', 'wrong 5');
  await expect(signIn.alert).toContainText(/账号或密码不正确|账号已锁定/);
  await signIn.as('admin', demoPassword);
  await expect(signIn.alert).toContainText(/账号已锁定。请在 .+ 以后再试/);
  await expect(page).toHaveURL(/sign-in/);
});

test.describe('tokens of the host page', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** Has the demo's host give another token than it would. */
  async function entering(people: People, forge: (token: string) => string | Promise<string>): Promise<DemoBureau> {
    const page = await people.browser();
    await page.route('**/api/demo/tokens', async (route) => {
      const response = await route.fetch();
      const { token } = (await response.json()) as { token: string };
      await route.fulfill({ response, json: { token: await forge(token) } });
    });
    const bureau = new DemoBureau(page);
    await bureau.open();
    await bureau.openWindow();
    return bureau;
  }

  const claimsOf = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const withClaims = (token: string, change: object): string => {
    const [head, , signature] = token.split('.');
    return [head, part({ ...claimsOf(token), ...change }), signature].join('.');
  };

  const forgeries: readonly (readonly [string, (token: string) => string])[] = [
    ['with other claims under the same signature', (token) => withClaims(token, { sub: 'somebody-else' })],
    ['of another region', (token) => withClaims(token, { region: 'yunling' })],
    ['without a signature', (token) => `${part({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1] ?? ''}.`],
    ['that is no token at all', () => 'nonsense'],
  ];
  for (const [name, forge] of forgeries) {
    test(`one ${name} is refused`, async ({ people }) => {
      const bureau = await entering(people, forge);
      await expect(bureau.window.main.getByRole('alert')).toContainText('身份凭证无效，请从电子税务局重新进入。');
      await expect(bureau.window.main.getByRole('link', { name: /^留言/ })).toBeHidden();
    });
  }

  /** What a host's server would have signed so long ago. */
  async function signedBefore(token: string, secondsAgo: number): Promise<string> {
    const { databaseUrl, appSecret } = serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '');
    const knex = connect(databaseUrl);
    try {
      const [key] = await keysInForce(knex, new Secrets(appSecret))('binhai', demoIssuer);
      if (key?.algorithm !== 'HS256') throw new Error('the demo has no secret for binhai');
      const { iat, exp, ...claims } = claimsOf(token) as { iat: number; exp: number };
      return await new SignJWT({ ...claims, iat: iat - secondsAgo, exp: exp - secondsAgo })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(key.secret));
    } finally {
      await knex.destroy();
    }
  }
  const lifeAndSkewSeconds = 300 + 60;

  test('one that has expired is refused', async ({ people }) => {
    const bureau = await entering(people, (token) => signedBefore(token, lifeAndSkewSeconds + 5));
    await expect(bureau.window.main.getByRole('alert')).toContainText('身份凭证已过期，请从电子税务局重新进入。');
  });

  test('one that has expired by less than the clocks may differ lets in', async ({ people }) => {
    const bureau = await entering(people, (token) => signedBefore(token, lifeAndSkewSeconds - 30));
    await expect(bureau.window.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  });

  test('one that was used before is refused, and a fresh one lets in', async ({ people }) => {
    const page = await people.browser();
    const first = await page.request.post('/api/demo/tokens', { data: { taxpayerId: 'li-xue', identityId: 'li-xue' } });
    const { token } = (await first.json()) as { token: string };
    expect((await page.request.post('/api/entry', { data: { token } })).status()).toBe(200);
    let replay = true;
    await page.route('**/api/demo/tokens', async (route) => (replay ? route.fulfill({ json: { token } }) : route.continue()));
    const bureau = new DemoBureau(page);
    await bureau.open();
    const { main } = await bureau.openWindow();
    await expect(main.getByRole('alert')).toContainText('身份凭证已使用过，请从电子税务局重新进入。');
    replay = false;
    await main.getByRole('button', { name: '重新进入' }).click();
    await expect(main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  });

  test('a role that the region does not admit is told so', async ({ people }) => {
    const bureau = await people.taxpayer('sun-guifang-tea');
    const { main } = await bureau.openWindow();
    await expect(main.getByRole('alert')).toContainText('您当前的身份暂不能使用征纳互动');
  });

  test('the window opened by itself says where to begin', async ({ people }) => {
    const page = await people.browser();
    await page.goto('/window');
    await expect(page.getByText('请从电子税务局打开征纳互动')).toBeVisible();
    await expect(page.getByRole('link', { name: /^留言/ })).toBeHidden();
  });
});
