import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pMap from 'p-map';

import { smsNoticeKinds } from '../domain/kinds.ts';
import { done, eventually, Message, ms } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { SmsGateway } from '../tests/support/sms-gateway.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();
let gateway: SmsGateway;

beforeAll(async () => {
  gateway = await SmsGateway.open();
  const value = JSON.stringify({
    url: gateway.url,
    secret: gateway.secret,
    templates: Object.fromEntries(smsNoticeKinds.map((kind) => [kind, kind])),
  });
  await the.knex('settings').insert({ scope: 'region', scope_id: 'region', key: 'sms.gateway', value });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.delayMs = 0;
  gateway.moods.length = 0;
  gateway.sent.clear();
});

async function answered(): Promise<Message> {
  const message = new Message(the);
  await message.submit({}, { reminder: 'sms' });
  done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), uploadIds: [] }));
  return message;
}

const statuses = async (...messages: Message[]): Promise<string[]> =>
  await the
    .knex('notices')
    .whereIn(
      'case_id',
      messages.map(({ id }) => id),
    )
    .where({ channel: 'sms' })
    .pluck<string[]>('status');

const activitiesOf = async (message: Message): Promise<(string | null | undefined)[]> => {
  const { events } = await message.handle().fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => (scheduled ? [scheduled.activityType?.name] : []));
};

describe('the short messages of a case', () => {
  it('hold up no case while the gateway takes eight seconds for each', async () => {
    gateway.delayMs = 8_000;
    const waiting = await pMap(Array.from({ length: 20 }), answered, { concurrency: 5 });
    await eventually(
      () => Promise.resolve(gateway.waiting),
      (count) => count >= 10,
    );
    // Whoever is not answered within five seconds is told to wait: `done` refuses that.
    await pMap(Array.from({ length: 100 }), () => new Message(the).submit(), { concurrency: 10 });
    await eventually(
      () => statuses(...waiting),
      (all) => all.every((status) => status === 'sent'),
      40_000,
    );
    expect([...gateway.sent.values()]).toEqual(waiting.map(() => 1));
  });

  it('each have an activity of their own: one that fails holds up no later one', async () => {
    gateway.moods.push('fails', 'fails', 'fails');
    const message = await answered();
    done(await message.asTaxpayer({ type: 'followUp', textId: await message.text(), uploadIds: [] }));
    done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), uploadIds: [] }));
    await eventually(
      () => statuses(message),
      (all) => all.length === 2 && all.every((status) => status === 'sent'),
      20_000,
    );
    expect((await activitiesOf(message)).filter((name) => name === 'sendShortMessage')).toHaveLength(2);
    expect([...gateway.sent.values()]).toEqual([1, 1]);
  });

  it('tell whoever chose them that an order ends for missing papers: asked, reminded, ended', async () => {
    const order = new Order(the);
    const form = { case_id: order.id, identity_id: the.people.taxpayer, reminder: 'sms', phone: '13800000002' };
    await the.knex('case_forms').insert(form);
    await order.open({ papersMinutes: 1_500 * ms, warnShare: 0.5, evaluationMinutes: 500 * ms }, { reminder: 'sms' });
    done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
    await order.handle().result();
    const told = await the.knex('notices').where({ case_id: order.id, channel: 'sms' }).orderBy('version').select('kind', 'status');
    expect(told).toEqual(['order-papers-asked', 'order-papers-due', 'order-ended'].map((kind) => ({ kind, status: 'sent' })));
  });
});
