import { randomUUID } from 'node:crypto';

import { expect, test } from './fixtures.ts';
import { MessageDetails } from './pages/message-details.ts';
import { apiOfficer, apiTaxpayer, handInByApi, onDuty, taxpayer } from './people.ts';

test('who rates a 留言 as unresolved is offered to ask on first, and is led to the box', async ({ people }) => {
  await onDuty(people.origin, { agent1: false, agent2: true, agent3: false });
  const who = taxpayer('zhao-min');
  const { id, number } = await handInByApi(await apiTaxpayer(people.origin, who), 'binhai-1', '请问耕地占用税如何计算？');
  const said = { textId: randomUUID(), text: '按实际占用面积计算。', uploadIds: [] };
  await (await apiOfficer(people.origin, 'agent2')).send('POST', `/api/cases/${id}/commands/reply`, said);
  const window = await (await people.taxpayer(who)).openWindow();
  await window.visit(`/window/messages/${id}`);
  const mine = new MessageDetails(window, number);
  await mine.button('评价').click();
  const dialog = window.frame.getByRole('dialog', { name: '评价本次服务' });
  await dialog.getByRole('radio', { name: '已解决' }).click();
  await expect(dialog.getByText('您可以先追问')).toBeHidden();
  await dialog.getByRole('radio', { name: '未解决' }).click();
  await expect(dialog).toContainText('评价后不能再追问，您可以先追问。');
  await dialog.getByRole('button', { name: '追问' }).click();
  await expect(dialog).toBeHidden();
  await expect(window.main.getByRole('textbox', { name: /追问内容/ })).toBeFocused();
  await mine.answer('追问', '临时占用也要缴纳吗？');
  await mine.hasStatus('处理中');
});
