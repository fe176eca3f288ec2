import { Asker } from './asker.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ownCentre } from './own-centre.ts';
import { apiTaxpayer, handInByApi, taxpayer } from './people.ts';

const who = taxpayer('liu-yang-tea');

test('an officer goes online, is offered a conversation, answers it, and hands it over to a colleague who ends it', async ({ people }) => {
  test.setTimeout(240_000);
  const { id: centre, agent, agentName, colleague, colleagueName } = await ownCentre();
  const api = await apiTaxpayer(people.origin, who);
  // The centre that had the taxpayer's last case serves the conversation.
  await handInByApi(api, centre, '请问个人出租住房如何缴纳增值税和房产税，税率分别是多少？');
  const asker = new Asker(api);
  const first = await people.conversations(agent);
  const second = await people.conversations(colleague);

  await test.step('it is offered to the one who is online', async () => {
    await first.setStatus('在线');
    await asker.begin();
    await asker.say('请问发票额度怎么调整？');
    await asker.askForOfficer();
    await expect(first.offer(who.name)).toContainText(/\d+ 秒/);
    await expect(second.offer(who.name)).toHaveCount(0);
    await first.accept(who.name);
    await expect(first.log).toContainText('请问发票额度怎么调整？');
  });

  await test.step('answers reach the taxpayer, notes do not', async () => {
    await first.answer('您好，请稍等。');
    await expect.poll(() => asker.told()).toEqual(['您好，请稍等。']);
    await first.page.getByRole('button', { name: '备注', exact: true }).click();
    await first.answer('可能是一般纳税人');
    await expect(first.log).toContainText('可能是一般纳税人');
    await first.page.getByRole('button', { name: '回复', exact: true }).click();
    expect(await asker.told()).toEqual(['您好，请稍等。']);
    await asker.say('好的，谢谢');
    await expect(first.log).toContainText('好的，谢谢');
    await looksWell('desk-conversation', first.page);
  });

  await test.step('a canned reply is written once and used by its mark', async () => {
    await first.page.goto('/desk/conversations/replies');
    await first.page.getByRole('button', { name: '新增', exact: true }).click();
    await first.dialog.getByRole('textbox', { name: /标题/ }).fill('问候');
    await first.dialog.getByRole('textbox', { name: /内容/ }).fill('{纳税人}您好，我是{工作人员}。');
    await first.dialog.getByRole('button', { name: '保存' }).click();
    await expect(first.page.getByText('{纳税人}您好，我是{工作人员}。')).toBeVisible();
    await looksWell('desk-canned-replies', first.page);
    await first.page.goto(`/desk/conversations/${asker.id}`);
    await first.box.fill('、问候');
    await first.box.press('Enter');
    await expect(first.box).toHaveValue(`${who.person.personName}您好，我是${agentName}。`);
    await first.box.press('Enter');
    await expect.poll(() => asker.told()).toContain(`${who.person.personName}您好，我是${agentName}。`);
  });

  await test.step('a colleague who is away is warned of; online, they are offered it', async () => {
    await first.does('转接');
    await first.dialog.getByRole('combobox', { name: '选择同事' }).click();
    await first.page.getByRole('option', { name: new RegExp(colleagueName) }).click();
    await expect(first.dialog).toContainText('这位同事现在不在线');
    await first.dialog.getByRole('button', { name: '取消' }).click();

    await second.setStatus('在线');
    await first.does('转接');
    await first.dialog.getByRole('combobox', { name: '选择同事' }).click();
    await first.page.getByRole('option', { name: new RegExp(colleagueName) }).click();
    await first.dialog.getByRole('textbox', { name: '转办说明' }).fill('请您继续，资料已齐。');
    await first.dialog.getByRole('button', { name: '转接' }).click();
    await expect(first.dialog).toHaveCount(0);
    await second.accept(who.name);
    await expect(second.log).toContainText('可能是一般纳税人');
  });

  await test.step('the colleague ends it with a summary', async () => {
    await second.answer('已经为您调整。');
    await second.does('结束互动');
    await second.dialog.getByRole('textbox', { name: /处理结果/ }).fill('额度已调整');
    await second.dialog.getByRole('button', { name: '结束互动' }).click();
    await expect.poll(() => asker.status()).toBe('ended');
    await expect(second.page.getByText('互动已结束。')).toBeVisible();
    await second.page.goto(`/desk/cases/${asker.id}`);
    await expect(second.page.getByText('结果：额度已调整')).toBeVisible();
    await looksWell('desk-conversation-case', second.page);
  });
});
