import { megabytes, pdfOf, realPdf } from './files.ts';
import { expect, test, type People } from './fixtures.ts';
import { FormDetails, OwnForms } from './pages/form-details.ts';
import { handedTo, openOrderByApi } from './orders.ts';
import { taxpayer, type Taxpayer } from './people.ts';
import { note, officersWords, papers, sendFormByApi, sendFrom, type SentForm } from './sent-forms.ts';
import { Wire } from './wire.ts';

/** 滨海's second centre sends these forms. */
const sender = { centre: 'binhai-2', supervisor: 'supervisor2', agent: 'agent4' };
const who = taxpayer('wang-lihua-haiyan');
const { report, licence, contract, agent: agentsCard } = papers;

const signedInAt = async (people: People, as: Taxpayer = who) => await (await people.taxpayer(as)).openWindow();

/** The form's own page, in a window that has just been opened. */
async function opened(people: People, { number }: Pick<SentForm, 'number'>, as: Taxpayer = who): Promise<FormDetails> {
  const forms = new OwnForms(await signedInAt(people, as));
  await forms.open();
  return await forms.openForm(number);
}

/** As the window shows the same form once its page is loaded anew. */
async function reloaded(form: FormDetails): Promise<FormDetails> {
  await form.window.page.reload();
  await expect(form.heading).toBeVisible();
  return form;
}

test('a form is filled in, saved, confirmed, corrected, and its result read', async ({ people }) => {
  test.setTimeout(180_000);
  const sent = await sendFormByApi(people.origin, sender, who);
  const window = await signedInAt(people);

  const form = await test.step('it is told of in 我的消息, and found in its list', async () => {
    const notices = await window.notices();
    await notices.of('业务办理服务确认单', sent.number).getByRole('link').click();
    const details = new FormDetails(window, sent.number);
    await expect(details.heading, 'the notice opens the form itself').toBeVisible();
    const forms = new OwnForms(window);
    await forms.open();
    await expect(forms.row(sent.number)).toContainText('需提交 3 份材料');
    await expect(forms.row(sent.number)).toContainText('前提交，逾期将自动失效');
    return await forms.openForm(sent.number);
  });
  await form.hasStatus('待提交');
  await expect(window.main).toContainText(officersWords);
  await expect(form.paper(agentsCard)).toContainText('可选');

  await test.step('half filled, it is saved, and there in another browser', async () => {
    await form.upload(report, realPdf('报告表.pdf'));
    await form.note.fill('合同明天补齐。');
    await expect(form.papers).toContainText('有未保存的内容');
    await form.save();
    await expect(form.papers).toContainText('必需材料 3 份，已上传 1 份');
    const again = await reloaded(form);
    await expect(again.file(report, '报告表.pdf')).toContainText('已上传');
    const elsewhere = await opened(people, sent);
    await expect(elsewhere.file(report, '报告表.pdf')).toContainText('已上传');
    await expect(elsewhere.note).toHaveValue('合同明天补齐。');
    await expect(elsewhere.papers).not.toContainText('已恢复');
  });

  await test.step('confirmed with papers missing, it says which, at the papers', async () => {
    await form.upload(licence, realPdf('执照.pdf'));
    await form.button('确认').click();
    await expect(form.summary).toBeFocused();
    await expect(form.summary).toContainText(`请上传“${contract}”`);
    await expect(form.summary).not.toContainText(licence);
    await expect(form.summary, 'what is optional is not asked for').not.toContainText(agentsCard);
    await expect(form.paper(contract)).toContainText(`请上传“${contract}”`);
    await expect(form.question).toBeHidden();
    await form.summary.getByRole('link', { name: contract }).click();
    await expect(form.files(contract).getByRole('button', { name: '立即上传' })).toBeFocused();
  });

  await test.step('complete, it asks, and goes', async () => {
    await form.upload(contract, realPdf('合同.pdf'));
    await expect(form.summary).toBeHidden();
    await form.note.fill('合同共两份，已合并。');
    await form.button('确认').click();
    await expect(form.question).toContainText(`${contract} · 1 个文件`);
    await expect(form.question).toContainText(agentsCard);
    await form.question.getByRole('button', { name: '继续填写' }).click();
    await expect(form.button('确认')).toBeFocused();
    await form.confirm();
    await form.hasStatus('待审核');
    await expect(form.paper(contract)).toContainText('待审核');
    await expect(form.papers).toContainText('合同共两份，已合并。');
    await expect(form.button('确认')).toBeHidden();
  });

  await test.step('one is returned and corrected, the others stay', async () => {
    const verdict = (key: string, verdict: string, revision = 1) => ({ key, verdict, revision });
    await sent.command('reviewPapers', {
      verdicts: [verdict('report', 'accepted'), verdict('licence', 'accepted'), verdict('contract', 'returned')],
      reason: note('合同缺少盖章页。'),
    });
    await form.hasStatus('待更正');
    await expect(form.paper(contract)).toContainText('合同缺少盖章页。');
    await expect(form.papers.getByRole('heading', { level: 3 }).first(), 'what is to be done comes first').toContainText(contract);
    await expect(form.paper(report)).toContainText('已通过');
    await expect(form.files(report)).toBeHidden();
    await expect(form.note, 'what was said the last time is not said again').toHaveValue('');
    await form.button('确认').click();
    await expect(form.summary).toContainText(`请上传“${contract}”`);
    await form.upload(contract, realPdf('合同（含盖章页）.pdf'));
    await form.confirm();
    await form.hasStatus('待审核');
    await expect(form.paper(contract)).toContainText('第 2 次提交');
    await sent.command('reviewPapers', { verdicts: [verdict('contract', 'accepted', 2)], reason: null });
    await form.hasStatus('材料已通过');
  });

  await test.step('the result stays readable', async () => {
    const file = await sent.officer.upload('报验回执.pdf', realPdf().buffer);
    const { id, text } = note('已办理报验，有效期至明年六月。');
    await sent.command('complete', { textId: id, text, uploadIds: [file] });
    await form.hasStatus('已办结');
    const again = await reloaded(form);
    await expect(again.result).toContainText(text);
    await expect(again.result.getByRole('link', { name: '报验回执.pdf', exact: true })).toBeVisible();
  });

  await test.step('it leads to its 留言, and that one back', async () => {
    await window.main.getByRole('region', { name: '关联事项' }).getByRole('link', { name: sent.message.number }).click();
    await expect(window.main.getByRole('heading', { name: sent.message.number, level: 1 })).toBeVisible();
    await window.main.getByRole('region', { name: '关联事项' }).getByRole('link', { name: sent.number }).click();
    await expect(form.heading).toBeVisible();
  });
});

