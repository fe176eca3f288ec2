import { randomUUID } from 'node:crypto';

import { administratorsBrowser } from './administrator.ts';
import { expect, test, type People } from './fixtures.ts';
import { looking } from './looks-well.ts';
import { OrderTypes } from './pages/order-types.ts';

async function administrator(people: People): Promise<OrderTypes> {
  const types = new OrderTypes(await administratorsBrowser(people));
  await types.open();
  return types;
}

/** A type of two stages, kept behind the pages; each test has one of its own, which officers elsewhere are not to see. */
async function aType(types: OrderTypes, active = false): Promise<{ id: string; name: string }> {
  const id = `binhai-${randomUUID()}`;
  const name = `迁移登记${id.slice(-6)}`;
  const stage = (key: string, name: string, rest: object) => ({
    ...{ key, name, nameEn: key, groupId: 'binhai-1-handle', limitMinutes: 480, backTo: [], tellTaxpayer: false, terminable: true },
    ...rest,
  });
  const stages = [stage('accept', '受理', { finish: 'nobody' }), stage('handle', '办理', { finish: 'holder', backTo: ['accept'] })];
  const answer = await types.page.request.put(`/api/work-order-types/${id}`, {
    data: { name, nameEn: `Moving ${id.slice(-6)}`, active, definition: { fields: [], papers: [], stages } },
    headers: { origin: new URL(types.page.url()).origin },
  });
  expect(answer.status()).toBe(201);
  await types.open();
  return { id, name };
}

test('an administrator makes a type, and officers can open orders of it', async ({ people }) => {
  const types = await administrator(people);
  const { page } = types;
  await page.getByRole('link', { name: '新建类型' }).click();
  await types.save();
  await expect(types.summary, 'all that is missing, at once').toContainText('有 6 处需要修改');
  await expect(types.summary, 'is where the person is').toBeFocused();
  for (const part of ['名称：必填', '英文名称：必填', '环节 1，办理组：请选择办理组', '环节 1，时限：请填写大于 0 的数字'])
    await expect(types.summary).toContainText(part);
  await page.getByRole('link', { name: '环节 1，办理组：请选择办理组' }).click();
  await expect(types.card('stages', 1).getByRole('combobox', { name: /^\*?办理组/ })).toBeFocused();

  const name = `跨区迁移${randomUUID().slice(0, 6)}`;
  await types.name(page.getByRole('region', { name: '基本信息' }), name, 'Moving districts');
  const first = types.card('stages', 1);
  await types.name(first, '受理', 'Acceptance');
  await types.choose(first, '\\*?办理组', /^受理组（滨海市征纳互动运营中心）/);
  await types.field(first, '时限').fill('2');
  await expect(first.getByRole('group', { name: '可退回至' }), 'there is nothing before the first').toBeHidden();
  await page.getByRole('button', { name: '添加环节' }).click();
  const second = types.card('stages', 2);
  await expect(types.field(second, '名称')).toBeFocused();
  await types.name(second, '办理', 'Handling');
  await types.choose(second, '\\*?办理组', /^办理组（高新区征纳互动运营中心）/);
  await types.field(second, '时限').fill('1.5');
  await types.choose(second, '单位', '日');
  await second.getByRole('checkbox', { name: '受理' }).check();
  await second.getByRole('checkbox', { name: '可终止' }).uncheck();
  await page.getByRole('button', { name: '添加材料' }).click();
  await types.name(types.card('papers', 1), '迁移申请表', 'Application');
  await types.card('papers', 1).getByRole('checkbox', { name: '必需' }).check();
  await page.getByRole('button', { name: '添加填写内容' }).click();
  const field = types.card('fields', 1);
  await types.name(field, '迁移类型', 'Kind');
  await types.choose(field, '填写方式', '单选');
  await types.save();
  await expect(types.summary).toContainText('有 2 处需要修改');
  await expect(types.summary).toContainText('环节 2，谁可以办结：最后一个环节须有人可以办结');
  await expect(types.summary).toContainText('内容 1，可选项：单选须至少有一个可选项');
  await expect(field.getByText('单选须至少有一个可选项')).toBeVisible();
  await second.getByRole('radio', { name: '主管' }).click();
  await types.field(field, '可选项').fill('市内\n\n跨市 \n市内');
  await types.save();
  await expect(types.toast('已保存，现为版本 1')).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/types\/binhai-/);

  const agent = await people.desk('agent1');
  const answer = await agent.page.request.get('/api/work-order-types');
  const { items } = (await answer.json()) as { items: { name: string; definition: unknown }[] };
  expect(items.find((type) => type.name === name)?.definition).toEqual({
    fields: [{ key: 'field-1', name: '迁移类型', nameEn: 'Kind', kind: 'choice', required: false, choices: ['市内', '跨市'] }],
    papers: [{ key: 'paper-1', name: '迁移申请表', nameEn: 'Application', required: true }],
    stages: [
      {
        ...{ key: 'stage-1', name: '受理', nameEn: 'Acceptance', groupId: 'binhai-1-accept', limitMinutes: 120, backTo: [] },
        ...{ tellTaxpayer: false, finish: 'holder', terminable: true },
      },
      {
        ...{ key: 'stage-2', name: '办理', nameEn: 'Handling', groupId: 'binhai-2-handle', limitMinutes: 720, backTo: ['stage-1'] },
        ...{ tellTaxpayer: false, finish: 'supervisor', terminable: false },
      },
    ],
  });
});

