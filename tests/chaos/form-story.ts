import { randomUUID } from 'node:crypto';

import type { ApiPerson } from '../../simulate/api-person.ts';
import { pdf } from '../support/sample-files.ts';
import { holderOf, untilItIs, type Desk } from './desk.ts';

/** What a story leaves of a case: its events and its notices, in order, each once. */
export interface Left {
  id: string;
  kind: 'message' | 'work-order' | 'service-form';
  events: readonly string[];
  notices: readonly string[];
}

const note = (text: string) => ({ id: randomUUID(), text });
const say = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
const accepted = (key: string, revision = 1) => ({ key, verdict: 'accepted', revision });
const typeId = 'binhai-sf-vat-credit-refund';

/** A form and who has to do with it, with a pause before each step so that a kill can fall into any of them. */
function formTold(taxpayer: ApiPerson, officer: ApiPerson, pauseMs: number) {
  const id = randomUUID();
  const step = async (person: ApiPerson, method: string, path: string, body: object) => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await person.send(method, path, body);
  };
  return {
    id,
    sent: (originId: string) =>
      step(officer, 'PUT', `/api/service-forms/${id}`, { typeId, originId, text: '请提供以下材料。', uploadIds: [] }),
    mine: (name: string, body: object) => step(taxpayer, 'POST', `/api/cases/${id}/commands/${name}`, body),
    theirs: (name: string, body: object) => step(officer, 'POST', `/api/cases/${id}/commands/${name}`, body),
    papers: async (...keys: string[]) => ({
      papers: await Promise.all(keys.map(async (key) => ({ key, uploadIds: [await taxpayer.upload(`${key}.pdf`, pdf())] }))),
    }),
  };
}

/** A 留言 that needs papers: a form is sent from it, half filled, handed in, returned, corrected, and has its result. */
export async function tellFormStory(
  taxpayer: ApiPerson,
  desk: Desk,
  message: { centreId: string; typeId: string },
  pauseMs: number,
): Promise<Left[]> {
  const messageId = randomUUID();
  const text = '请问如何申请留抵退税?需要哪些材料?';
  await taxpayer.send('PUT', `/api/messages/${messageId}`, { ...message, text, uploadIds: [], reminder: 'inbox' }, messageId);
  const holder = await holderOf(desk, messageId);
  const form = formTold(taxpayer, holder, pauseMs);
  await form.sent(messageId);
  const draft = await form.papers('application');
  await form.mine('save', { ...draft, note: note('还差一份') });
  const [account] = (await form.papers('account')).papers;
  await form.mine('confirm', { papers: [...draft.papers, account], note: null });
  const verdicts = [accepted('application'), { key: 'account', verdict: 'returned', revision: 1 }];
  await form.theirs('reviewPapers', { verdicts, reason: note('证明没有盖章') });
  await form.mine('confirm', await form.papers('account'));
  await form.theirs('reviewPapers', { verdicts: [accepted('account', 2)] });
  await form.theirs('complete', say('退税款已退至账户。'));
  await holder.send('POST', `/api/cases/${messageId}/commands/reply`, say('留抵退税已办理完毕。'));
  await taxpayer.send('POST', `/api/cases/${messageId}/commands/rate`, { resolved: true, stars: 5, comment: null });
  return [
    {
      id: messageId,
      kind: 'message',
      events: ['submitted', 'assigned', 'replied', 'rated', 'closed'],
      notices: ['message-replied'],
    },
    {
      id: form.id,
      kind: 'service-form',
      events: ['sent', 'saved', 'confirmed', 'papers-reviewed', 'confirmed', 'papers-reviewed', 'completed'],
      notices: ['form-sent', 'form-returned', 'form-accepted', 'form-completed'],
    },
  ];
}

/** An order that waits for a form: the first is recalled, the second has its result, and each time the order goes on. */
export async function tellStoryOfCarriedForms(taxpayer: ApiPerson, desk: Desk, pauseMs: number): Promise<Left[]> {
  const orderId = randomUUID();
  const [dispatcher] = desk.agents.values();
  if (dispatcher === undefined) throw new Error('nobody is at the desk');
  await dispatcher.send('PUT', `/api/work-orders/${orderId}`, {
    typeId: 'binhai-wo-system',
    identityId: taxpayer.identityId,
    text: '点击申报后页面一直转圈,无法提交',
    fields: { system: '电子税务局网页端', step: '提交申报表' },
  });
  const holder = await holderOf(desk, orderId);
  const [first, second] = [formTold(taxpayer, holder, pauseMs), formTold(taxpayer, holder, pauseMs)];
  await first.sent(orderId);
  await first.mine('save', { ...(await first.papers('application')), note: null });
  await first.theirs('recall', { reason: note('选错了事项') });
  await untilItIs('in-progress', taxpayer, orderId);
  await second.sent(orderId);
  await second.mine('confirm', await second.papers('application', 'account'));
  await second.theirs('reviewPapers', { verdicts: [accepted('application'), accepted('account')] });
  await second.theirs('complete', say('已按材料处理完毕。'));
  await untilItIs('in-progress', taxpayer, orderId);
  await holder.send('POST', `/api/cases/${orderId}/commands/finish`, say('问题已解决。'));
  await taxpayer.send('POST', `/api/cases/${orderId}/commands/rate`, { resolved: true, stars: 5, comment: null });
  return [
    {
      id: orderId,
      kind: 'work-order',
      events: ['opened', 'assigned', 'form-sent', 'form-ended', 'form-sent', 'form-ended', 'finished', 'closed', 'rated'],
      notices: ['order-opened', 'order-finished'],
    },
    { id: first.id, kind: 'service-form', events: ['sent', 'saved', 'closed'], notices: ['form-sent', 'form-recalled'] },
    {
      id: second.id,
      kind: 'service-form',
      events: ['sent', 'confirmed', 'papers-reviewed', 'completed'],
      notices: ['form-sent', 'form-accepted', 'form-completed'],
    },
  ];
}
