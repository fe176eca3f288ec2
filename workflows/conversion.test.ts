import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';

import { calendarFor } from '../domain/calendar.ts';
import type { MessageCommand } from '../domain/message/message.ts';
import type { WorkOrderPolicy } from '../domain/work-order/order.ts';
import { done, eventually, Message, refusal } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { patientOrderPolicy } from '../tests/support/work-order.ts';

const the = stage();

const { EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED } = proto.temporal.api.enums.v1.EventType;

interface Conversion {
  message: Message;
  order: Order;
  holder: string;
  command: MessageCommand;
}

/** A 留言 that somebody holds, and the command by which it becomes an order. */
async function conversion(policy: Partial<WorkOrderPolicy> = {}): Promise<Conversion> {
  const [message, order] = [new Message(the), new Order(the)];
  await message.submit();
  const holder = await message.holder();
  const opening = await order.opening({ originId: message.id, dispatcherId: holder });
  return {
    message,
    order,
    holder,
    command: { type: 'convert', orderId: order.id, order: { opening, policy: { ...patientOrderPolicy, ...policy } } },
  };
}

/** How often the message's workflow began an order, by its history. */
async function childrenOf(message: Message): Promise<number> {
  const { events } = await message.handle().fetchHistory();
  return events?.filter(({ eventType }) => eventType === EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED).length ?? 0;
}

async function expectBothWhole({ message, order }: Conversion): Promise<void> {
  await message.handle().result();
  await eventually(
    () => order.events(),
    (events) => events.length === 2,
  );
  expect(await message.events()).toEqual(['submitted', 'assigned', 'converted']);
  expect(await order.events()).toEqual(['opened', 'assigned']);
  expect(await childrenOf(message)).toBe(1);
  expect([await message.links(), await order.links()]).toEqual([[order.id], [message.id]]);
}

describe('a 留言 that becomes a work order', () => {
  it('ends with that; the order is there, knows where it came from, and goes its own way to the end', async () => {
    const both = await conversion();
    const { message, order, holder, command } = both;
    expect(done(await message.asOfficer(holder, command))).toMatchObject({ status: 'converted', version: 3 });
    const { parentExecution } = (await order.handle().describe()).raw.workflowExecutionInfo ?? {};
    expect(parentExecution?.workflowId).toBe(`message/${message.id}`);
    await expectBothWhole(both);

    expect((await order.handle().describe()).status.name).toBe('RUNNING');
    expect(done(await the.gateway.opened('work-order', order.id))).toMatchObject({ caseId: order.id, status: 'in-progress' });
    await order.advance(3);
    done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }));
    done(await order.asTaxpayer({ type: 'rate', resolved: true, stars: 3, textId: null }));
    await order.handle().result();
  });

  it('by a command repeated at once, and again when all is over, becomes one', async () => {
    const both = await conversion();
    const { message, holder, command } = both;
    const key = randomUUID();
    const answers = await Promise.all([0, 1, 2].map(() => message.asOfficer(holder, command, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(done(answer)))).size).toBe(1);
    await expectBothWhole(both);
    expect(done(await message.asOfficer(holder, command, key))).toMatchObject({ status: 'converted' });
    expect(await childrenOf(message)).toBe(1);
  });

  it('by two commands at the same moment becomes one order; the other is told which', async () => {
    const both = await conversion();
    const { message, holder, command } = both;
    const [first, second] = [both.order, new Order(the)];
    const opening = await second.opening({ originId: message.id });
    const outcomes = await Promise.all([
      message.asOfficer(holder, command),
      message.asOfficer(holder, { type: 'convert', orderId: second.id, order: { opening, policy: patientOrderPolicy } }),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    const [won, lost] = outcomes[0].kind === 'done' ? [first, second] : [second, first];
    expect(outcomes).toContainEqual({ kind: 'refused', refusal: { code: 'already-converted', details: { orderId: won.id } } });
    await expectBothWhole({ ...both, order: won });
    await expect(lost.handle().describe()).rejects.toThrow('not found');
  });

  it('that runs already, begins nothing', async () => {
    const { message, holder } = await conversion();
    const running = new Order(the);
    await running.open();
    done(await message.asOfficer(holder, { type: 'convert', orderId: running.id, order: null }));
    await message.handle().result();
    expect(await childrenOf(message)).toBe(0);
    expect(await message.links()).toEqual([running.id]);
  });

  it('by somebody who does not hold it, begins nothing', async () => {
    const { message, order, command } = await conversion();
    expect(refusal(await message.asOfficer(the.people.west[0], command))).toBe('not-assignee');
    await expect(order.handle().describe()).rejects.toThrow('not found');
  });

  it('under an id that another order has, stays as it is', async () => {
    const { message, order, holder, command } = await conversion();
    await order.open();
    expect(await message.asOfficer(holder, command)).toEqual({ kind: 'refused', refusal: { code: 'id-taken' } });
    expect(await message.image()).toMatchObject({ status: 'assigned', version: 2 });
    done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), uploadIds: [] }));
  });

  it('whose deadlines cannot be counted, stays as it is', async () => {
    const none = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
    const idle = calendarFor({ week: none, makeUp: [] }, [2026]);
    const { message, order, holder, command } = await conversion({ calendars: { east: idle, west: idle } });
    await expect(message.asOfficer(holder, command)).rejects.toThrow();
    expect(await message.image()).toMatchObject({ status: 'assigned', version: 2 });
    await expect(order.handle().describe()).rejects.toThrow('not found');
    done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), uploadIds: [] }));
  });
});

describe('the worker stops and starts in the middle of a conversion', () => {
  it('between the order’s beginning and the end of the message', async () => {
    const both = await conversion();
    const { message, order, holder, command } = both;
    const slow = await the.knex.transaction();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    const asked = message.asOfficer(holder, command).catch(() => undefined);
    await eventually(
      () => order.events(),
      (events) => events.length === 2,
    );
    expect(await message.events()).toEqual(['submitted', 'assigned']);
    const stopped = the.stopWorkers();
    await slow.commit();
    await stopped;
    await the.startWorkers();
    await asked;
    await expectBothWhole(both);
  });

  /** A task that was meant for the worker's own memory of a case waits ten seconds for it before another worker gets it. */
  const limitMs = 25_000;

  it.each([0, 15, 30, 60, 120])(
    '%i ms after three were asked for',
    async (ms) => {
      const all = await Promise.all([conversion(), conversion(), conversion()]);
      const key = randomUUID();
      const ask = ({ message, holder, command }: Conversion) => message.asOfficer(holder, command, key);
      const asked = Promise.allSettled(all.map(ask));
      await new Promise((resolve) => setTimeout(resolve, ms));
      await the.stopWorkers();
      await the.startWorkers();
      await asked;
      // What a page does that got no answer: it asks again under the same key.
      for (const both of all) {
        await eventually(
          () => ask(both).then(({ kind }) => kind, String),
          (outcome) => outcome === 'done',
          limitMs,
        );
        await expectBothWhole(both);
      }
    },
    2 * limitMs,
  );
});
