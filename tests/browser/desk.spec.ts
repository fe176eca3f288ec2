import { realPdf } from './files.ts';
import { expect, test } from './fixtures.ts';
import type { People } from './fixtures.ts';
import type { CasePage } from './pages/case-page.ts';
import { MessageDetails } from './pages/message-details.ts';
import type { Window } from './pages/window.ts';
import { apiOfficer, centreName, onDuty } from './people.ts';

/** These stories are the first centre's. Of its agents, 吴倩 (agent2) and 郑凯 (agent3) know about invoices, 周明 (agent1) does not. */
const centre = 'binhai-1';

/** A taxpayer hands in a 留言 and has it before them. */
async function handIn(people: People, identity: string, text: string): Promise<{ window: Window; mine: MessageDetails; number: string }> {
  const bureau = await people.taxpayer(identity);
  const window = await bureau.openWindow();
  const form = await window.leaveMessage();
  await form.fill({ centre: centreName(centre), text });
  const number = await form.submit();
  await form.success.getByRole('button', { name: '查看留言' }).click();
  const mine = new MessageDetails(window, number);
  await expect(mine.heading).toBeVisible();
  return { window, mine, number };
}

const duty = (people: People, agent2: boolean, agent3: boolean) => onDuty(people.origin, { agent1: false, agent2, agent3 });

test('a taxpayer withdraws while nobody has answered', async ({ people }) => {
  await duty(people, true, false);
  const { window, mine, number } = await handIn(people, 'zhao-min', '请问房产税减免如何申请？');
  const desk = await people.desk('agent2', 'mine');
  const theCase = await desk.visitCase(number);
  await mine.withdraw();
  await expect(window.told('留言已撤回')).toBeVisible();
  await mine.hasStatus('已撤回');
  await expect(mine.button('撤回留言')).toBeHidden();
  await theCase.hasStatus('已撤回');
  await expect(theCase.article).toContainText('本留言已结束');
  await expect(theCase.composer).toBeHidden();
  const refused = await (
    await apiOfficer(people.origin, 'agent2')
  ).attempt('POST', `/api/cases/${await caseId(people, number)}/commands/reply`, {
    textId: crypto.randomUUID(),
    text: '回复一条已撤回的留言',
    uploadIds: [],
  });
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'case-withdrawn' } } });
});

test('once it is answered it cannot be withdrawn', async ({ people }) => {
  await duty(people, true, false);
  const { mine, number } = await handIn(people, 'zhao-min', '请问契税缴纳期限是多久？');
  await expect(mine.button('撤回留言')).toBeVisible();
  const theCase = await (await people.desk('agent2')).visitCase(number);
  await theCase.say('回复', '签订合同之日起，办理产权登记之前缴纳。');
  await mine.hasStatus('已回复');
  await expect(mine.button('撤回留言')).toBeHidden();
});

test('an answer sent by two clicks is one answer', async ({ people }) => {
  await duty(people, true, false);
  const { mine, number } = await handIn(people, 'wang-lihua-haiyan', '请问水利建设基金是否停征？');
  const theCase = await (await people.desk('agent2')).visitCase(number);
  await theCase.composer.getByRole('button', { name: '回复', exact: true }).click();
  await theCase.composer.getByRole('textbox').fill('该项基金已停征。');
  await theCase.composer.getByRole('button', { name: '发送回复' }).dblclick();
  await theCase.hasStatus('已回复');
  await mine.hasStatus('已回复');
  await expect(theCase.story.getByText('该项基金已停征。')).toHaveCount(1);
  await expect(mine.story.getByText('该项基金已停征。')).toHaveCount(1);
});

test('what is being answered is kept through a reload, and an empty answer is not sent', async ({ people }) => {
  await duty(people, true, false);
  const { number } = await handIn(people, 'wang-lihua-haiyan', '请问文化事业建设费如何申报？');
  const desk = await people.desk('agent2');
  const theCase = await desk.visitCase(number);
  await theCase.composer.getByRole('button', { name: '回复', exact: true }).click();
  const field = theCase.composer.getByRole('textbox');
  await theCase.composer.getByRole('button', { name: '发送回复' }).click();
  await expect(field).toHaveAccessibleDescription(/请填写内容/);
  await expect(field).toBeFocused();
  await field.fill('一'.repeat(5_001));
  await expect(field).toHaveAccessibleDescription(/最多 5000 个字[,，]超出 1 个字/);
  await field.fill('随增值税一并申报。');
  await desk.page.reload();
  await expect(field).toHaveValue('随增值税一并申报。');
  await theCase.hasStatus('处理中');
});

