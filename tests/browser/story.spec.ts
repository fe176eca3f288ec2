import { realPdf } from './files.ts';
import { expect, test } from './fixtures.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { MessageDetails } from './pages/message-details.ts';
import { centreName, onDuty, taxpayer } from './people.ts';

/** The centre of this story has one agent on duty, who knows about invoices: it is known whose desk to look at. */
const centre = 'binhai-2';
const agent = 'agent5';
const whale = taxpayer('li-xue-whale');

test('a 留言 goes from a taxpayer’s browser to an officer and back, to its end', async ({ people }) => {
  test.setTimeout(150_000);
  const { origin } = people;
  await onDuty(origin, { agent4: false, agent5: true });
  const desk = await people.desk(agent);
  const phone = whale.person.phone;
  let number = '';

  const page = await people.browser();

  const bureau = new DemoBureau(page);
  await bureau.open();
  await bureau.choose(whale);
  const window = await bureau.openWindow();

  await test.step('the taxpayer hands in a 留言 with a PDF', async () => {
    await expect(window.header).toContainText('为您提供 7×24 小时智能互动服务');
    const form = await window.leaveMessage();
    await form.fill({ centre: centreName(centre), text: '请问数电发票额度如何调整，需要准备哪些材料？', remind: '短信' });
    await expect(form.phone).toHaveValue(phone);
    await form.upload(realPdf());
    number = await form.submit();
    expect(number).toMatch(/^20\d{6}9\d{6}$/);
    await form.success.getByRole('button', { name: '查看留言' }).click();
  });

  const mine = await test.step('both see it', async () => {
    await desk.arrived(number);
    await expect(desk.row(number)).toContainText(whale.name);
    await expect(desk.row(number)).toContainText('还剩');

    const details = new MessageDetails(window, number);
    await details.hasStatus('处理中');
    await expect(details.story).toContainText('已分派工作人员');
    await expect(details.story.getByRole('link', { name: '额度调整申请.pdf', exact: true })).toBeVisible();
    return details;
  });

  const theCase = await desk.openCase(number);
  await test.step('the officer looks at the PDF and asks back', async () => {
    await theCase.hasStatus('处理中');
    await expect(theCase.story).toContainText('系统按规则分派给');
    await theCase.story.getByRole('button', { name: '预览 额度调整申请.pdf' }).click();
    const preview = theCase.dialog('额度调整申请.pdf');
    await expect(preview.locator('iframe')).toBeVisible();
    const link = await preview.getByRole('link', { name: '下载' }).getAttribute('href');
    const file = await desk.page.request.get(link ?? '');
    expect(file.headers()['content-disposition']).toContain('attachment');
    expect((await file.body()).equals(realPdf().buffer)).toBe(true);
    await preview.getByRole('button', { name: '关闭' }).click();
    await theCase.say('要求补充', '请补充最近三个月的经营情况说明。');
    await theCase.hasStatus('待补充');
  });

  await test.step('the taxpayer is told and supplements', async () => {
    await mine.hasStatus('待补充');
    await expect(mine.story).toContainText('请补充最近三个月的经营情况说明。');
    await expect(mine.window.main).toContainText('请在');
    const notices = await window.notices();
    await notices.tab('待办提醒');
    await expect(notices.of('留言待补充', number)).toBeVisible();
    await notices.open('留言待补充', number);
    await mine.answer('补充', '近三个月订单增加两成，说明如下：一切正常。');
    await mine.hasStatus('处理中');
  });

  await test.step('the officer sees it live and answers', async () => {
    await theCase.hasStatus('处理中');
    await expect(theCase.story).toContainText('近三个月订单增加两成');
    await expect(theCase.article).not.toContainText(phone);
    await theCase.article.getByRole('button', { name: '显示号码' }).click();
    await expect(theCase.article).toContainText(phone);
    await theCase.say('回复', '可以在电子税务局申请调整，审核通过后即时生效。');
    await theCase.hasStatus('已回复');
  });

  await test.step('the taxpayer is told by 短信 and in 我的消息', async () => {
    await mine.hasStatus('已回复');
    await expect(mine.story).toContainText('审核通过后即时生效');
    await expect(mine.story, 'the taxpayer sees the centre, not the officer').not.toContainText('沈浩');
    const messages = await bureau.phone(phone);
    await expect(messages.filter({ hasText: number }).filter({ hasText: '已有回复' })).toHaveCount(1);
    await expect(messages.filter({ hasText: number }).filter({ hasText: '补充' })).toHaveCount(1);
    await bureau.page.bringToFront();
    const notices = await window.notices();
    await notices.tab('消息提示');
    await expect(notices.of('留言回复', number)).toBeVisible();
    await notices.open('留言回复', number);
  });

  await test.step('the taxpayer asks on, through a reload with the file as well, and is answered again', async () => {
    await mine.attach(realPdf('上月合同.pdf'));
    await bureau.page.reload();
    await expect(mine.file('上月合同.pdf')).toContainText('已上传');
    await mine.answer('追问', '额度当月可以生效吗？');
    await expect(theCase.story).toContainText('额度当月可以生效吗？');
    await expect(mine.story.getByRole('link', { name: '上月合同.pdf', exact: true })).toBeVisible();
    await theCase.say('回复', '当月有效，次月自动恢复。');
    await expect(mine.story).toContainText('当月有效，次月自动恢复。');
  });

  await test.step('the supervisor sees how it runs, in plain Chinese beside the raw events', async () => {
    const supervise = await people.supervise('supervisor2');
    const run = await supervise.run(number);
    await expect(run.article).toContainText('等待纳税人追问');
    await expect(run.article).toContainText('来自流程引擎');
    await expect(run.line('留言提交')).not.toHaveCount(0);
    await expect(run.line(/纳税人追问|提出追问/)).not.toHaveCount(0);
    const raw = run
      .line('留言提交')
      .last()
      .getByRole('button', { name: /原始事件/ });
    await raw.click();
    await expect(run.article.locator('pre').first()).toContainText('workflowExecutionStartedEventAttributes');
  });

  await test.step('the taxpayer rates it, and it is closed on both sides', async () => {
    await mine.rate('已解决', 5, '回复很快，谢谢！');
    await mine.hasStatus('已办结');
    await theCase.hasStatus('已办结');
    await expect(theCase.article).toContainText('5 星');
    await expect(theCase.composer).toBeHidden();
    await expect(mine.button('提交追问')).toBeHidden();
  });

  await test.step('its history can be read after closing, from the archive', async () => {
    const supervise = await people.supervise('supervisor2');
    const run = await supervise.run(number, 'closed');
    await expect(run.line('留言提交')).not.toHaveCount(0);
    await expect(run.line(/评价/)).not.toHaveCount(0);
    await expect(run.line('流程结束')).toBeVisible();
  });

  await test.step('each short message was sent once', async () => {
    const messages = await bureau.phone(phone);
    await expect(messages.filter({ hasText: number }).filter({ hasText: '已有回复' })).toHaveCount(2);
    await expect(messages.filter({ hasText: number }).filter({ hasText: '补充' })).toHaveCount(1);
  });
});

test('unread notices show on the icon while the window is away', async ({ people }) => {
  const { origin } = people;
  await onDuty(origin, { agent4: false, agent5: true });
  const bureau = await people.taxpayer('li-xue');
  const window = await bureau.openWindow();
  const form = await window.leaveMessage();
  await form.fill({ centre: centreName(centre), text: '请问个人所得税汇算如何更正申报？', remind: '站内信' });
  const number = await form.submit();
  await form.success.getByRole('button', { name: '关闭' }).click();
  await window.header.getByRole('button', { name: '最小化' }).click();
  const unread = async () => Number(/\d+/.exec((await bureau.icon.getAttribute('aria-label')) ?? '')?.[0] ?? 0);
  const before = await unread();
  const desk = await people.desk(agent);
  const theCase = await desk.visitCase(number);
  await theCase.say('回复', '请在个人所得税应用中选择更正申报。');
  await expect.poll(unread).toBe(before + 1);
});
