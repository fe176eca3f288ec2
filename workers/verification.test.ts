import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';

import { caseKinds } from '../domain/case.ts';
import { serviceFormKind } from '../domain/service-form/kind.ts';
import { startTestTemporal, type TestService } from '../stack/testing.ts';
import { Appointment } from '../tests/support/appointment.ts';
import { attend, Conversation } from '../tests/support/conversation.ts';
import { Form, uploaded } from '../tests/support/form.ts';
import { done, eventually, Message } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { patientOrderPolicy } from '../tests/support/work-order.ts';
import { workflowIdOf, workflowTypeOf } from '../workflows/contract.ts';
import { checkNamespace } from './right-namespace.ts';
import { verify } from './verification.ts';

/** Every running workflow is looked at: those of other tests have no image here. */
let temporal: TestService;
const the = stage(async () => {
  temporal = await startTestTemporal();
  return temporal.address;
});
afterAll(() => temporal.stop());

/** What is found of one case, with nobody at work on any: a short wait shows as much as a long one. */
async function foundOf({ id }: { id: string }, patience: Parameters<typeof verify>[2] = {}): Promise<string[]> {
  const { discrepancies } = await verify(the.knex, the.client, { secondLookMs: 100, ...patience });
  return discrepancies.filter(({ caseId }) => caseId === id).map(({ what }) => what);
}