test('what is filled in is not lost: by a reload, by leaving, by what is saved in another window', async ({ people }) => {
  test.setTimeout(150_000);
  const sent = await sendFormByApi(people.origin, sender, who);
  const form = await opened(people, sent);

  await test.step('a reload brings back what was not saved', async () => {
    await form.upload(report, realPdf('报告表.pdf'));
    await form.note.fill('先上传报告表。');
    await expect(form.papers).toContainText('有未保存的内容');
    await reloaded(form);
    await expect(form.papers).toContainText('已恢复您上次没有保存的内容');
    await expect(form.file(report, '报告表.pdf')).toContainText('已上传');
    await expect(form.note).toHaveValue('先上传报告表。');
  });

  const other = await test.step('who leaves has it saved', async () => {
    await form.window.header.getByRole('link', { name: '返回' }).click();
    await expect(form.window.told(`确认单 ${sent.number} 已填写的内容已自动保存`)).toBeVisible();
    const elsewhere = await opened(people, sent);
    await expect(elsewhere.note).toHaveValue('先上传报告表。');
    await new OwnForms(form.window).openForm(sent.number);
    await expect(form.file(report, '报告表.pdf')).toContainText('已上传');
    await expect(form.papers).not.toContainText('已恢复');
    return elsewhere;
  });

  await test.step('a page where nothing is entered follows what is saved in another window', async () => {
    await other.upload(licence, realPdf('执照.pdf'));
    await other.save();
    await expect(form.file(licence, '执照.pdf')).toContainText('已上传');
  });

  await test.step('a page where something is entered keeps it, and says that they differ', async () => {
    await form.note.fill('这里正在填写。');
    await other.note.fill('那里已经保存。');
    await other.save();
    await expect(form.papers).toContainText('您在其他窗口保存过不同的内容');
    await expect(form.note).toHaveValue('这里正在填写。');
    await form.button('改用已保存的内容').click();
    await expect(form.note).toHaveValue('那里已经保存。');
    await expect(form.papers).not.toContainText('您在其他窗口保存过不同的内容');
  });

  await test.step('what is recalled meanwhile says so, and keeps nothing half done', async () => {
    await form.note.fill('还没有保存的说明。');
    await sent.command('recall', { reason: note('材料清单有误，将重新发送。') });
    await form.hasStatus('已撤回');
    await expect(form.window.main).toContainText('这份确认单刚刚撤回，没有提交的内容不再保留。');
    await expect(form.window.main.getByRole('region', { name: '撤回说明' })).toContainText('材料清单有误，将重新发送。');
    await expect(form.note).toBeHidden();
    await expect(form.papers, 'papers that never came are not asked for any more').toBeHidden();
    await reloaded(form);
    await expect(form.window.main).not.toContainText('还没有保存的说明。');
    await expect(form.window.main, 'it did not happen just now any more').not.toContainText('这份确认单刚刚撤回');
  });
});

