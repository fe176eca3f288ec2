import { expect } from '@playwright/test';

import { program, realPdf } from './files.ts';
import type { People } from './fixtures.ts';
import type { Look } from './looks-well.ts';
import { OwnForms } from './pages/form-details.ts';
import { taxpayer } from './people.ts';
import { note, papers, sendFormByApi } from './sent-forms.ts';

/** 滨海's second centre serves these walks. */
const sender = { centre: 'binhai-2', supervisor: 'supervisor2', agent: 'agent5' };
const who = taxpayer('wang-lihua-haiyan');
const none = taxpayer('sun-guifang');
const { report, licence, contract } = papers;

/** 业务确认单, and all that its taxpayer can do with one. */
export async function walkFormsAsTaxpayer(people: People, look: Look): Promise<void> {
  const without = await (await people.taxpayer(none, { reducedMotion: 'reduce' })).openWindow();
  await without.visit('/window/forms');
  await expect(without.main.getByText('您还没有业务确认单')).toBeVisible();
  await look('my-forms-none', without.page);

  const sent = await sendFormByApi(people.origin, sender, who);
  const window = await (await people.taxpayer(who, { reducedMotion: 'reduce' })).openWindow();
  const { page } = window;
  await window.notices();
  await expect(window.main.getByRole('link', { name: /^业务确认单/ })).toContainText('待您提交材料');
  await look('notices-with-forms', page);
  const forms = new OwnForms(window);
  await forms.open();
  await window.main.getByRole('button', { name: /筛选条件/ }).click();
  await look('my-forms', page);
  const form = await forms.openForm(sent.number);
  await form.hasStatus('待提交');
  await look('form-sent', page);
  await form.choose(licence, program('执照.exe'));
  await expect(form.paper(licence)).toContainText('不支持“执照.exe”的格式');
  await form.upload(report, realPdf('报告表.pdf'));
  await form.button('确认').click();
  await expect(form.summary).toBeFocused();
  await look('form-papers-missing', page);
  await form.save();
  await form.upload(licence, realPdf('执照.pdf'));
  await form.upload(contract, realPdf('合同.pdf'));
  await form.note.fill('合同共两份，已合并为一个文件。');
  await look('form-ready', page);
  await form.button('确认').click();
  await expect(form.question).toBeVisible();
  await look('form-asking', page);
  await form.question.getByRole('button', { name: '确认提交' }).click();
  await form.hasStatus('待审核');
  await look('form-submitted', page);
  await sent.command('reviewPapers', {
    verdicts: [
      { key: 'report', verdict: 'accepted', revision: 1 },
      { key: 'licence', verdict: 'accepted', revision: 1 },
      { key: 'contract', verdict: 'returned', revision: 1 },
    ],
    reason: note('合同缺少盖章页。'),
  });
  await form.hasStatus('待更正');
  await look('form-returned', page);
  await form.upload(contract, realPdf('合同（含盖章页）.pdf'));
  await form.confirm();
  await form.hasStatus('待审核');
  await sent.command('reviewPapers', { verdicts: [{ key: 'contract', verdict: 'accepted', revision: 2 }], reason: null });
  await form.hasStatus('材料已通过');
  const { id, text } = note('已办理报验，有效期至明年六月。');
  await sent.command('complete', { textId: id, text, uploadIds: [await sent.officer.upload('报验回执.pdf', realPdf().buffer)] });
  await form.hasStatus('已办结');
  await look('form-completed', page);

  const recalled = await sendFormByApi(people.origin, sender, who);
  await forms.open();
  const other = await forms.openForm(recalled.number);
  await other.note.fill('稍后上传。');
  await recalled.command('recall', { reason: note('材料清单有误，将重新发送。') });
  await other.hasStatus('已撤回');
  await look('form-recalled', page);
}