describe('the namespace', () => {
  const clientOf = (namespace: string): Client => new Client({ connection: the.client.connection, namespace });
  const check = async (namespace: string): Promise<void> => {
    await checkNamespace(the.knex, clientOf(namespace), temporal.address);
  };

  it('is right as long as it knows one of the newest cases, or there are none', async () => {
    await check('default');
    await new Message(the).submit();
    await check('default');
  });

  it('is named when it does not exist, or belongs to another database', async () => {
    await expect(check('elsewhere')).rejects.toThrow(
      `The namespace "elsewhere" of Temporal at ${temporal.address} does not exist: set TEMPORAL_NAMESPACE or TEMPORAL_ADDRESS.`,
    );
    await the.client.workflowService.registerNamespace({
      namespace: 'another',
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await eventually(
      async () => await check('another').catch((error: unknown) => String(error)),
      (told) => /None of the 1 newest open cases has a workflow in the namespace "another".*--lost/.test(told ?? ''),
      30_000,
    );
  }, 60_000);
});

describe('the places of an appointment', () => {
  it('are those that its state keeps: one that is lost or left over is found', async () => {
    const about = new Appointment(the);
    await about.book();
    expect(await foundOf(about)).toEqual([]);
    const [kept] = await about.places();
    const spare = await about.hold({ inMs: 3 * 86_400_000 });
    await the.knex('slot_places').where({ id: spare }).update({ case_id: about.id, state: 'booked', held_until: null });
    expect(await foundOf(about)).toEqual([expect.stringMatching(/it keeps the places \[[0-9a-f-]{36}\], but has \[.*;.*\]/)]);
    await the
      .knex('slot_places')
      .whereIn('id', [spare, kept?.id ?? ''])
      .delete();
    expect(await foundOf(about)).toEqual([expect.stringMatching(/it keeps the places \[[0-9a-f-]{36}\], but has \[\]/)]);
  });
});

describe('holding the image of a 留言 against its workflow', () => {
  let message: Message;
  const found = () => foundOf(message);

  beforeAll(async () => {
    message = new Message(the);
    await message.submit();
    done(await message.asOfficer(await message.holder(), { type: 'askBack', textId: await message.text(), uploadIds: [] }));
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await found()).toEqual([]);
  });

  const damages: [string, () => Promise<unknown>, () => Promise<unknown>, RegExp][] = [
    [
      'an image that lags behind',
      () =>
        the
          .knex('cases')
          .where({ id: message.id })
          .update({ version: 2, state: the.knex.raw(`jsonb_set(state, '{version}', '2')`) }),
      () =>
        the
          .knex('cases')
          .where({ id: message.id })
          .update({ version: 3, state: the.knex.raw(`jsonb_set(state, '{version}', '3')`) }),
      /the workflow is at version 3 \(asked-back\), the image at 2/,
    ],
    [
      'a column that differs from the state',
      () => the.knex('cases').where({ id: message.id }).update({ status: 'replied' }),
      () => the.knex('cases').where({ id: message.id }).update({ status: 'asked-back' }),
      /its columns differ from its state: status$/,
    ],
    [
      'a time of the first answer that no event gives',
      () =>
        the
          .knex('cases')
          .where({ id: message.id })
          .update({ first_answered_at: new Date(0), stars: 5 }),
      async () => {
        const [asked] = await the.knex('case_events').where({ case_id: message.id, type: 'asked-back' }).pluck<Date[]>('at');
        await the.knex('cases').where({ id: message.id }).update({ first_answered_at: asked, stars: null });
      },
      /its columns differ from its events: first_answered_at, stars$/m,
    ],
    [
      'an end that it has not come to',
      () => the.knex('cases').where({ id: message.id }).update({ ended_as: 'resolved' }),
      () => the.knex('cases').where({ id: message.id }).update({ ended_as: null }),
      /its columns differ from its state: ended_as$/m,
    ],
    [
      'a to-do that differs',
      () => the.knex('tasks').where({ case_id: message.id }).update({ escalated: true }),
      () => the.knex('tasks').where({ case_id: message.id }).update({ escalated: false }),
      /its to-do differs from its state: escalated$/,
    ],
    [
      'a notice that nobody owes',
      () =>
        the.knex('notices').insert({
          case_id: message.id,
          version: 1,
          kind: 'message-closed',
          channel: 'inbox',
          identity_id: the.people.taxpayer,
          category: 'news',
          status: 'sent',
        }),
      () => the.knex('notices').where({ case_id: message.id, kind: 'message-closed' }).delete(),
      /it owes the notices \[3 message-asked-back inbox\], but has/,
    ],
  ];
  it.each(damages)('finds %s', async (_, damage, mend, sentence) => {
    await damage();
    const sentences = await found();
    await mend();
    expect(sentences.join('\n')).toMatch(sentence);
    expect(await found()).toEqual([]);
  });
});

describe('holding the image of a 工单 against its workflow', () => {
  let message: Message;
  let order: Order;
  const found = () => foundOf(order);
  const rows = (table: 'cases' | 'tasks' | 'case_links') =>
    the.knex(table).where(table === 'cases' ? { id: order.id } : { case_id: order.id });

  beforeAll(async () => {
    [message, order] = [new Message(the), new Order(the)];
    await message.submit();
    const opening = await order.opening({ originId: message.id });
    const begun = { opening, policy: patientOrderPolicy };
    done(await message.asOfficer(await message.holder(), { type: 'convert', orderId: order.id, order: begun }));
    done(await the.gateway.opened('work-order', order.id));
    done(await order.asTaxpayer({ type: 'urge' }));
    done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await found()).toEqual([]);
    expect(await foundOf(message)).toEqual([]);
  });

  const change = (table: 'cases' | 'tasks', column: string, wrong: unknown) => {
    let right: unknown;
    return [
      async () => {
        right = (await rows(table).first<Record<string, unknown>>())[column];
        expect(right).not.toEqual(wrong);
        await rows(table).update({ [column]: wrong });
      },
      async () => {
        await rows(table).update({ [column]: right });
      },
    ] as const;
  };
  const damages: [string, () => Promise<unknown>, () => Promise<unknown>, RegExp][] = [
    [
      'papers that are not as the workflow has them',
      () => rows('cases').update({ state: the.knex.raw(`jsonb_set(state, '{papers,0,status}', '"accepted"')`) }),
      () => rows('cases').update({ state: the.knex.raw(`jsonb_set(state, '{papers,0,status}', '"missing"')`) }),
      /the workflow is at version 4 \(awaiting-materials\), the image at 4 \(awaiting-materials\)/,
    ],
    ['an image in another centre', ...change('cases', 'centre_id', 'west'), /its columns differ from its state: centre_id$/],
    ['an image that is said to be over', ...change('cases', 'live', false), /its columns differ from its state: live$/],
    ['a to-do at another stage', ...change('tasks', 'stage', 'review'), /its to-do differs from its state: stage$/],
    ['a to-do of another group', ...change('tasks', 'group_id', 'back'), /its to-do differs from its state: group_id$/],
    ['a to-do that nobody urged', ...change('tasks', 'urges', 0), /its to-do differs from its state: urges$/],
    ['a to-do that is not the taxpayer’s', ...change('tasks', 'turn', 'officer'), /its to-do differs from its state: turn$/],
    ['a to-do with another deadline', ...change('tasks', 'due_at', new Date(0)), /its to-do differs from its state: due_at$/],
    ['a to-do that waits among the others', ...change('tasks', 'rank', 1), /its to-do differs from its state: rank$/],
    [
      'a link that is lost',
      () => rows('case_links').delete(),
      () => the.knex('case_links').insert({ case_id: order.id, other_id: message.id }),
      /its events name [-\da-f]{36}, to which it is not linked$/,
    ],
    [
      'a link that nobody made',
      () => the.knex('case_links').insert({ case_id: order.id, other_id: order.id }),
      () => rows('case_links').where({ other_id: order.id }).delete(),
      /it is linked to [-\da-f]{36}, which no event names$/,
    ],
  ];
  it.each(damages)('finds %s', async (_, damage, mend, sentence) => {
    await damage();
    const sentences = await found();
    await mend();
    expect(sentences.join('\n')).toMatch(sentence);
    expect(await found()).toEqual([]);
  });

  it('finds a to-do that is lost', async () => {
    const lost = await rows('tasks').first<Record<string, unknown>>();
    await rows('tasks').delete();
    expect(await found()).toEqual(['it is open, but stands in no worklist']);
    await the.knex('tasks').insert(lost);
    expect(await found()).toEqual([]);
  });
});

