import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { messageKind, type MessageTypes } from '../domain/message/kind.ts';
import { done, eventually, Message, ms, patientPolicy, refusal } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { CaseEnded } from '../web/server/temporal/gateway.ts';
import { stateQuery, workflowIdOf, workflowTypeOf, type CaseInput } from './contract.ts';

const the = stage();
const nothing = { uploadIds: [] };

describe('the story of a 留言', () => {
  it('from submission over the answer to the rating', async () => {
    const message = new Message(the);
    const first = await message.submit();
    expect(first.number).toMatch(/^\d{8}9\d{6}$/);
    expect(first).toMatchObject({ status: 'assigned', version: 2 });
    const holder = await message.holder();
    expect(the.people.east).toContain(holder);
    expect(done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), ...nothing }))).toMatchObject({
      status: 'replied',
      version: 3,
      number: first.number,
    });
    expect(done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }))).toMatchObject({
      status: 'closed',
      version: 5,
    });
    await message.handle().result();
    expect(await message.image()).toMatchObject({ status: 'closed', version: 5, stars: 5, resolved: true, number: first.number });
    expect(await message.events()).toEqual(['submitted', 'assigned', 'replied', 'rated', 'closed']);
    expect(await message.notices()).toEqual(['message-replied by inbox']);
    expect(await the.knex('tasks').where({ case_id: message.id })).toEqual([]);
  });

  it('with a question back, a follow-up and a second answer', async () => {
    const message = new Message(the);
    await message.submit();
    const holder = await message.holder();
    const text = await message.text();
    done(await message.asOfficer(holder, { type: 'askBack', textId: text, ...nothing }));
    done(await message.asTaxpayer({ type: 'supplement', textId: await message.text(), ...nothing }));
    done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), ...nothing }));
    done(await message.asTaxpayer({ type: 'followUp', textId: await message.text(), ...nothing }));
    expect(done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), ...nothing }))).toMatchObject({
      status: 'replied',
      version: 7,
    });
    expect(await message.notices()).toEqual(['message-asked-back by inbox', 'message-replied by inbox', 'message-replied by inbox']);
    expect(await the.knex('texts').where({ case_id: message.id }).whereNull('adopted_at')).toEqual([]);
  });

  it('withdrawn, it is over for everybody', async () => {
    const message = new Message(the);
    await message.submit();
    const holder = await message.holder();
    expect(done(await message.asTaxpayer({ type: 'withdraw' }))).toMatchObject({ status: 'withdrawn' });
    await message.handle().result();
    await expect(message.asOfficer(holder, { type: 'reply', textId: await message.text(), ...nothing })).rejects.toBeInstanceOf(CaseEnded);
  });

  it('handed over to another centre, it finds an agent there', async () => {
    const message = new Message(the);
    await message.submit();
    const handed = done(
      await message.asOfficer(await message.holder(), { type: 'handOver', to: { centreId: 'west' }, noteId: await message.text() }),
    );
    expect(handed).toMatchObject({ status: 'assigned', version: 4 });
    expect(the.people.west).toContain(await message.holder());
  });

  it('given back, it goes to the other agent', async () => {
    const message = new Message(the);
    await message.submit();
    const before = await message.holder();
    done(await message.asOfficer(before, { type: 'release', noteId: null }));
    expect(await message.holder()).not.toBe(before);
  });

  it('ended by the supervisor with a reason', async () => {
    const message = new Message(the);
    await message.submit({}, { reminder: 'none' });
    done(await message.asOfficer(the.people.supervisor, { type: 'end', reasonId: await message.text() }));
    expect(await message.image()).toMatchObject({ status: 'closed' });
    expect(await message.notices()).toEqual(['message-ended by inbox']);
  });
});

describe('what time brings', () => {
  it('warns, then escalates, and the late answer is still taken', async () => {
    const message = new Message(the);
    await message.submit({ firstAnswerMinutes: 3_000 * ms, warnShare: 0.2 });
    await eventually(
      () => message.events(),
      (events) => events.includes('escalated'),
    );
    expect(await message.events()).toEqual(['submitted', 'assigned', 'warned', 'escalated']);
    expect(await the.knex('tasks').where({ case_id: message.id }).first()).toMatchObject({ escalated: true, rank: 0 });
    expect(done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), ...nothing })).status).toBe(
      'replied',
    );
  });

  it('reminds of a question back, then closes it', async () => {
    const message = new Message(the);
    await message.submit({ supplementMinutes: 3_000 * ms, warnShare: 0.2 });
    done(await message.asOfficer(await message.holder(), { type: 'askBack', textId: await message.text(), ...nothing }));
    await message.handle().result();
    expect(await message.events()).toEqual(['submitted', 'assigned', 'asked-back', 'warned', 'closed']);
    expect(await message.notices()).toEqual(['message-asked-back by inbox', 'message-reminded by inbox', 'message-closed by inbox']);
  });

  it('closes an answered one when nothing follows', async () => {
    const message = new Message(the);
    await message.submit({ followUpMinutes: 300 * ms });
    done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), ...nothing }));
    await message.handle().result();
    expect((await message.image())['state']).toMatchObject({ outcome: 'follow-up-elapsed' });
  });
});