test('an answer does not go without a file that was chosen for it', async ({ people }) => {
  await duty(people, true, false);
  const { mine, number } = await handIn(people, 'wang-lihua-haiyan', '请问资源税申报表的填报说明在哪里下载？');
  const theCase = await (await people.desk('agent2')).visitCase(number);
  await theCase.composer.getByRole('button', { name: '回复', exact: true }).click();
  await theCase.composer.getByRole('textbox').fill('请见附件。');
  await theCase.attach(realPdf('填报说明.pdf'));
  const send = theCase.composer.getByRole('button', { name: '发送回复' });
  await send.click();
  await expect(theCase.composer).toContainText('有 1 个文件没有上传，请上传或删除后再提交');
  await expect(theCase.composer.getByRole('button', { name: '选择文件' })).toBeFocused();
  await theCase.composer.getByRole('button', { name: '点击上传' }).click();
  await expect(theCase.composer.getByRole('listitem')).toContainText('已上传');
  await send.click();
  await expect(mine.story.getByRole('link', { name: '填报说明.pdf', exact: true })).toBeVisible();
});

test('handing over to a colleague, with a note that the taxpayer never sees', async ({ people }) => {
  await duty(people, true, false);
  const { mine, number } = await handIn(people, 'wang-lihua-haiyan', '请问小规模纳税人起征点是多少？');
  const from = await people.desk('agent2', 'mine');
  const to = await people.desk('agent3', 'mine');
  const theCase = await from.visitCase(number);
  const note = '此件涉及起征点政策，请郑凯办理。';
  await theCase.handOver({ colleague: '郑凯' }, note);
  await expect(theCase.story).toContainText('吴倩 转办给 郑凯');
  await expect(theCase.composer, 'who handed it over can no longer answer').toBeHidden();
  await to.arrived(number);
  const his = await to.openCase(number);
  await expect(his.story).toContainText(note);
  await his.say('回复', '月销售额十万元以下免征增值税。');
  await mine.hasStatus('已回复');
  await expect(mine.story).not.toContainText(note);
});

test('a hand-over says what is missing, and needs a note', async ({ people }) => {
  await duty(people, true, false);
  const { number } = await handIn(people, 'wang-lihua-haiyan', '请问印花税如何申报缴纳？');
  const theCase = await (await people.desk('agent2')).visitCase(number);
  await theCase.action('转办').click();
  const dialog = theCase.dialog('转办');
  await dialog.getByRole('button', { name: '确认转办' }).click();
  await expect(dialog).toContainText('请选择转办对象');
  await expect(dialog).toContainText('请填写转办说明');
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await dialog.getByRole('button', { name: '取消' }).click();
  await expect(theCase.story).not.toContainText('转办');
});

test('handing over to another centre takes it out of this one', async ({ people }) => {
  await duty(people, true, false);
  await onDuty(people.origin, { agent5: true });
  const { mine, number } = await handIn(people, 'chen-zhiqiang-haiyan', '高新区企业如何办理研发费用加计扣除？');
  const desk = await people.desk('agent2', 'mine');
  const theCase = await desk.visitCase(number);
  await theCase.handOver({ centre: '高新区征纳互动运营中心' }, '属高新区管辖。');
  await expect(desk.page).toHaveURL(/\/desk(\?|$)/);
  await expect(desk.row(number)).toBeHidden();
  await desk.page.goto(`/desk/cases/${number}`);
  await expect(desk.page.getByText('没有找到这件事项').first()).toBeVisible();
  await expect(mine.story).toContainText('已转至 高新区征纳互动运营中心 处理');
  const there = await people.desk('agent5');
  await (await there.visitCase(number)).hasStatus('处理中');
});