describe('holding the image of a 业务办理服务确认单 against its workflow', () => {
  let order: Order;
  let form: Form;
  const found = () => foundOf(form);
  const rows = (table: 'cases' | 'tasks') => the.knex(table).where(table === 'cases' ? { id: form.id } : { case_id: form.id });
  const setState = (path: string, value: unknown) => () =>
    rows('cases').update({ state: the.knex.raw('jsonb_set(state, ?, ?::jsonb)', [path, JSON.stringify(value)]) });

  /** Every notice that a form can owe before its end, and a draft. */
  beforeAll(async () => {
    [order, form] = [new Order(the), new Form(the)];
    await order.open();
    done(await order.asHolder(await form.sentBy(order)));
    await form.confirm('application', 'contract');
    await form.judge({ contract: 'returned' });
    await form.confirm('contract');
    await form.judge();
    await form.ask('application');
    done(await form.asTaxpayer({ type: 'save', papers: uploaded('application'), textId: await form.text() }));
  });

  it('finds nothing where nothing is wrong, of the form and of its order', async () => {
    expect(await found()).toEqual([]);
    expect(await foundOf(order)).toEqual([]);
  });

  const damages: [string, () => Promise<unknown>, () => Promise<unknown>, RegExp][] = [
    [
      'papers that are not as the workflow has them',
      setState('{papers,0,status}', 'accepted'),
      setState('{papers,0,status}', 'returned'),
      /the workflow is at version 7 \(returned\), the image at 7 \(returned\)/,
    ],
    [
      'a column that differs from the state',
      () => rows('cases').update({ status: 'submitted' }),
      () => rows('cases').update({ status: 'returned' }),
      /its columns differ from its state: status$/,
    ],
    [
      'a to-do that is not the taxpayer’s',
      () => rows('tasks').update({ turn: 'officer' }),
      () => rows('tasks').update({ turn: 'taxpayer' }),
      /its to-do differs from its state: turn$/,
    ],
    [
      'a link to its order that is lost',
      () => the.knex('case_links').where({ case_id: form.id, other_id: order.id }).delete(),
      () => the.knex('case_links').insert({ case_id: form.id, other_id: order.id }),
      /its events name [-\da-f]{36}, to which it is not linked$/,
    ],
    [
      'a notice that it owes still',
      () => the.knex('notices').where({ case_id: form.id, kind: 'form-accepted' }).update({ kind: 'form-due' }),
      () => the.knex('notices').where({ case_id: form.id, kind: 'form-due' }).update({ kind: 'form-accepted' }),
      /it owes the notices \[1 form-sent inbox; 3 form-returned inbox; 5 form-accepted inbox; 6 form-returned inbox\], but has \[/,
    ],
  ];
  it.each(damages)('finds %s', async (_, damage, mend, sentence) => {
    await damage();
    const sentences = await found();
    await mend();
    expect(sentences.join('\n')).toMatch(sentence);
    expect(await found()).toEqual([]);
  });

  it('finds nothing of both when the form has ended, and when the order has', async () => {
    await form.recall();
    await eventually(
      () => order.image(),
      ({ status }) => status === 'in-progress',
    );
    expect([await foundOf(order), await found()]).toEqual([[], []]);
    const second = new Form(the);
    done(await order.asHolder(await second.sentBy(order)));
    done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }));
    await second.handle().result();
    expect([await foundOf(order), await foundOf(second)]).toEqual([[], []]);
  });
});

