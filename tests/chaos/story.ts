import { randomUUID } from 'node:crypto';

import type { ApiPerson } from '../../simulate/api-person.ts';
import { pdf } from '../support/sample-files.ts';
import { holderOf, type Desk } from './desk.ts';

/** The whole story of a 留言 told through the API, with a pause before each step so that a kill can fall into any of them. */
export async function tellStory(
  taxpayer: ApiPerson,
  desk: Desk,
  form: { centreId: string; typeId: string },
  pauseMs: number,
): Promise<string> {
  const id = randomUUID();
  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
  const say = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
  const command = (person: ApiPerson, name: string, body: object) => person.send('POST', `/api/cases/${id}/commands/${name}`, body);

  await taxpayer.send(
    'PUT',
    `/api/messages/${id}`,
    { ...form, text: '请问数电票额度如何调整?需要哪些材料?', uploadIds: [], reminder: 'sms', phone: '13900000001' },
    id,
  );
  await pause();
  const holder = await holderOf(desk, id);
  await pause();
  await command(holder, 'askBack', say('请补充经营情况说明。'));
  await pause();
  await command(taxpayer, 'supplement', say('已补充:本月订单增加。'));
  await pause();
  await command(holder, 'reply', say('您的额度已可在电子税务局申请调整。'));
  await pause();
  await command(taxpayer, 'followUp', say('多久可以生效?'));
  await pause();
  await command(holder, 'reply', say('审核通过后即时生效。'));
  await pause();
  await command(taxpayer, 'rate', { resolved: true, stars: 5, comment: null });
  return id;
}

/** The events that a story leaves, in order; who had it assigned may come between. */
export const expectedEvents = [
  'submitted',
  'assigned',
  'asked-back',
  'supplemented',
  'replied',
  'followed-up',
  'replied',
  'rated',
  'closed',
];
/** What it owes by 短信: one question back and two answers. */
export const expectedShortMessages = 3;

/**
 * The story of a matter that one answer does not settle: the 留言 becomes a work order, papers are asked for, sent, returned and
 * corrected, it goes through all its stages, is finished and rated.
 * @returns the ids of both cases
 */
export async function tellOrderStory(
  taxpayer: ApiPerson,
  desk: Desk,
  form: { centreId: string; typeId: string },
  pauseMs: number,
): Promise<{ messageId: string; orderId: string }> {
  const [messageId, orderId] = [randomUUID(), randomUUID()];
  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
  const note = (text: string) => ({ id: randomUUID(), text });
  const command = (person: ApiPerson, name: string, body: object = {}) =>
    person.send('POST', `/api/cases/${orderId}/commands/${name}`, body);
  const at = (stage: string) => holderOf(desk, orderId, stage);
  const contract = async () => ({ key: 'contract', uploadIds: [await taxpayer.upload('合同.pdf', pdf())] });
  const statement = async () => ({ key: 'statement', uploadIds: [await taxpayer.upload('明细.pdf', pdf())] });

  await taxpayer.send(
    'PUT',
    `/api/messages/${messageId}`,
    { ...form, text: '请问数电票额度如何调整?需要哪些材料?', uploadIds: [], reminder: 'inbox' },
    messageId,
  );
  await pause();
  await (
    await holderOf(desk, messageId)
  ).send('PUT', `/api/work-orders/${orderId}`, {
    typeId: 'binhai-wo-quota',
    originId: messageId,
    text: '申请将数电票总额度调整为 50 万元',
    fields: { period: '定期调整', current: '100000', wanted: '500000', ground: '业务量增加' },
  });
  await pause();
  await command(await at('accept'), 'advance');
  await pause();
  const handler = await at('handle');
  await command(handler, 'askPapers', { keys: ['contract', 'statement'], note: note('请提供合同和开票明细') });
  await pause();
  await command(taxpayer, 'supplement', { papers: [await contract(), await statement()] });
  await pause();
  await command(handler, 'reviewPapers', {
    verdicts: [
      { key: 'contract', verdict: 'accepted', revision: 1 },
      { key: 'statement', verdict: 'returned', revision: 1 },
    ],
    reason: note('缺少八月份的明细'),
  });
  await pause();
  await command(taxpayer, 'supplement', { papers: [await statement()] });
  await pause();
  await command(handler, 'reviewPapers', { verdicts: [{ key: 'statement', verdict: 'accepted', revision: 2 }] });
  await pause();
  await command(taxpayer, 'urge');
  await pause();
  await command(handler, 'advance');
  await pause();
  await command(await at('review'), 'advance');
  await pause();
  await command(await at('conclude'), 'finish', { textId: randomUUID(), text: '额度已调整为 50 万元。', uploadIds: [] });
  await pause();
  await command(taxpayer, 'rate', { resolved: true, stars: 5, comment: null });
  return { messageId, orderId };
}

/** The events that both leave; who had them assigned at each stage comes between. */
export const expectedOrderEvents = {
  message: ['submitted', 'assigned', 'converted'],
  order: [
    ...['opened', 'assigned', 'advanced', 'assigned', 'papers-asked', 'supplemented', 'papers-reviewed', 'supplemented', 'papers-reviewed'],
    ...['urged', 'advanced', 'assigned', 'advanced', 'assigned', 'finished', 'closed', 'rated'],
  ],
};
