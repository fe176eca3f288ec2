import { expect, test } from './fixtures.ts';
import { OrderForm } from './pages/order-form.ts';
import { handedTo, noneRunning } from './orders.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const who = taxpayer('li-xue-whale');
const other = taxpayer('zhao-min');
const [supervisor, agent] = ['supervisor1', 'agent1'] as const;

test('what is entered for a new order is kept for each taxpayer through a reload, until it is sent', async ({ people }) => {
  await noneRunning(people.origin, supervisor, who);
  // Who never came to the bureau is not known to it.
  await apiTaxpayer(people.origin, other);
  const desk = await people.desk(agent);
  const form = new OrderForm(desk.page);
  const text = '本年新签三份年度合同，申请提高额度。';

  await desk.page.goto('/desk/orders/new');
  await form.content.fill(text);
  await form.chooseTaxpayer('李雪', new RegExp(who.name));
  await form.fillQuota();
  await form.article.getByRole('radio', { name: '紧急' }).click();
  await desk.page.reload();
  await expect(form.content).toHaveValue(text);
  await expect(form.taxpayer).toContainText(who.name);
  await expect(form.combobox('工单类型')).toContainText('数电票额度调整');
  await expect(form.combobox('调整方式')).toContainText('定期调整');
  await expect(form.article.getByRole('textbox', { name: '申请额度' })).toHaveValue('500000');
  await expect(form.article.getByRole('radio', { name: '紧急' })).toBeChecked();

  await test.step('another taxpayer’s is emptied, this one’s stays', async () => {
    await form.taxpayer.getByRole('button', { name: '更换' }).click();
    await form.chooseTaxpayer('赵敏', new RegExp(other.name));
    await form.article.getByRole('button', { name: '清空草稿' }).click();
    await expect(form.content).toHaveValue('');
    await form.content.fill('另一位纳税人的事项。');
    await form.taxpayer.getByRole('button', { name: '更换' }).click();
    await form.chooseTaxpayer('李雪', new RegExp(who.name));
    await expect(form.content).toHaveValue(text);
  });

  const order = await form.submit();
  await expect(order.article).toContainText(text);
  await desk.page.goto('/desk/orders/new');
  await expect(form.taxpayerSearch, 'what was sent is not entered again').toBeVisible();
  await expect(form.content).not.toHaveValue(text);
});

test('what is changed of a 留言 that becomes an order is kept, for this 留言 alone', async ({ people }) => {
  const api = await apiTaxpayer(people.origin, other);
  const words = '请问数电票额度如何调整？';
  const [first, second] = [await handInByApi(api, 'binhai-1', words), await handInByApi(api, 'binhai-1', words)];
  for (const { id } of [first, second]) await handedTo(people.origin, { supervisor, agent }, id);
  const desk = await people.desk(agent);
  const form = new OrderForm(desk.page);
  await (await desk.visitCase(first.number)).action('转工单').click();
  await expect(form.content).toHaveValue(words);
  await form.content.fill(`${words}（已电话核实）`);
  await desk.page.reload();
  await expect(form.content).toHaveValue(`${words}（已电话核实）`);
  await (await desk.visitCase(second.number)).action('转工单').click();
  await expect(form.content).toHaveValue(words);
});