describe('once and only once', () => {
  it('the same form sent twice at the same moment, and again later, is one case', async () => {
    const message = new Message(the);
    const submission = await message.submission();
    const submit = () => the.gateway.open(messageKind, submission, patientPolicy);
    const [a, b] = await Promise.all([submit(), submit()]);
    expect(done(a)).toEqual(done(b));
    expect(done(await submit()).number).toBe(done(a).number);
    expect(await message.events()).toEqual(['submitted', 'assigned']);
  });

  it('after the case is over, the form sent again gives the first answer and starts nothing', async () => {
    const message = new Message(the);
    const first = await message.submit();
    done(await message.asTaxpayer({ type: 'withdraw' }));
    await message.handle().result();
    expect(await message.submit()).toEqual(first);
    expect(await message.events()).toEqual(['submitted', 'assigned', 'withdrawn']);
  });

  it('a reply sent twice under one key is one reply', async () => {
    const message = new Message(the);
    await message.submit();
    const holder = await message.holder();
    const reply = { type: 'reply' as const, textId: await message.text(), ...nothing };
    const key = randomUUID();
    const answers = await Promise.all([message.asOfficer(holder, reply, key), message.asOfficer(holder, reply, key)]);
    expect(done(answers[0])).toEqual(done(answers[1]));
    expect((await message.events()).filter((type) => type === 'replied')).toHaveLength(1);
  });

  it('of two officers who claim at the same moment one wins, a hundred times', async () => {
    const [wang, li] = the.people.east;
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const message = new Message(the);
          expect((await message.submit({}, { typeId: 'nobody' })).status).toBe('submitted');
          const outcomes = await Promise.all([message.asOfficer(wang, { type: 'claim' }), message.asOfficer(li, { type: 'claim' })]);
          expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
          const loser = outcomes.findIndex(({ kind }) => kind === 'refused');
          const outcome = outcomes[loser];
          expect(outcome && refusal(outcome)).toBe('already-claimed');
          expect(await message.holder()).toBe(loser === 0 ? li : wang);
        }),
      );
    }
  }, 60_000);

  it('numbers of one day are never given twice', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => new Message(the).submit()));
    expect(new Set(results.map(({ number }) => number)).size).toBe(20);
  });

  it('many cases at once are spread evenly over those on duty', async () => {
    const before = await loads();
    await Promise.all(Array.from({ length: 10 }, () => new Message(the).submit()));
    const after = await loads();
    const [a = 0, b = 0] = the.people.east.map((id) => after[id] ?? 0);
    expect(Math.abs(a - b)).toBeLessThanOrEqual(
      Math.max(1, Math.abs((before[the.people.east[0]] ?? 0) - (before[the.people.east[1]] ?? 0))),
    );
  });
});

describe('a long case', () => {
  it('goes on as a new run with its state, its number and the commands it has handled', async () => {
    const message = new Message(the);
    const submission = await message.submission();
    await the.client.workflow.start(workflowTypeOf('message'), {
      workflowId: workflowIdOf('message', message.id),
      taskQueue: the.taskQueue,
      args: [
        { opening: submission, policy: patientPolicy, limits: { updates: 3, historyEvents: 8_000 } } satisfies CaseInput<MessageTypes>,
      ],
    });
    const { number } = await eventually(
      () => message.image().catch(() => ({ number: '' })),
      (image) => image['number'] !== '',
    );
    const firstRun = (await message.handle().describe()).runId;
    const holder = await message.holder();
    const key = randomUUID();
    const reply = { type: 'reply' as const, textId: await message.text(), ...nothing };
    const before = done(await message.asOfficer(holder, reply, key));
    for (let i = 0; i < 2; i += 1) done(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), ...nothing }));
    await eventually(
      async () => (await message.handle().describe()).runId,
      (runId) => runId !== firstRun,
    );
    expect(done(await message.asOfficer(holder, reply, key))).toEqual(before);
    expect(done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 4, textId: null }))).toMatchObject({
      number,
      status: 'closed',
    });
    expect((await message.events()).filter((type) => type === 'replied')).toHaveLength(3);
    await message.handle().result();
  });
});

describe('the image', () => {
  it('equals what the workflow says', async () => {
    const message = new Message(the);
    await message.submit();
    done(await message.asOfficer(await message.holder(), { type: 'askBack', textId: await message.text(), ...nothing }));
    expect((await message.image())['state']).toEqual(await message.handle().query(stateQuery));
  });

  it('a command refused leaves no trace in the history', async () => {
    const message = new Message(the);
    await message.submit();
    const before = (await message.handle().describe()).historyLength;
    expect(refusal(await message.asOfficer(the.people.west[0], { type: 'reply', textId: await message.text(), ...nothing }))).toBe(
      'not-assignee',
    );
    expect((await message.handle().describe()).historyLength).toBe(before);
  });
});

async function loads(): Promise<Record<string, number>> {
  const rows = await the
    .knex('tasks')
    .where({ turn: 'officer' })
    .whereNotNull('assignee_id')
    .groupBy('assignee_id')
    .select<{ assignee_id: string; open: number }[]>('assignee_id', the.knex.raw('count(*) AS open'));
  return Object.fromEntries(rows.map((row) => [row.assignee_id, row.open]));
}