test('what is given back goes to somebody else', async ({ people }) => {
  await duty(people, true, false);
  const { number } = await handIn(people, 'chen-zhiqiang-haiyan', '请问增值税留抵退税的条件是什么？');
  const desk = await people.desk('agent2');
  const theCase = await desk.visitCase(number);
  await theCase.hasStatus('处理中');
  await theCase.release('不熟悉此项政策。');
  await theCase.hasStatus('待分派');
  const colleague = await people.desk('agent3', 'unassigned');
  await colleague.arrived(number);
  await colleague.row(number).getByRole('button', { name: '签收' }).click();
  const his = await colleague.shown(number);
  await his.hasStatus('处理中');
  await expect(theCase.story).toContainText('郑凯 签收');
});

test('of two who claim at the same moment one gets it, and the other is told who', async ({ people }) => {
  await duty(people, false, false);
  const { number } = await handIn(people, 'li-xue', '请问个体工商户如何办理定期定额核定？');
  const one = await (await people.desk('agent2', 'unassigned')).visitCase(number);
  const other = await (await people.desk('agent3', 'unassigned')).visitCase(number);
  for (const theCase of [one, other]) await hearsNothing(theCase);
  await Promise.all([one.action('签收').click(), other.action('签收').click()]);
  await one.hasStatus('处理中');
  await other.hasStatus('处理中');
  await expect.poll(async () => (await one.composer.count()) + (await other.composer.count())).toBe(1);
  const [winner, loser, name] = (await one.composer.isVisible()) ? [one, other, '吴倩'] : [other, one, '郑凯'];
  await expect(loser.article.getByRole('status').filter({ hasText: `${name} 签收` })).toContainText('已被他人签收');
  await expect(loser.article).toContainText(`由 ${name} 承办中`);
  await expect(winner.story.getByText(`${name} 签收`)).toHaveCount(1);
});

test('who claims with a page that is behind is told who was faster', async ({ people }) => {
  await duty(people, false, false);
  const { number } = await handIn(people, 'li-xue', '请问车辆购置税能否退税？');
  const late = await (await people.desk('agent3', 'unassigned')).visitCase(number);
  await hearsNothing(late);
  await (await apiOfficer(people.origin, 'agent2')).send('POST', `/api/cases/${await caseId(people, number)}/commands/claim`, {});
  await late.action('签收').click();
  await expect(late.article.getByRole('status').filter({ hasText: '吴倩 签收' })).toContainText('已被他人签收');
  await expect(late.article).toContainText('由 吴倩 承办中');
});

test('a supervisor reassigns, and ends with a reason that the taxpayer reads', async ({ people }) => {
  await duty(people, true, false);
  const { mine, number } = await handIn(people, 'li-xue', '请问开具红字发票需要哪些手续？');
  const supervisor = await (await people.desk('supervisor1')).visitCase(number);
  const agent = await (await people.desk('agent2')).visitCase(number);
  await expect(agent.composer).toBeVisible();
  await expect(agent.action('改派'), 'agents cannot reassign').toBeHidden();
  await expect(agent.action('结束'), 'agents cannot end').toBeHidden();

  await supervisor.reassign('郑凯', '吴倩今日外出。');
  await expect(supervisor.story).toContainText('冯建国 改派给 郑凯');
  await expect(agent.composer).toBeHidden();
  await expect(agent.article).toContainText('由 郑凯 承办中');

  await supervisor.action('结束').click();
  await supervisor.dialog('结束留言').getByRole('button', { name: '下一步' }).click();
  await expect(supervisor.dialog('结束留言')).toContainText('请填写结束原因');
  await supervisor.dialog('结束留言').getByRole('button', { name: '取消' }).click();

  const reason = '经电话联系，纳税人已在办税厅办结。';
  await supervisor.end(reason);
  await supervisor.hasStatus('已办结');
  await mine.hasStatus('已办结');
  await expect(mine.story).toContainText(reason);
});

/** A page that no news reaches from now on: it still offers to claim what another has. */
async function hearsNothing(theCase: CasePage): Promise<void> {
  await theCase.page.routeWebSocket(/\/api\/live/, () => undefined);
  await theCase.page.reload();
  await expect(theCase.action('签收')).toBeVisible();
}

async function caseId(people: People, number: string): Promise<string> {
  const { id } = await (await apiOfficer(people.origin, 'supervisor1')).get(`/api/cases/${number}`);
  if (typeof id !== 'string') throw new Error('a case without an id');
  return id;
}
