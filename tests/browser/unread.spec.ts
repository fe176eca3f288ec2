import { randomUUID } from 'node:crypto';

import { expect, test } from './fixtures.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

const said = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });

test('what a taxpayer does is marked until the officer has looked: in the row, in the navigation, and by a toast that covers nothing', async ({
  people,
}) => {
  await onDuty(people.origin, { agent1: false, agent2: true, agent3: false });
  const api = await apiTaxpayer(people.origin, taxpayer('zhao-min'));
  const { id, number } = await handInByApi(api, 'binhai-1', '请问契税的缴纳期限是多久？');
  await (await apiOfficer(people.origin, 'agent2')).send('POST', `/api/cases/${id}/commands/askBack`, said('请补充合同签订日期。'));
  // On another page of the desk: the mark is no affair of the list alone.
  const desk = await people.desk('agent2', 'waiting');
  await expect(desk.row(number)).not.toContainText('未读');

  await api.send('POST', `/api/cases/${id}/commands/supplement`, said('合同签订于今年十月八日。'));
  const toast = desk.told(`补充说明：留言 ${number}`);
  await expect(toast).toBeVisible();
  const covered = await desk.page.evaluate(`(() => {
    const over = document.querySelector('.toast:last-child').getBoundingClientRect();
    return [...document.querySelectorAll('header a, header button')].map((element) => element.getBoundingClientRect())
      .filter((at) => at.width > 0 && at.left < over.right && over.left < at.right && at.top < over.bottom && over.top < at.bottom).length;
  })()`);
  expect(covered, 'links and buttons under the toast').toBe(0);
  await expect(desk.page.getByRole('link', { name: /^工作台.*[1-9]\d* 件有未读内容/s })).toBeVisible();

  await desk.page.goto(`/desk?view=mine&q=${number}`);
  await expect(desk.row(number)).toContainText('未读 · 补充说明');
  await expect(desk.row(number)).toContainText('合同签订于今年十月八日。');
  const theCase = await desk.openCase(number);
  await expect(theCase.story).toContainText('合同签订于今年十月八日。');
  await expect(desk.row(number)).not.toContainText('未读');
  await expect(desk.row(number)).toContainText('请问契税的缴纳期限是多久？');
  await desk.page.reload();
  await expect(desk.row(number)).toBeVisible();
  await expect(desk.row(number), 'the server knows it, too').not.toContainText('未读');

  // News of the open case is read on its page; for any other case a click on the toast leads there.
  await theCase.say('回复', '自合同签订之日起，办理产权登记之前缴纳。');
  await desk.open('waiting');
  await api.send('POST', `/api/cases/${id}/commands/followUp`, said('逾期有滞纳金吗？'));
  await desk.told(`追问：留言 ${number}`).click();
  await expect(desk.page).toHaveURL(new RegExp(`/desk/cases/${id}`));
  await expect((await desk.shown(number)).story).toContainText('逾期有滞纳金吗？');
});