test('a change becomes a version, a withdrawn type is shown so, and nothing changed is no version', async ({ people }) => {
  const types = await administrator(people);
  const { name } = await aType(types, true);
  await expect(types.row(name)).toContainText('版本 1');
  await expect(types.row(name)).toContainText('受理 → 办理');
  await types.edit(name);
  await expect(types.page.getByText('修改只对保存后新开的工单生效。')).toBeVisible();
  await types.field(types.card('stages', 2), '时限').fill('3');
  await expect(types.page.getByText('有未保存的修改')).toBeVisible();
  await types.save();
  await expect(types.toast('已保存，现为版本 2')).toBeVisible();
  await expect(types.page.getByText('有未保存的修改')).toBeHidden();
  await types.page.getByRole('radio', { name: '已停用' }).click();
  await types.save();
  await expect(types.toast('已保存，办理规则没有变化，仍为版本 2')).toBeVisible();
  await types.page.getByRole('link', { name: '返回类型列表' }).click();
  await expect(types.row(name)).toContainText('已停用');
  await expect(types.row(name)).toContainText('版本 2');
});

test('rows are moved by buttons and by keys, with the focus, and a stage goes back to earlier ones only', async ({ people }) => {
  const types = await administrator(people);
  const { name } = await aType(types);
  await types.edit(name);
  const { page } = types;
  await expect(types.card('stages', 2).getByRole('checkbox', { name: '受理' })).toBeChecked();
  const english = types.field(types.card('stages', 2), '英文名称');
  await english.focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await types.names('stages')).toEqual(['办理', '受理']);
  await expect(page.locator('#type-definition-stages-0-nameEn'), 'what was written in keeps the focus').toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: '现为第 1 项，共 2 项' })).toHaveCount(1);
  await expect(types.card('stages', 1).getByRole('group', { name: '可退回至' })).toBeHidden();
  await expect(types.card('stages', 2).getByRole('checkbox', { name: '办理' }), 'not by itself').not.toBeChecked();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await types.names('stages'), 'there is no further place').toEqual(['办理', '受理']);
  // The radio buttons know the arrows, too; with Alt they are not meant.
  await types.card('stages', 1).getByRole('radio', { name: '承办人' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  expect(await types.names('stages')).toEqual(['受理', '办理']);
  await expect(types.card('stages', 2).getByRole('radio', { name: '承办人' })).toBeChecked();
  await expect(types.card('stages', 2).getByRole('checkbox', { name: '受理' }), 'as it was').toBeChecked();

  await page.getByRole('button', { name: '下移环节 1“受理”' }).click();
  expect(await types.names('stages')).toEqual(['办理', '受理']);
  await expect(page.getByRole('button', { name: '上移环节 2“受理”' }), 'the button that went cannot go on').toBeFocused();
  await page.getByRole('button', { name: '删除环节 1“办理”' }).click();
  expect(await types.names('stages')).toEqual(['受理']);
  await expect(page.locator('#type-definition-stages-0-name')).toBeFocused();
  await page.getByRole('button', { name: '删除环节 1“受理”' }).click();
  await expect(page.getByRole('button', { name: '添加环节' })).toBeFocused();
  await types.save();
  await expect(types.summary).toContainText('请至少添加一个环节');
});

