import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';

import type { Actor } from '../domain/case.ts';
import { workOrderKind } from '../domain/work-order/kind.ts';
import { done, eventually, refusal } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { patientOrderPolicy } from '../tests/support/work-order.ts';
import { workflowIdOf, type Signalled } from './contract.ts';

const the = stage();
const completed = proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED;

const taxpayer = (): Actor => ({ kind: 'taxpayer', id: the.people.taxpayer });
const urge = (commandId: string = randomUUID()): Signalled => ({ commandId, actor: taxpayer(), command: { type: 'urge' } });
const terminate = (reasonId: string | null, commandId: string = randomUUID()) => ({
  commandId,
  actor: taxpayer(),
  command: { type: 'terminate', reasonId },
});

async function opened(): Promise<Order> {
  const order = new Order(the);
  await order.open();
  return order;
}

const until = (order: Order, holds: (events: string[]) => boolean) => eventually(() => order.events(), holds);

/** A query is answered after all that was sent before it has been heard; what was refused or not understood has come to nothing. */
const heard = (order: Order) => order.state();

describe('signals of a plain client of Temporal', () => {
  it('urge as the update does', async () => {
    const [signalled, updated] = [await opened(), await opened()];
    await signalled.signal('urge', urge());
    await until(signalled, (events) => events.includes('urged'));
    done(await updated.asTaxpayer({ type: 'urge' }));
    expect(await signalled.events()).toEqual(await updated.events());
    for (const order of [signalled, updated]) {
      expect(await order.task()).toMatchObject({ rank: 0, urges: 1 });
      expect((await order.image())['state']).toEqual(await order.state());
      expect(await lastActor(order)).toEqual({ actor_kind: 'taxpayer', actor_id: the.people.taxpayer });
    }
  });

  it('terminate as the update does, with its reason', async () => {
    const order = await opened();
    const reasonId = await order.text();
    await order.signal('terminate', terminate(reasonId));
    await until(order, (events) => events.includes('closed'));
    expect(await order.image()).toMatchObject({ status: 'terminated' });
    expect(await the.knex('texts').where({ id: reasonId }).first<{ adopted_at: Date }>()).toMatchObject({ adopted_at: expect.any(Date) });
    expect(await lastActor(order)).toEqual({ actor_kind: 'taxpayer', actor_id: the.people.taxpayer });
    done(await order.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
    await order.handle().result();
  });

  it('are refused by the same rules, and the order goes on', async () => {
    const order = await opened();
    await order.advance(2);
    await order.signal('terminate', terminate(null));
    for (let i = 0; i < 3; i += 1) await order.signal('urge', urge());
    await until(order, (events) => events.filter((type) => type === 'urged').length === patientOrderPolicy.urges.most);
    expect(await heard(order)).toMatchObject({ status: 'in-progress', urges: 2 });
    await order.advance();
  });

  it('find whoever ended it before them, and change nothing of that', async () => {
    const order = await opened();
    done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }));
    const before = await order.state();
    await order.signal('terminate', terminate(null));
    await order.signal('urge', urge());
    expect(await heard(order)).toEqual(before);
    expect(await order.events()).toEqual(['opened', 'assigned', 'closed']);
  });
});

describe('the same command id', () => {
  it('sent twice, at once and later, is carried out once', async () => {
    const order = await opened();
    const signal = urge();
    await Promise.all([order.signal('urge', signal), order.signal('urge', signal)]);
    await until(order, (events) => events.includes('urged'));
    await order.signal('urge', signal);
    expect((await heard(order)).urges).toBe(1);
    expect(await order.events()).toEqual(['opened', 'assigned', 'urged']);
  });

  it('as an update first, the signal changes nothing', async () => {
    const order = await opened();
    const key = randomUUID();
    done(await order.asTaxpayer({ type: 'urge' }, key));
    await order.signal('urge', urge(key));
    expect((await heard(order)).urges).toBe(1);
  });

  it('as a signal first, the update is answered as if it had been the one', async () => {
    const order = await opened();
    const key = randomUUID();
    await order.signal('urge', urge(key));
    await until(order, (events) => events.includes('urged'));
    expect(done(await order.asTaxpayer({ type: 'urge' }, key))).toMatchObject({ version: 3 });
    expect((await heard(order)).urges).toBe(1);
  });

  it('as an update while the signal is being written down, it waits and is answered the same', async () => {
    const order = await opened();
    const key = randomUUID();
    const slow = await the.knex.transaction();
    await slow('cases').where({ id: order.id }).forUpdate().select('id');
    await order.signal('terminate', terminate(null, key));
    await eventually(
      () => order.state(),
      ({ status }) => status === 'terminated',
    );
    const asked = order.asTaxpayer({ type: 'terminate', reasonId: null }, key);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await slow.commit();
    expect(done(await asked)).toMatchObject({ status: 'terminated', version: 3 });
    expect(await order.events()).toEqual(['opened', 'assigned', 'closed']);
  });
});

