/** Waiting cases of every kind are called when an officer comes on duty, or has less to do. */
import { beforeEach, describe, expect, it } from '@jest/globals';

import { callWaiting } from '../activities/queue.ts';
import { Form } from '../tests/support/form.ts';
import { done, eventually, Message } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();
const first = (): string => the.people.east[0];
const second = (): string => the.people.east[1];

const officers = (change: object, ...ids: string[]) => the.knex('officers').whereIn('id', ids).update(change);
const call = () => callWaiting(the.knex, the.client, 'east');
const holderOf = async (staged: { image(): Promise<Record<string, unknown>> }) => (await staged.image())['assignee_id'];
const taken = (staged: { image(): Promise<Record<string, unknown>> }) =>
  eventually(
    () => holderOf(staged),
    (holder) => holder !== null,
  );

beforeEach(async () => {
  await the.knex('tasks').delete();
  await the.knex('officers').update({ status: 'away', task_capacity: 100 });
});

async function submitted(): Promise<Message> {
  const message = new Message(the);
  await message.submit();
  return message;
}

describe('a case that waits', () => {
  it.each([
    ['a 留言', submitted],
    [
      'a 工单',
      async () => {
        const order = new Order(the);
        await order.open();
        return order;
      },
    ],
    [
      'a 业务办理服务确认单',
      async () => {
        const form = new Form(the);
        await form.open({}, { senderId: second() });
        done(await form.asHolder({ type: 'release', noteId: null }));
        await form.confirm();
        return form;
      },
    ],
  ])('%s goes to the officer who comes on duty', async (_, begun) => {
    const staged = await begun();
    expect(await holderOf(staged)).toBeNull();
    expect(await staged.task()).toMatchObject({ wants_officer: true });
    expect(await call()).toBe(0);
    await officers({ status: 'online' }, first());
    expect(await call()).toBe(1);
    expect(await taken(staged)).toBe(first());
    expect(await staged.task()).toMatchObject({ wants_officer: false, assignee_id: first() });
    expect((await staged.events()).at(-1)).toBe('assigned');
    expect(await call()).toBe(0);
  });

  it('does not go to the officer who released it, but to the next who comes', async () => {
    await officers({ status: 'online' }, first());
    const message = await submitted();
    done(await message.asOfficer(first(), { type: 'release', noteId: null }));
    expect(await call()).toBe(0);
    await officers({ status: 'online' }, second());
    expect(await call()).toBe(1);
    expect(await taken(message)).toBe(second());
  });

  it('is left alone when it was woken in vain', async () => {
    const message = await submitted();
    await message.signal('seek', { commandId: 'vain', actor: { kind: 'system' }, command: { type: 'seek' } });
    await message.signal('seek', 'nonsense');
    const { version } = await message.state();
    expect([version, await message.events()]).toEqual([1, ['submitted']]);
    await officers({ status: 'online' }, second());
    await call();
    expect(await taken(message)).toBe(second());
  });
});

describe('an officer whose capacity is used up', () => {
  it('is given the longest waiting case as soon as they have answered one, and no more', async () => {
    await officers({ status: 'online', task_capacity: 1 }, first());
    const held = await submitted();
    const waiting = await submitted();
    const last = await submitted();
    expect(await Promise.all([held, waiting, last].map(holderOf))).toEqual([first(), null, null]);
    expect(await call()).toBe(0);
    done(await held.asOfficer(first(), { type: 'reply', textId: await held.text(), uploadIds: [] }));
    expect(await taken(waiting)).toBe(first());
    expect(await call()).toBe(0);
    expect(await holderOf(last)).toBeNull();
  });

  it('may still claim more', async () => {
    await officers({ status: 'online', task_capacity: 0 }, first());
    const message = await submitted();
    expect(await holderOf(message)).toBeNull();
    done(await message.asOfficer(first(), { type: 'claim' }));
    expect(await holderOf(message)).toBe(first());
  });

  it('shares many waiting cases with a colleague who comes, evenly', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, submitted));
    await officers({ status: 'online' }, first(), second());
    expect(await call()).toBe(8);
    const holders = await Promise.all(many.map(taken));
    expect(holders.filter((holder) => holder === first())).toHaveLength(4);
  });
});
