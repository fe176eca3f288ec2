/** An officer with several conversations, and what comes between: absence, less capacity, a supervisor, the end of the day. */
import { randomUUID } from 'node:crypto';

import { Asker } from './asker.ts';
import { expect, test, type People } from './fixtures.ts';
import { axeFindings, looksWell } from './looks-well.ts';
import { changeOfficer, closeCentre, ownCentre, type OwnCentre } from './own-centre.ts';
import { ApiPerson } from '../../simulate/api-person.ts';
import { simulatedTaxpayer } from '../../web/server/demo/simulated.ts';

/** Somebody of the simulated taxpayers, whose conversations come to this centre. */
async function asker(people: People, centre: OwnCentre): Promise<{ asks: Asker; name: string }> {
  const number = 900_000 + Math.floor(Math.random() * 99_999);
  const api = await ApiPerson.simulated(people.origin, number);
  const { types } = (await api.get('/api/message-form')) as { types: { id: string }[] };
  const id = randomUUID();
  const body = {
    centreId: centre.id,
    typeId: types[0]?.id,
    text: '请问个人出租住房如何缴纳增值税和房产税?',
    uploadIds: [],
    reminder: 'inbox',
  };
  await api.send('PUT', `/api/messages/${id}`, body, id);
  const { personName, identities } = simulatedTaxpayer(number);
  return { asks: new Asker(api), name: identities[0]?.companyName ?? personName };
}

async function asking(people: People, centre: OwnCentre, words: string) {
  const person = await asker(people, centre);
  await person.asks.begin();
  await person.asks.say(words);
  await person.asks.askForOfficer();
  return person;
}

test('several at once: unread words, keys that switch, and each text goes where it was written', async ({ people }) => {
  test.setTimeout(180_000);
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  await desk.setStatus('在线');
  const [one, two] = [await asking(people, centre, '第一个问题'), await asking(people, centre, '第二个问题')];
  for (const { name } of [one, two]) await desk.accept(name);
  const row = (name: string) => desk.list.getByRole('button', { name: new RegExp(name) });

  await row(one.name).click();
  await expect(desk.log).toContainText('第一个问题');
  await two.asks.say('还在吗');
  await expect(row(two.name)).toContainText('1');
  await desk.box.fill('给第一位的草稿');
  await desk.box.press('Alt+ArrowDown');
  await expect(desk.log).toContainText('还在吗');
  await expect(desk.box).toHaveValue('');
  await desk.answer('在的,请讲');
  await desk.box.press('Alt+ArrowUp');
  await expect(desk.box).toHaveValue('给第一位的草稿');
  await desk.box.press('Enter');
  await expect.poll(() => one.asks.told()).toEqual(['给第一位的草稿']);
  await expect.poll(() => two.asks.told()).toEqual(['在的,请讲']);

  await test.step('less capacity takes nothing away, and gives nothing more', async () => {
    await changeOfficer(centre.agent, { capacity: 1 });
    const third = await asking(people, centre, '第三个问题');
    await desk.page.reload();
    await expect(desk.list).toContainText('2 / 1');
    await expect(desk.list.getByText(third.name)).toBeVisible();
    await expect(desk.offer(third.name)).toHaveCount(0);
    await one.asks.close();
    await expect(desk.list).toContainText('1 / 1');
    await expect(desk.offer(third.name)).toHaveCount(0);
    await two.asks.close();
    await expect(desk.offer(third.name)).toBeVisible();
    await third.asks.close();
  });
});

test('a colleague is mentioned, and a supervisor is asked in and joins', async ({ people }) => {
  test.setTimeout(240_000);
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  const beside = await people.conversations(centre.supervisor);
  const colleague = await people.conversations(centre.colleague);
  await desk.setStatus('在线');
  const { asks, name } = await asking(people, centre, '请问退税怎么办理');
  await desk.accept(name);

  await test.step('mentioned in a note, the colleague finds it in the list', async () => {
    await desk.page.getByRole('button', { name: '备注', exact: true }).click();
    await desk.box.pressSequentially(`请看 @${centre.colleagueName.slice(0, 3)}`);
    await desk.page.getByRole('option', { name: centre.colleagueName }).click();
    await desk.box.press('Enter');
    await expect(desk.log).toContainText(`@${centre.colleagueName}`);
    const mention = colleague.list.getByRole('region', { name: /提到我的/ }).getByRole('button', { name: new RegExp(name) });
    await mention.click();
    await expect(colleague.log).toContainText(`@${centre.colleagueName}`);
    await expect(mention).toHaveCount(0);
    await desk.page.getByRole('button', { name: '回复', exact: true }).click();
  });

  await test.step('the supervisor joins, speaks and leaves', async () => {
    await desk.page.getByRole('button', { name: '办理' }).click();
    await expect(desk.page.getByRole('menuitem', { name: '请主管支援' })).toBeVisible();
    expect(await axeFindings('desk-menu', desk.page)).toEqual([]);
    await desk.page.getByRole('menuitem', { name: '请主管支援' }).click();
    await desk.dialog.getByRole('button', { name: '请求支援' }).click();
    await beside.list
      .getByRole('region', { name: /请求支援/ })
      .getByRole('button', { name: new RegExp(name) })
      .click();
    await beside.page.getByRole('button', { name: '加入互动' }).click();
    await expect(beside.page.getByRole('button', { name: '离开互动' })).toBeVisible();
    await beside.answer('您好,我是主管,我来说明。');
    await expect.poll(() => asks.told()).toEqual(['您好,我是主管,我来说明。']);
    expect(await asks.lines()).toContain('joined');
    await looksWell('desk-supervisor-joined', beside.page);
    await beside.page.getByRole('button', { name: '离开互动' }).click();
    await expect.poll(() => asks.lines()).toContain('left');
    await expect(beside.page.getByRole('button', { name: '加入互动' })).toBeVisible();
  });
  await asks.close();
});

