import { writeXlsx } from 'hucre/xlsx';

import { Appointments } from './appointments.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

test('an officer checks a list, corrects it, and invites many; each outcome leads to its invitation', async ({ people }) => {
  test.setTimeout(240_000);
  const the = await Appointments.at(people.origin, 120);
  const other = await the.another();
  const numberOf = async (id: string): Promise<string> => await the.taxNumber(id);
  const [first, second] = [await numberOf(the.taxpayer.identityId), await numberOf(other.identityId)];
  const { page } = await people.desk(the.centre.agent);
  await page.goto('/desk/schedule');
  await page.getByRole('link', { name: '批量邀请' }).click();
  const form = page.getByRole('article', { name: '批量邀请' });

  await test.step('faults are named by row, and nobody is invited while there are any', async () => {
    await form.getByRole('textbox', { name: /纳税人识别号/ }).fill([first, second, first, '91000'].join('\n'));
    await form.getByRole('button', { name: '检查名单' }).click();
    const faults = form.getByRole('region', { name: '有问题的行' });
    await expect(faults.getByRole('row', { name: /^3 / })).toContainText('与前面的行是同一纳税人');
    await expect(faults.getByRole('row', { name: /^4 / })).toContainText('没有找到这个税号的纳税人');
    await form.getByRole('button', { name: '邀请', exact: true }).click();
    await expect(form.getByRole('alert')).toContainText('请先检查名单，改正所有问题');
    await looksWell('desk-invite-many-faults', page);
  });

  await test.step('a file of another ending is refused, a spreadsheet is read', async () => {
    await form.getByRole('radio', { name: '上传表格' }).click();
    const chooser = form.locator('input[type=file]');
    await chooser.setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(first) });
    await expect(form).toContainText(/名单\.csv/);
    await expect(form.getByRole('button', { name: '检查名单' })).toBeDisabled();
    const rows = [
      ['名称', '纳税人识别号'],
      ['一', first],
      ['二', second],
    ];
    const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows }] }));
    await chooser.setInputFiles({ name: '名单.xlsx', mimeType: xlsx, buffer });
    await form.getByRole('button', { name: /上传/ }).click();
    await form.getByRole('button', { name: '检查名单' }).click();
    await expect(form).toContainText('找到 2 名纳税人，名单没有问题。');
  });

  await form.getByRole('combobox', { name: /服务类型/ }).click();
  await page.getByRole('option', { name: the.typeName }).click();
  await form.getByRole('combobox', { name: /业务类别/ }).click();
  await page.getByRole('option', { name: '发票业务' }).click();
  await form.getByRole('checkbox', { name: /余/ }).last().click();
  await form.getByRole('textbox', { name: /邀请事项/ }).fill('请核对年度发票额度。');
  await looksWell('desk-invite-many', page);
  await form.getByRole('button', { name: '邀请 2 名纳税人' }).click();

  await expect(page).toHaveURL(/\/desk\/invitations\/many\/[0-9a-f-]{36}$/);
  await expect(form).toContainText('已处理完：邀请 2 名，未邀请 0 名。', { timeout: 60_000 });
  await looksWell('desk-invite-many-run', page);
  const outcomes = form.getByRole('list', { name: '逐人结果' });
  await expect(outcomes.getByRole('listitem')).toHaveCount(2);
  await outcomes.getByRole('listitem').filter({ hasText: the.company }).getByRole('link').click();
  await expect(page.getByRole('article')).toContainText('待确认');
  await expect(page.getByRole('article')).toContainText('请核对年度发票额度。');

  await page.goto('/desk/invitations/many');
  await expect(page.getByRole('region', { name: '我发起的批量邀请' }).getByRole('link').first()).toContainText('请核对年度发票额度。');
  await the.withdrawType();
});

test('what is entered for many is kept; a lost answer starts one run, and contents changed after it start no second one', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const the = await Appointments.at(people.origin, 120);
  const number = await the.taxNumber(the.taxpayer.identityId);
  const { page } = await people.desk(the.centre.agent);
  await page.goto('/desk/invitations/many');
  const form = page.getByRole('article', { name: '批量邀请' });
  const matter = form.getByRole('textbox', { name: /邀请事项/ });
  const submit = form.getByRole('button', { name: /^邀请( 1 名纳税人)?$/ });
  await form.getByRole('textbox', { name: /纳税人识别号/ }).fill(number);
  await form.getByRole('combobox', { name: /服务类型/ }).click();
  await page.getByRole('option', { name: the.typeName }).click();
  await form.getByRole('combobox', { name: /业务类别/ }).click();
  await page.getByRole('option', { name: '发票业务' }).click();
  const day = form.getByRole('checkbox', { name: /余/ }).last();
  await day.click();
  await matter.fill('请核对年度发票额度。');

  await page.reload();
  await expect(form.getByRole('textbox', { name: /纳税人识别号/ })).toHaveValue(number);
  await expect(matter).toHaveValue('请核对年度发票额度。');
  await expect(day).toBeChecked();
  await form.getByRole('button', { name: '检查名单' }).click();
  await expect(form).toContainText('找到 1 名纳税人，名单没有问题。');
  const runs = '**/api/bulk-invitations/*';
  await page.route(runs, async (route) => {
    if (route.request().method() === 'PUT') await route.fetch();
    await route.abort('connectionreset');
  });
  await submit.click();
  await expect(form.getByRole('alert')).toBeVisible({ timeout: 60_000 });
  await page.unroute(runs);

  await page.reload();
  await matter.fill('请核对年度发票额度，并带上合同。');
  await form.getByRole('button', { name: '检查名单' }).click();
  await expect(form).toContainText('找到 1 名纳税人，名单没有问题。');
  await submit.click();
  await expect(form.getByRole('alert')).toContainText('修改前的内容已经发出，修改后的没有发出。');
  await looksWell('desk-invite-many-sent-before', page);
  await matter.fill('请核对年度发票额度。');
  await submit.click();
  await expect(page).toHaveURL(/\/desk\/invitations\/many\/[0-9a-f-]{36}$/);
  await expect(form).toContainText('已处理完：邀请 1 名，未邀请 0 名。', { timeout: 60_000 });
  expect(((await the.taxpayer.get('/api/invitations')) as { total: number }).total).toBe(1);

  await page.goto('/desk/invitations/many');
  await expect(matter, 'what was sent is not entered again').toHaveValue('');
  await the.withdrawType();
});