describe('holding the chat of a conversation against its case', () => {
  let talk: Conversation;
  const found = () => foundOf(talk);
  const chat = (change: object) => the.knex('chats').where({ case_id: talk.id }).update(change);

  beforeAll(async () => {
    talk = new Conversation(the);
    await attend(the, the.people.east);
    await talk.connect();
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await found()).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
    ['an old epoch', () => chat({ epoch: 1 }), () => chat({ epoch: 4 }), /its chat differs from its state: epoch/],
    [
      'an officer who has the floor no more',
      () => chat({ officer_id: the.people.supervisor }),
      async () => chat({ officer_id: await talk.holder() }),
      /its chat differs from its state: officer_id/,
    ],
    ['a gap', () => chat({ last_seq: 3 }), () => chat({ last_seq: 2 }), /2 messages up to 2, and counts 3/],
    [
      'a line of no event',
      () =>
        the
          .knex('chat_messages')
          .where({ case_id: talk.id, seq: 2 })
          .update({ data: { event: 'accepted', version: 9 } }),
      () =>
        the
          .knex('chat_messages')
          .where({ case_id: talk.id, seq: 2 })
          .update({ data: { event: 'accepted', version: 4 } }),
      /lines of events 2, 9 instead of 2, 4/,
    ],
  ])('finds %s', async (_, damage, mend, what) => {
    await damage();
    expect(await found()).toEqual([expect.stringMatching(what)]);
    await mend();
    expect(await found()).toEqual([]);
  });
});

describe('holding the counts of the board against the to-dos', () => {
  it('finds nothing where nothing is wrong, and the count that is', async () => {
    await new Order(the).open();
    expect(await foundOf({ id: 'board' })).toEqual([]);
    await the.knex('board_changes').where({ counted_by: 'stage', stage: 'accept' }).increment({ urged: 1 });
    expect(await foundOf({ id: 'board' })).toEqual([
      expect.stringMatching(/^the board of east miscounts the work-order at quota, accept: urged by \d+$/),
    ]);
    await the.knex('board_changes').where({ counted_by: 'stage', stage: 'accept' }).increment({ urged: -1 });
  });
});

/** Each of these is wrong from then on, and makes every later look take its time. */
describe('what cannot be mended', () => {
  async function opened(): Promise<Order> {
    const order = new Order(the);
    await order.open();
    return order;
  }

  it('is found: a link that leads nowhere', async () => {
    const order = await opened();
    const nowhere = randomUUID();
    done(await order.asHolder({ type: 'merge', caseId: nowhere }));
    expect(await foundOf(order)).toEqual([`it is linked to ${nowhere}, which is no case`]);
    await order.handle().terminate('for the test');
  });

  it('is found: an order that has ended, but stands in the worklist, or cannot be rated any more', async () => {
    const order = await opened();
    const task = await order.task();
    done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }));
    expect(await foundOf(order)).toEqual([]);
    await the.knex('tasks').insert(task);
    expect((await foundOf(order))[0]).toBe('it is closed, but stands in the worklist');
    await the.knex('tasks').where({ case_id: order.id }).delete();
    await order.handle().terminate('for the test');
    expect(await foundOf(order)).toEqual(['it is not over, but its workflow is TERMINATED']);
  });

  it('is found: an order that waits for a form which has ended without telling it', async () => {
    const [order, form] = [await opened(), new Form(the)];
    const { type, form: start } = await form.sentBy(order);
    // One that does not know of its order tells nobody.
    done(await order.asHolder({ type, form: { ...start, opening: { ...start.opening, orderId: null } } }));
    expect(await foundOf(order)).toEqual([]);
    await form.recall();
    await form.handle().result();
    expect(await foundOf(order)).toEqual([`it waits for ${form.id}, which has ended`]);
    expect(await foundOf(form)).toEqual([]);
    await order.handle().terminate('for the test');
  });

  it('is found: a form for which its order does not wait', async () => {
    const [order, form] = [await opened(), new Form(the)];
    const { form: start } = await form.sentBy(order);
    done(await the.gateway.open(serviceFormKind, start.opening, start.policy));
    expect(await foundOf(form)).toEqual([`${order.id} is to wait for it, and does not`]);
    expect(await foundOf(order)).toEqual([]);
    await form.handle().terminate('for the test');
  });

  it('is found: a case that lost its workflow', async () => {
    const message = new Message(the);
    await message.submit();
    await message.handle().terminate('for the test');
    expect(await foundOf(message)).toEqual(['it is open, but its workflow is TERMINATED']);
  });

  it('is found: a workflow that has no image, once it is old enough to have one', async () => {
    const lost = caseKinds.map((kind) => ({ kind, id: randomUUID() }));
    // Where no worker is.
    for (const { kind, id } of lost)
      await the.client.workflow.start(workflowTypeOf(kind), { workflowId: workflowIdOf(kind, id), taskQueue: `nobody-${id}` });
    for (const each of lost) expect(await foundOf(each)).toEqual([]);
    for (const each of lost) expect(await foundOf(each, { firstImageMs: 0 })).toEqual(['its workflow runs, but it has no image']);
    for (const { kind, id } of lost) await the.client.workflow.getHandle(workflowIdOf(kind, id)).terminate('for the test');
  });
});
