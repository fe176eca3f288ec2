/** 短信 of real cases, from the choice in the 留言 to the telephone. */
import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { formDesk, sending } from '../../../tests/support/form-desk.ts';
import { eventually } from '../../../tests/support/message.ts';
import { note, opening, outcome } from '../../../tests/support/order-desk.ts';
import { testWeb } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const the = formDesk(web);
const { officer, taxpayer, does } = the;

/** A 留言 with reminders to this number, held by agent1. */
async function message(choice: { reminder: string; phone: string | null }): Promise<string> {
  const id = randomUUID();
  const body = { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '本月订单增加,数电票额度不够用了,如何调整?', ...choice };
  expect(outcome(await web.ask('PUT', `/api/messages/${id}`, { as: taxpayer(), body }))).toBe('submitted');
  expect(outcome(await the.onMessage(id, 'claim', officer('agent1')))).toBe('assigned');
  return id;
}

/** Converts a 留言 to an order held by agent1. */
async function becomes(messageId: string): Promise<string> {
  const id = randomUUID();
  expect((await the.open(id, officer('agent1'), opening({ originId: messageId }))).status).toBe(200);
  await does(id, 'claim', officer('agent1'));
  return id;
}

/** Messages on a telephone, oldest first. */
async function onTelephone(phone: string, count: number): Promise<string[]> {
  return await eventually(
    () => web.knex('demo_short_messages').where({ phone }).orderBy('received_at').pluck<string[]>('body'),
    (bodies) => bodies.length >= count,
  );
}

const numberOf = async (id: string): Promise<string> => (await web.knex('cases').where({ id }).pluck<string[]>('number'))[0] ?? '';
const bySms = (id: string) => web.knex('notices').where({ case_id: id, channel: 'sms' }).orderBy('version').pluck<string[]>('kind');

describe('whoever chose 短信 on the 留言', () => {
  it('gets it of the order that it becomes, and of the form that the order sends', async () => {
    const phone = '19900001001';
    const orderId = await becomes(await message({ reminder: 'sms', phone }));
    await does(orderId, 'askPapers', officer('agent1'), { keys: ['contract'], note: note('请补正购销合同') });
    const number = await numberOf(orderId);
    const [converted, asked] = await onTelephone(phone, 2);
    expect(converted).toContain('已转为工单办理');
    expect(asked).toBe(`【征纳互动】办理您的工单（${number}）需要您补正材料，请登录电子税务局，在“征纳互动”的“我的工单”中提交。`);

    await does(orderId, 'supplement', taxpayer(), await the.filled('contract'));
    const formId = randomUUID();
    expect(outcome(await the.send(formId, officer('agent1'), sending(orderId)))).toBe('sent');
    expect((await onTelephone(phone, 3))[2]).toContain(`业务办理服务确认单（${await numberOf(formId)}）`);
    await the.recalled(formId);
    await does(orderId, 'end', officer('supervisor1'), { reason: note('已通过其他渠道办理') });
    await onTelephone(phone, 5);
    expect([await bySms(orderId), await bySms(formId)]).toEqual([
      ['order-papers-asked', 'order-ended'],
      ['form-sent', 'form-recalled'],
    ]);
    const histories = await web.client.workflow.getHandle(`work-order/${orderId}`).fetchHistory();
    expect(JSON.stringify(histories)).not.toContain(Buffer.from(phone).toString('base64').slice(0, 8));
    expect(JSON.stringify(await web.knex('cases').whereIn('id', [orderId, formId]).pluck('state'))).not.toContain(phone);
  });

  it('gets it of a form sent from the 留言', async () => {
    const phone = '19900001002';
    const formId = randomUUID();
    expect((await the.send(formId, officer('agent1'), sending(await message({ reminder: 'sms', phone })))).status).toBe(200);
    expect(await onTelephone(phone, 1)).toEqual([expect.stringContaining('业务办理服务确认单')]);
  });
});

describe('whoever did not', () => {
  it('gets none of what came of it, nor does anybody of an order opened on its own', async () => {
    const orders = [await becomes(await message({ reminder: 'inbox', phone: null })), await the.order()];
    for (const id of orders) {
      await does(id, 'askPapers', officer('agent1'), { keys: ['contract'], note: note('请补正购销合同') });
      expect(await bySms(id)).toEqual([]);
      expect(await web.knex('notices').where({ case_id: id, kind: 'order-papers-asked' }).pluck('channel')).toEqual(['inbox']);
    }
  });
});
