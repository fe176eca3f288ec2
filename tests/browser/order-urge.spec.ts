import { expect, test, type People } from './fixtures.ts';
import { OwnOrders, type OrderDetails } from './pages/order-details.ts';
import { OrderCase } from './pages/order-case.ts';
import { handedTo, openOrderByApi } from './orders.ts';
import { taxpayer } from './people.ts';

/** 云岭's taxpayer and agent; whoever the rule of assignment finds, the supervisor gives the order to this one. */
const who = taxpayer('liu-yang');
const agent = 'agent6';

/** A fresh order on the taxpayer's page and on the page of who has it. */
async function onBothPages(people: People): Promise<{ mine: OrderDetails; order: OrderCase }> {
  const { id, number } = await openOrderByApi(people.origin, agent, who);
  await handedTo(people.origin, { supervisor: 'supervisor3', agent }, id);
  const desk = await people.desk(agent, 'mine');
  await desk.arrived(number);
  await desk.row(number).getByRole('link').click();
  const order = new OrderCase(desk.page, number);
  await expect(order.article).toBeVisible();
  const window = await (await people.taxpayer(who)).openWindow();
  const orders = new OwnOrders(window);
  await orders.open();
  return { mine: await orders.openOrder(number), order };
}

test('a taxpayer urges an order: who has it is shown so, and the page says when it can be urged again', async ({ people }) => {
  const { mine, order } = await onBothPages(people);
  const urged = order.header.getByText('催办×1');
  await expect(urged).toBeHidden();
  await mine.urge();
  await expect(mine.window.told('已催办')).toBeVisible();
  await expect(urged).toBeVisible();
  await expect(order.story).toContainText('催办');
  await expect(mine.button('催办')).toBeDisabled();
  await expect(mine.window.main).toContainText('后可再次催办');
  await expect(mine.story).toContainText('您催办了工单');

  const supervise = await people.supervise('supervisor3');
  await supervise.page.goto('/supervise/board');
  const tile = supervise.page.getByRole('list', { name: '重点事项' }).getByRole('link', { name: /已催办/ });
  await tile.click();
  await expect(supervise.list.getByRole('link', { name: order.number }), 'the board leads to it').toBeVisible();
});

test('a taxpayer terminates an order, which ends it on every page', async ({ people }) => {
  const { mine, order } = await onBothPages(people);
  const reason = '额度已够用，不再需要调整。';
  await mine.button('终止').click();
  const dialog = mine.window.frame.getByRole('dialog', { name: '终止工单' });
  await dialog.getByRole('button', { name: '下一步' }).click();
  await expect(dialog, 'not without a reason').toContainText('请填写终止原因');
  await dialog.getByRole('button', { name: '取消' }).click();
  await mine.terminate(reason);
  await mine.hasStatus('已终止');
  await order.hasStatus('已终止');
  await expect(order.article).toContainText(reason);
  await expect(order.step('推进')).toBeHidden();
  await expect(order.paper('购销合同'), 'nobody waits for it any more').toContainText('未提交');
  await expect(order.papers).not.toContainText('待提交');
  await expect(mine.button('终止')).toBeHidden();
  await expect(mine.button('催办')).toBeHidden();

  await mine.rate('已解决', 4, '处理及时。');
  await mine.hasStatus('已评价');
  await expect(order.article).toContainText('4 星');
});

test('who terminates an order that was concluded a moment before is told that it was', async ({ people }) => {
  const { mine, order } = await onBothPages(people);
  await mine.button('终止').click();
  const dialog = mine.window.frame.getByRole('dialog', { name: '终止工单' });
  await dialog.getByRole('textbox', { name: '终止原因' }).fill('不再需要。');
  await dialog.getByRole('button', { name: '下一步' }).click();
  const asked = mine.window.frame.getByRole('alertdialog', { name: `确定终止工单 ${mine.number} 吗？` });
  await expect(asked).toBeVisible();

  const desk = await people.desk('supervisor3');
  await desk.page.goto(`/desk/cases/${mine.number}`);
  const supervised = new OrderCase(desk.page, mine.number);
  await supervised.action('结束').click();
  await supervised.dialog('结束工单').getByRole('textbox', { name: '结束原因' }).fill('重复开单。');
  await supervised.dialog('结束工单').getByRole('button', { name: '下一步' }).click();
  await desk.page.getByRole('alertdialog').getByRole('button', { name: '确定结束' }).click();
  await supervised.hasStatus('已终止');

  await asked.getByRole('button', { name: '确定终止' }).click();
  await expect(asked.getByRole('alert'), 'the page says why not').not.toBeEmpty();
  await asked.getByRole('button', { name: '再想想' }).click();
  await mine.hasStatus('已终止');
  await expect(order.article).toContainText('重复开单。');
  await expect(order.story, 'it ended once').not.toContainText('不再需要。');
});