describe('nonsense', () => {
  const id = randomUUID();
  const whole = { commandId: id, actor: { kind: 'system' }, command: { type: 'terminate', reasonId: null } };
  const without = (key: keyof typeof whole) => Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));
  const nonsense: [string, string, unknown][] = [
    ['nothing', 'terminate', undefined],
    ['null', 'terminate', null],
    ['a word', 'terminate', 'terminate'],
    ['a number', 'urge', 7],
    ['a list', 'urge', [whole]],
    ['no command id', 'terminate', without('commandId')],
    ['an empty command id', 'terminate', { ...whole, commandId: '' }],
    ['a command id that is a number', 'terminate', { ...whole, commandId: 1 }],
    ['no actor', 'terminate', without('actor')],
    ['an actor without an id', 'terminate', { ...whole, actor: { kind: 'taxpayer' } }],
    ['an actor of an unknown kind', 'terminate', { ...whole, actor: { kind: 'robot', id } }],
    ['an actor whose id is nobody’s', 'terminate', { ...whole, actor: { kind: 'taxpayer', id: '1; DROP TABLE cases' } }],
    ['no command', 'terminate', without('command')],
    ['a command without a type', 'terminate', { ...whole, command: {} }],
    ['another command inside', 'urge', whole],
    ['a command that is no signal, inside', 'urge', { ...whole, command: { type: 'end', reasonId: id } }],
    ['a command that is no signal, by its name', 'end', { ...whole, command: { type: 'end', reasonId: id } }],
    ['an unknown name', 'explode', whole],
    ['the name of what every object has', 'toString', whole],
    ['an older version without a reason', 'terminate', { ...whole, command: { type: 'terminate' } }],
    ['an older version with the reason itself', 'terminate', { ...whole, command: { type: 'terminate', reasonId: '不想办了' } }],
    ['a reason of another shape', 'terminate', { ...whole, command: { type: 'terminate', reasonId: { id } } }],
  ];
  it.each(nonsense)('%s changes nothing, and the order goes on', async (_, name, content) => {
    const order = await opened();
    const before = await order.state();
    await order.signal(name, content);
    expect(await heard(order)).toEqual(before);
    done(await order.asTaxpayer({ type: 'urge' }));
    expect(await order.events()).toEqual(['opened', 'assigned', 'urged']);
  });

  it.each(['json/plain', 'binary/encrypted'])('what cannot be read (%s) changes nothing, and the order goes on', async (encoding) => {
    const order = await opened();
    const before = await order.state();
    const workflowExecution = { workflowId: workflowIdOf('work-order', order.id) };
    const payload = { metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from('{"commandId": ') };
    const input = { payloads: [payload] };
    const { namespace } = the.client.options;
    await the.client.workflowService.signalWorkflowExecution({ namespace, workflowExecution, signalName: 'terminate', input });
    expect(await heard(order)).toEqual(before);
    const meta = { updateId: randomUUID() };
    const answer = await the.client.workflowService.updateWorkflowExecution({
      namespace,
      workflowExecution,
      request: { meta, input: { name: 'urge', args: input } },
      waitPolicy: { lifecycleStage: completed },
    });
    expect(answer.outcome?.failure).toBeTruthy();
    done(await order.asTaxpayer({ type: 'urge' }));
    expect(await order.events()).toEqual(['opened', 'assigned', 'urged']);
  });

  it('what a newer version says beside is left out: the command is what is known of it', async () => {
    const order = await opened();
    const { command, ...envelope } = terminate(null);
    await order.signal('terminate', { ...envelope, sentBy: 'a newer version', command: { ...command, outcome: 'finished', stage: 3 } });
    await until(order, (events) => events.includes('closed'));
    const state = await order.state();
    expect(state).toMatchObject({ status: 'terminated', outcome: 'terminated', stage: 0 });
    expect(Object.keys(state).toSorted()).toEqual(Object.keys(workOrderKind.begin(await order.opening(), 0)).toSorted());
    const told = the.knex('case_events').where({ case_id: order.id, type: 'closed' });
    const [event] = await told.pluck<Record<string, unknown>[]>('data');
    expect(Object.keys(event ?? {}).toSorted()).toEqual(['clock', 'outcome', 'reasonId']);
  });
});

describe('the taxpayer terminates while the officer finishes', () => {
  it('at the same moment: one wins, the other is told who did what, fifty times', async () => {
    const winners = { completed: 0, terminated: 0 };
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, i) => {
          const order = new Order(the);
          const stages = patientOrderPolicy.stages.map((each) => ({ ...each, finish: 'holder' as const }));
          await order.open({ stages }, { papers: [] });
          const holder = await order.holder();
          const finish = { type: 'finish' as const, asSupervisor: false, textId: await order.text(), uploadIds: [] };
          const reasonId = await order.text();
          const deeds = [() => order.asOfficer(holder, finish), () => order.asTaxpayer({ type: 'terminate', reasonId })];
          // Whoever is asked first is taken in turns, so that neither always wins.
          const asked = (i % 2 === 0 ? deeds : deeds.toReversed()).map((deed) => deed());
          const outcomes = await Promise.all(i % 2 === 0 ? asked : asked.toReversed());
          const [finished, terminated] = outcomes;
          if (!finished || !terminated) throw new Error('two were asked');
          expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
          const won = finished.kind === 'done' ? 'completed' : 'terminated';
          winners[won] += 1;
          if (won === 'completed') {
            expect(terminated).toEqual({ kind: 'refused', refusal: { code: 'order-completed', details: { by: 'officer' } } });
            expect(await order.events()).toEqual(['opened', 'assigned', 'finished', 'closed']);
          } else {
            expect(finished).toEqual({ kind: 'refused', refusal: { code: 'order-terminated', details: { by: 'taxpayer' } } });
            expect(await order.events()).toEqual(['opened', 'assigned', 'closed']);
          }
          expect(await order.image()).toMatchObject({ status: won });
          expect(refusal(await order.asTaxpayer({ type: 'terminate', reasonId }))).toBe(`order-${won}`);
        }),
      );
    }
    expect(winners.completed + winners.terminated).toBe(50);
    expect(Math.min(winners.completed, winners.terminated)).toBeGreaterThan(0);
  }, 60_000);
});

async function lastActor(order: Order): Promise<unknown> {
  return await the.knex('case_events').where({ case_id: order.id }).orderBy('version', 'desc').first('actor_kind', 'actor_id');
}