test('an upload shows how far it is, can be cancelled, goes on after a lost network, and is not left by accident', async ({ people }) => {
  test.setTimeout(150_000);
  const sent = await sendFormByApi(people.origin, sender, who);
  const wire = await Wire.open(people.origin);
  const forms = new OwnForms(await (await people.taxpayer(who, { baseURL: wire.origin })).openWindow());
  await forms.open();
  const form = await forms.openForm(sent.number);

  wire.slow(megabytes(0.5));
  await form.choose(report, pdfOf(megabytes(8), '大文件.pdf'));
  const file = form.file(report, '大文件.pdf');
  await expect(file.getByRole('progressbar', { name: '大文件.pdf 的上传进度' })).toBeVisible();
  await form.button('确认').click();
  await expect(form.summary, 'what is under way is not forgotten').toContainText(`“${report}”还有文件正在上传`);
  await form.window.header.getByRole('link', { name: '返回' }).click();
  const leaving = form.window.frame.getByRole('alertdialog', { name: '还有文件没有上传完，确定离开吗？' });
  await leaving.getByRole('button', { name: '继续上传' }).click();
  await expect(form.heading).toBeVisible();
  await file.getByRole('button', { name: /取消上传/ }).click();
  await expect(file).toBeHidden();

  wire.slow(megabytes(1));
  await form.choose(report, pdfOf(megabytes(9), '续传.pdf'));
  const second = form.file(report, '续传.pdf');
  await expect(second).toContainText(/正在上传 [3-9]\d%/, { timeout: 30_000 });
  wire.cut();
  await expect(second).toContainText('网络中断，恢复后自动续传');
  wire.well();
  await expect(second).toContainText('已上传', { timeout: 30_000 });

  wire.slow(megabytes(0.5));
  await form.choose(licence, pdfOf(megabytes(8), '执照.pdf'));
  await expect(form.file(licence, '执照.pdf').getByRole('progressbar')).toBeVisible();
  await form.window.header.getByRole('link', { name: '返回' }).click();
  await leaving.getByRole('button', { name: '离开' }).click();
  await expect(forms.row(sent.number)).toContainText('已保存，未提交');
  wire.well();
  await forms.openForm(sent.number);
  await expect(second, 'what was uploaded was saved').toContainText('已上传');
  await expect(form.file(licence, '执照.pdf'), 'what was not is gone').toBeHidden();
  await wire.close();
});

test('the list is filtered by number, status and template, and says when there is nothing', async ({ people }) => {
  const [first, second] = [await sendFormByApi(people.origin, sender, who), await sendFormByApi(people.origin, sender, who)];
  await first.command('recall', { reason: note('重复发送。') });
  const window = await signedInAt(people);
  const { main, frame } = window;
  const forms = new OwnForms(window);
  await forms.open();
  await expect(forms.row(first.number)).toContainText('已撤回');
  await main.getByRole('button', { name: /筛选条件/ }).click();
  await main.getByRole('textbox', { name: '确认单编号' }).fill(second.number);
  await main.getByRole('button', { name: '查询' }).click();
  await expect(forms.row(first.number)).toBeHidden();
  await expect(forms.row(second.number)).toBeVisible();
  await main.getByRole('combobox', { name: /确认单状态/ }).click();
  await frame.getByRole('option', { name: '已撤回' }).click();
  await main.getByRole('button', { name: '查询' }).click();
  await expect(main.getByText('没有符合条件的内容')).toBeVisible();
  await main.getByRole('button', { name: '重置' }).click();
  await main.getByRole('combobox', { name: /办理事项/ }).click();
  await frame.getByRole('option', { name: '跨区域涉税事项报验' }).click();
  await main.getByRole('button', { name: '查询' }).click();
  await expect(forms.row(second.number)).toBeVisible();
});

test('an order that waits for a form leads to it, and the form to the order', async ({ people }) => {
  const at = { centre: 'yunling-1', supervisor: 'supervisor3', agent: 'agent7' };
  const owner = taxpayer('liu-yang');
  const order = await openOrderByApi(people.origin, at.agent, owner);
  await handedTo(people.origin, at, order.id);
  const sent = await sendFrom(people.origin, at, owner, order);
  const window = await signedInAt(people, owner);
  await expect(window.main.getByRole('textbox', { name: '输入您的问题' })).toBeVisible();
  await window.visit(`/window/orders/${order.id}`);
  await expect(window.main).toContainText('请在确认单中提交材料');
  await expect(window.main, 'the order itself asks for nothing').not.toContainText('逾期将自动终止');
  await window.visit('/window/orders');
  const row = window.main.getByRole('listitem').filter({ hasText: order.number });
  await expect(row).toContainText('待补正');
  await expect(row).not.toContainText('逾期将自动终止');
  await row.getByRole('link').click();
  await window.main.getByRole('link', { name: `打开确认单 ${sent.number}` }).click();
  const form = new FormDetails(window, sent.number);
  await expect(form.heading).toBeVisible();
  for (const [key, name] of [
    ['report', report],
    ['licence', licence],
    ['contract', contract],
  ] as const)
    await form.upload(name, realPdf(`${key}.pdf`));
  await form.confirm();
  await form.hasStatus('待审核');
  await window.main.getByRole('link', { name: `所属工单 ${order.number}` }).click();
  await expect(window.main).toContainText('确认单正在办理，办结后工单继续办理');
  await sent.command('recall', { reason: note('改为当面核对。') });
  await expect(window.main.getByRole('link', { name: `打开确认单 ${sent.number}` })).toBeHidden();
});
