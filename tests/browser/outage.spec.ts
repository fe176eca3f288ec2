import { expect, test as base, type People } from './fixtures.ts';
import { withoutPart } from './outage.ts';
import { apiTaxpayer, centreName, taxpayer } from './people.ts';
import { startCopy, type OwnCopy } from './product.ts';

/** A copy that may be taken apart. */
const test = base.extend<object, { copy: OwnCopy }>({
  copy: [
    async ({ browserName: _ }, use) => {
      const copy = await startCopy();
      await use(copy);
      await copy.end();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ copy }, use) => use(copy.product.origin),
});

const who = taxpayer('zhao-min');
const text = '请问停产期间的房产税和城镇土地使用税能否申请减免？';

async function openForm(people: People) {
  const bureau = await people.taxpayer(who);
  const form = await (await bureau.openWindow()).leaveMessage();
  await form.fill({ centre: centreName('binhai-2'), text });
  return form;
}

for (const [part, name, sentence] of [
  ['temporal', 'Temporal', '系统正在恢复，暂时不能提交。您填写的内容已保留，请稍后再试。'],
  ['postgres', 'PostgreSQL', '系统正在恢复，暂时不能读取数据，请稍后再试。'],
] as const) {
  test(`handing in while ${name} is down: a clear message, nothing lost, nothing half made, and one 留言 in the end`, async ({
    people,
    copy,
  }) => {
    test.setTimeout(180_000);
    const { product } = copy;
    const form = await openForm(people);
    const api = await apiTaxpayer(people.origin, who);
    const before = Number((await api.get('/api/messages'))['total']);

    await withoutPart(product, part, async () => {
      await form.submitButton.click();
      await expect(form.window.frame.getByText(/正在第 \d 次重试/)).toBeVisible({ timeout: 30_000 });
      await expect(form.summary).toContainText(sentence, { timeout: 90_000 });
      await expect(form.content).toHaveValue(text);
    });

    await form.window.page.reload();
    await expect(form.content.or(form.window.frame.getByRole('button', { name: '重新进入' })).first()).toBeVisible({ timeout: 60_000 });
    if (!(await form.content.isVisible())) {
      await expect.poll(async () => (await fetch(`${product.origin}/readyz`)).status, { timeout: 60_000 }).toBe(200);
      await form.window.frame.getByRole('button', { name: '重新进入' }).click();
    }
    await expect(form.content).toHaveValue(text);
    const number = await form.submit();
    await form.success.getByRole('button', { name: '查看留言' }).click();
    await expect(form.window.main.getByRole('heading', { name: number })).toBeVisible();
    expect(Number((await api.get('/api/messages'))['total'])).toBe(before + 1);
  });
}