test('who has not saved is asked before leaving', async ({ people }) => {
  const types = await administrator(people);
  const { id, name } = await aType(types);
  await types.edit(name);
  const { page } = types;
  const field = types.field(page.getByRole('region', { name: '基本信息' }), '名称');
  await field.fill(`${name}改`);
  await page.getByRole('link', { name: '返回类型列表' }).click();
  await expect(types.question).toContainText('离开前不保存修改吗？');
  await types.question.getByRole('button', { name: '继续编辑' }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(field).toHaveValue(`${name}改`);
  // Closing the page: the browser asks in words of its own.
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type());
      void dialog.dismiss();
    });
  });
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');
  await page.getByRole('link', { name: '督办' }).click();
  await types.question.getByRole('button', { name: '不保存，离开' }).click();
  await expect(page).toHaveURL(/\/supervise/);
  await page.goto(`/admin/types/${id}`);
  await expect(field).toHaveValue(name);

  await field.fill(`${name}改`);
  await page.getByRole('button', { name: '放弃修改' }).click();
  await types.question.getByRole('button', { name: '放弃修改' }).click();
  await expect(field).toHaveValue(name);
  await page.getByRole('link', { name: '返回类型列表' }).click();
  await expect(types.row(name)).toBeVisible();
});

test('what was not saved when the session ended is there after signing in again', async ({ people }) => {
  const types = await administrator(people);
  const { id, name } = await aType(types);
  await types.edit(name);
  const { page } = types;
  const field = types.field(page.getByRole('region', { name: '基本信息' }), '名称');
  await field.fill(`${name}改`);
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await types.save();
  await expect(page.getByRole('heading', { name: '税务人员登录' })).toBeVisible();
  await page.context().addCookies(cookies);
  await page.route('**/api/session', async (route) => {
    // The account may be locked by another suite: the right password is what matters here.
    if (route.request().method() === 'POST') await route.continue({ method: 'GET' });
    else await route.continue();
  });
  await page.getByRole('textbox', { name: '账号' }).fill('admin');
  await page.getByLabel(/^\*?密码$/).fill('any');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(field).toHaveValue(`${name}改`);
  await expect(page.getByText('已恢复登录失效前没有保存的修改。')).toBeVisible();
});

test('a group without officers, of which orders would wait for nobody, is warned of', async ({ people }) => {
  const types = await administrator(people);
  const { name } = await aType(types);
  await types.page.route('**/api/work-order-types', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { groups: { id: string; members: number }[] };
    await route.fulfill({ response, json: { ...answer, groups: answer.groups.map((group) => ({ ...group, members: 0 })) } });
  });
  await types.edit(name);
  await expect(types.card('stages', 1).getByText('该组还没有人员，工单到此环节将无人办理。')).toBeVisible();
});

test('other officers find no way to it, and are told whose page it is', async ({ people }) => {
  const agent = await people.desk('agent1');
  await expect(agent.page.getByRole('navigation', { name: '页面导航' }).getByRole('link', { name: '管理' })).toBeHidden();
  await agent.page.goto('/admin');
  await expect(agent.page.getByText('这是管理员使用的页面').first()).toBeVisible();
  await agent.page.getByRole('link', { name: '前往工作台' }).click();
  await expect(agent.list).toBeVisible();
  const types = await administrator(people);
  await types.page.goto('/supervise');
  await types.page.getByRole('navigation', { name: '页面导航' }).getByRole('link', { name: '管理' }).click();
  await expect(types.page.getByRole('heading', { name: '工单类型', level: 1 })).toBeVisible();
});

test('its pages are without findings of axe and fit every width', async ({ people }) => {
  test.setTimeout(120_000);
  const types = await administrator(people);
  const { page } = types;
  const found: string[] = [];
  const lookAt = looking(found);
  const look = async (name: string): Promise<void> => {
    await lookAt(`admin-${name}`, page);
    // Where the page scrolls within itself, nothing of it lies below the glass.
    for (const width of [1_280, 1_440]) {
      await page.setViewportSize({ width, height: 900 });
      const tall = await page.evaluate('Math.max(0, document.scrollingElement.scrollHeight - innerHeight)');
      if (tall !== 0) found.push(`${name} at ${String(width)} px: ${String(tall)} px too tall`);
    }
  };
  await look('list');
  await types.edit('数电票额度调整');
  await look('editor');
  await page.goto('/admin/types/new');
  await types.save();
  await expect(types.summary).toBeFocused();
  await look('errors');
  await page.getByRole('textbox', { name: '名称', exact: true }).first().fill('x');
  await page.getByRole('link', { name: '返回类型列表' }).click();
  await expect(types.question).toBeVisible();
  await look('question');
  expect(found).toEqual([]);
});
