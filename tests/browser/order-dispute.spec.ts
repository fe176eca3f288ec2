import { randomUUID } from 'node:crypto';

import { expect, test } from './fixtures.ts';
import { handedTo, noneRunning, openOrderByApi } from './orders.ts';
import { OrderCase } from './pages/order-case.ts';
import { OwnOrders } from './pages/order-details.ts';
import { apiOfficer, taxpayer } from './people.ts';

/** 滨海's first centre serves this story: 郑凯 opens the order, 周明 does not want it. */
const [opener, holder, supervisor] = ['agent3', 'agent1', 'supervisor1'];
const who = taxpayer('chen-zhiqiang-whale');

test('a dispute of the assignment is told to officers by its name, and to the taxpayer in other words', async ({ people }) => {
  await noneRunning(people.origin, supervisor, who);
  const { id, number } = await openOrderByApi(people.origin, opener, who);
  await handedTo(people.origin, { supervisor, agent: holder }, id);
  const officer = await apiOfficer(people.origin, holder);
  await officer.send('POST', `/api/cases/${id}/commands/dispute`, { reason: { id: randomUUID(), text: '本组不负责此类事项。' } });

  const desk = await people.desk(holder);
  await desk.page.goto(`/desk/cases/${number}`);
  const order = new OrderCase(desk.page, number);
  await order.hasStatus('派单异议');
  await expect(order.stage).toContainText('派单异议处理中，时限暂停');

  const window = await (await people.taxpayer(who)).openWindow();
  const orders = new OwnOrders(window);
  await orders.open();
  await expect(orders.row(number)).toContainText('重新安排中');
  const mine = await orders.openOrder(number);
  await mine.hasStatus('重新安排中');
  await expect(mine.stage).toContainText('正在重新安排办理人员，时限暂停');
  await expect(window.main).not.toContainText('异议');
  await mine.terminate('暂不需要调整。');
  await mine.hasStatus('已终止');
  await expect(order.stage, 'an end shows where it came').toContainText('工单在此环节终止');
});
