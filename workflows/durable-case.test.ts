/** What the life of every case can bear: its image contradicts it, its workflow is cancelled, what it wants is lost. */
import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { done, eventually, Message, ms, refusal } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { standingQuery } from './contract.ts';

const the = stage();

/** What stands under the next version, as another history of this case would have written it. */
async function writtenOtherwise(message: Message): Promise<void> {
  const { version } = await message.image();
  await the.knex('case_events').insert({
    case_id: message.id,
    version: Number(version) + 1,
    type: 'released',
    at: new Date(),
    actor_kind: 'system',
    actor_id: null,
    data: { noteId: null },
  });
}

const submitted = async (policy = {}): Promise<Message> => {
  const message = new Message(the);
  await message.submit(policy);
  return message;
};
const reply = async (message: Message, key: string = randomUUID()) =>
  await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), uploadIds: [] }, key);

describe('stores of different moments', () => {
  it('stop the case: the command is refused, nothing is written over, the workflow lives and is marked', async () => {
    const message = await submitted();
    const before = await message.state();
    await writtenOtherwise(message);
    const story = await message.events();

    expect(refusal(await reply(message))).toBe('case-stalled');
    expect(await message.events()).toEqual(story);
    expect(await message.image()).toMatchObject({ version: before.version, stalled_as: 'conflict', stalled_at: expect.any(Date) });
    expect(await message.state()).toEqual(before);
    expect(await message.handle().query(standingQuery)).toMatchObject({ stalled: true, state: before });

    expect(refusal(await reply(message))).toBe('case-stalled');
    expect((await message.handle().describe()).status.name).toBe('RUNNING');
    await message.handle().terminate('for the test');
  });

  it('stop it too where its clock finds them out, and it rings no more', async () => {
    const message = await submitted({ firstAnswerMinutes: 5_000 * ms, warnShare: 0.5 });
    await writtenOtherwise(message);
    await eventually(
      () => message.image(),
      ({ stalled_as }) => stalled_as === 'conflict',
    );
    await eventually(
      () => message.handle().query(standingQuery),
      ({ stalled }) => stalled,
    );
    const { historyLength } = await message.handle().describe();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await message.handle().describe()).historyLength).toBe(historyLength);
    await message.handle().terminate('for the test');
  });

  it('stop it where what came before is missing', async () => {
    const message = await submitted();
    await the.owner.raw('ALTER TABLE case_events DISABLE TRIGGER case_events_append_only');
    await the.owner('case_events').where({ case_id: message.id, version: 2 }).delete();
    await the.owner.raw('ALTER TABLE case_events ENABLE TRIGGER case_events_append_only');
    expect(refusal(await reply(message))).toBe('case-stalled');
    expect(await message.events()).toEqual(['submitted']);
    await message.handle().terminate('for the test');
  });
});

describe('a workflow that is cancelled from outside', () => {
  it('ends its 留言 by the rules, as an event of nobody’s', async () => {
    const message = await submitted();
    await message.handle().cancel();
    await message.handle().result();
    expect(await message.events()).toEqual(['submitted', 'assigned', 'closed']);
    expect(await message.image()).toMatchObject({ status: 'closed', live: false });
    const { actor_kind } = await the.knex('case_events').where({ case_id: message.id, version: 3 }).first<{ actor_kind: string }>();
    expect(actor_kind).toBe('system');
    expect(await message.task()).toBeUndefined();
  });

  it('ends its order, which can be rated still; cancelled again, it waits for that', async () => {
    const order = new Order(the);
    await order.open({ evaluationMinutes: 4_000 * ms });
    await order.handle().cancel();
    await eventually(
      () => order.events(),
      (events) => events.includes('closed'),
    );
    await order
      .handle()
      .cancel()
      .catch(() => undefined);
    await order.handle().result();
    expect(await order.events()).toEqual(['opened', 'assigned', 'closed', 'evaluation-elapsed']);
  });

  it('does not cut off a command that is being carried out', async () => {
    const message = await submitted();
    const slow = await the.knex.transaction();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    const asked = reply(message);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await message.handle().cancel();
    await slow.commit();
    expect(done(await asked)).toMatchObject({ status: 'replied' });
    await message.handle().result();
    expect(await message.events()).toEqual(['submitted', 'assigned', 'replied', 'closed']);
  });
});
