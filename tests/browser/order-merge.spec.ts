import { expect, test } from './fixtures.ts';
import { OrderForm } from './pages/order-form.ts';
import { OwnOrders } from './pages/order-details.ts';
import { handedTo, noneRunning, openOrderByApi } from './orders.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const who = taxpayer('wang-lihua-haiyan');
const [supervisor, agent] = ['supervisor1', 'agent2'] as const;

test('a request that comes again joins the order that runs for it, instead of becoming a second one', async ({ people }) => {
  const { origin } = people;
  await noneRunning(origin, supervisor, who);
  const { number } = await openOrderByApi(origin, agent, who);
  const message = await handInByApi(await apiTaxpayer(origin, who), 'binhai-1', '数电票额度还是不够用，请再帮忙调整。');
  await handedTo(origin, { supervisor, agent }, message.id);
  const window = await (await people.taxpayer(who)).openWindow();
  const mine = await window.message(message.number);

  const desk = await people.desk(agent, 'mine');
  const theCase = await desk.visitCase(message.number);
  await theCase.action('转工单').click();
  const form = new OrderForm(desk.page);
  await form.choose('工单类型', '税费种认定变更');
  await expect(form.running, 'of another type nothing runs').toBeHidden();
  await form.choose('工单类型', '数电票额度调整');
  await expect(form.running).toContainText(number);
  await expect(form.running).toContainText('办理中');
  await expect(form.submitButton, 'a second order is not what is offered').toBeHidden();
  const order = await form.joinRunning(number);
  await expect(desk.told(`已并入工单 ${number}`)).toBeVisible();

  await test.step('the order and the 留言 show each other', async () => {
    await expect(order.story).toContainText(`将重复事项并入本工单 · ${message.number}`);
    await order.links.getByRole('link', { name: message.number }).click();
    const ended = await desk.shown(message.number);
    await ended.hasStatus('已转工单');
    await expect(ended.action('转工单'), 'it becomes nothing else').toBeHidden();
    await expect(ended.article.getByRole('region', { name: '关联事项' })).toContainText(number);
  });

  await test.step('the taxpayer is led from the 留言 to the order', async () => {
    await mine.hasStatus('已转工单');
    await window.main
      .getByRole('link', { name: `查看工单 ${number}` })
      .first()
      .click();
    const orders = new OwnOrders(window);
    await orders.open();
    const details = await orders.openOrder(number);
    await expect(details.story).toContainText('您的同类事项已并入本工单');
    await expect(window.main.getByRole('link', { name: message.number })).toBeVisible();
  });
});

test('where an order runs already, a second one can be wanted all the same', async ({ people }) => {
  const { origin } = people;
  await noneRunning(origin, supervisor, who);
  const { number } = await openOrderByApi(origin, agent, who);
  const desk = await people.desk(agent);
  await desk.page.goto('/desk/orders/new');
  const form = new OrderForm(desk.page);
  await form.chooseTaxpayer('王丽华', new RegExp(who.name));
  await form.choose('工单类型', '数电票额度调整');
  await expect(form.running).toContainText(number);
  await expect(form.running.getByRole('button', { name: /^并入/ }), 'without a 留言 there is nothing that could join').toHaveCount(0);
  await form.running.getByRole('button', { name: '仍然新建' }).click();
  await form.fillQuota();
  await form.content.fill('另一项额度调整。');
  const second = await form.submit();
  expect(second.number).not.toBe(number);
  await expect(second.article).toContainText('另一项额度调整。');
});