test('a follow-up begins with a file of the chat, and the supervisor sees the day in figures', async ({ people }) => {
  test.setTimeout(240_000);
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  await desk.setStatus('在线');
  const { asks, name } = await asking(people, centre, '请问退税怎么办理');
  await desk.accept(name);
  await asks.sendFile('退税申请.txt', '申请人:测试');
  await expect(desk.log).toContainText('退税申请.txt');

  await test.step('a follow-up takes the file that was sent', async () => {
    await desk.page.getByRole('button', { name: '办理' }).click();
    await desk.page.getByRole('menuitem', { name: '后续留言' }).click();
    await desk.page.getByRole('button', { name: '从互动中已发的文件选用' }).click();
    await desk.page.getByRole('button', { name: /选用.*退税申请/ }).click();
    await expect(desk.page.getByText('已上传')).toBeVisible();
    await desk.page.getByRole('combobox', { name: /留言类型/ }).click();
    await desk.page.getByRole('option').first().click();
    await desk.page.getByRole('textbox', { name: /留言内容/ }).fill('请补充退税资料,由我跟进。');
    await looksWell('desk-follow-up', desk.page);
    await desk.page.getByRole('button', { name: '提交留言' }).click();
    await expect(desk.page).toHaveURL(/\/desk\/cases\/[\da-f-]{36}(\?|$)/);
    await expect(desk.page.getByText('退税申请.txt').first()).toBeVisible();
    await expect(desk.page.getByRole('region', { name: '关联事项' }).getByRole('link')).toHaveCount(1);
    await desk.page.goto(`/desk/conversations/${asks.id}`);
    await expect(desk.log.getByText(/留言 \d+/)).toBeVisible();
  });

  await test.step('the supervisor’s page shows the day', async () => {
    const beside = await people.conversations(centre.supervisor);
    await beside.page.goto('/supervise');
    await expect(beside.page.getByText('3 分钟内接通率')).toBeVisible();
    await expect(beside.page.getByRole('link', { name: `查看 ${name} 的互动` })).toBeVisible();
    await looksWell('supervise-conversations', beside.page);
    await asks.close();
    await beside.page.goto('/supervise/reports');
    await expect(beside.page.getByRole('heading', { name: '互动', exact: true })).toBeVisible();
    await looksWell('report-conversations', beside.page);
  });
});

test('an officer whose computer is closed loses the conversation to a colleague, and finds it gone', async ({ people }) => {
  test.setTimeout(180_000);
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  const colleague = await people.conversations(centre.colleague);
  await desk.setStatus('在线');
  const { asks, name } = await asking(people, centre, '请问怎么开票');
  await desk.accept(name);
  await colleague.setStatus('在线');
  await desk.page.context().setOffline(true);
  await desk.page.evaluate('window.dispatchEvent(new Event("offline"))');
  // The lease of presence has run out, as after minutes in a bag. A heartbeat on its way may have renewed it once more.
  await expect(async () => {
    await changeOfficer(centre.agent, { present_until: new Date(Date.now() - 3_600_000) });
    await expect(colleague.offer(name)).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 90_000 });
  expect(await asks.lines()).toContain('officer-lost');
  await colleague.accept(name);
  await colleague.answer('您好,由我继续为您服务。');
  await desk.page.context().setOffline(false);
  await expect(desk.page.getByText(`${centre.colleagueName} 正在回复`)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => asks.told()).toEqual(['您好,由我继续为您服务。']);
  await asks.close();
});

test('a taxpayer who ends it while the officer hands over: the officer is told, and nothing is handed over', async ({ people }) => {
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  const colleague = await people.conversations(centre.colleague);
  await Promise.all([desk.setStatus('在线'), colleague.setStatus('忙碌')]);
  const { asks, name } = await asking(people, centre, '请问怎么开票');
  await desk.accept(name);
  await desk.does('转接');
  await desk.dialog.getByRole('combobox', { name: '选择同事' }).click();
  await desk.page.getByRole('option', { name: new RegExp(centre.colleagueName) }).click();
  await desk.dialog.getByRole('textbox', { name: '转办说明' }).fill('请继续');
  await asks.close();
  await desk.dialog.getByRole('button', { name: '转接', exact: true }).click();
  await expect(desk.page.getByText(/已结束|已办结|不能/).first()).toBeVisible();
  await expect.poll(() => asks.status()).toBe('ended');
  await expect(colleague.offer(name)).toHaveCount(0);
});

test('who waits at closing time is still served by officers who stay; nobody new is let into the queue', async ({ people }) => {
  const centre = await ownCentre('binhai');
  const desk = await people.conversations(centre.agent);
  await desk.setStatus('忙碌');
  const early = await asking(people, centre, '请问怎么开票');
  await expect(desk.list.getByText(early.name)).toBeVisible();
  await closeCentre(centre.id);
  const late = await asker(people, centre);
  await late.asks.begin();
  await late.asks.say('请问还有人吗');
  expect(await late.asks.asks()).toBe('out-of-hours');
  expect(await early.asks.status()).toBe('queued');
  await desk.setStatus('在线');
  await desk.accept(early.name);
  await desk.answer('您好,请讲。');
  await expect.poll(() => early.asks.told()).toEqual(['您好,请讲。']);
  await Promise.all([early.asks.close(), late.asks.close()]);
});
