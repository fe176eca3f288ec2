/** Outcomes of commands that were answered 202, over a real server whose database is blocked for a while. */
import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';
import { done, eventually, Message } from '../../../tests/support/message.ts';
import { stage } from '../../../tests/support/stage.ts';
import { sweepUnadopted } from '../../../db/contents.ts';
import type { CommandOutcomeAnswer, RefusedCommands } from '../../api/command-outcomes.ts';
import { TemporalGateway } from '../temporal/gateway.ts';

const the = stage();
let server: DeskServer;
let wang: Ask;
let li: Ask;
beforeAll(async () => {
  server = await deskServer(the.knex, the.client, { taskQueue: the.taskQueue });
  [wang, li] = await Promise.all([server.officer(the.people.east[0]), server.officer(the.people.east[1])]);
}, 60_000);
afterAll(() => server.close());

/** A 留言 without assignee. */
async function unclaimed(): Promise<Message> {
  const message = new Message(the);
  await message.submit({}, { typeId: 'nobody' });
  return message;
}

const claim = (who: Ask, { id }: Message, key: string) => who('POST', `/api/cases/${id}/commands/claim`, {}, { 'idempotency-key': key });
const outcome = async (who: Ask, key: string) => await who<CommandOutcomeAnswer>('GET', `/api/commands/${key}`);
const settledAs = (who: Ask, key: string) =>
  eventually(
    async () => (await outcome(who, key)).body,
    ({ state }) => state !== 'pending',
    20_000,
  );

/** A transaction that locks; one that a failed test leaves open is rolled back after it, so that nothing waits for it. */
const locks: Knex.Transaction[] = [];
async function locking(): Promise<Knex.Transaction> {
  const lock = await the.knex.transaction();
  locks.push(lock);
  return lock;
}
afterEach(async () => {
  for (const lock of locks.splice(0)) if (!lock.isCompleted()) await lock.rollback();
});

describe('while the row of a case is locked', () => {
  it('two who claim it are told that it is taken, and then who has it and who was refused', async () => {
    const message = await unclaimed();
    const [first, second] = [randomUUID(), randomUUID()];
    const slow = await locking();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    const answers = await Promise.all([claim(wang, message, first), claim(li, message, second)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect([(await outcome(wang, first)).body.state, (await outcome(li, second)).body.state]).toEqual(['pending', 'pending']);
    await slow.commit();

    const [won, lost] = await Promise.all([settledAs(wang, first), settledAs(li, second)]);
    const [winner, loser] = won.state === 'done' ? [won, lost] : [lost, won];
    expect(winner).toMatchObject({ caseId: message.id, state: 'done', answer: { status: 'assigned', version: 2 }, refusal: null });
    expect(loser).toMatchObject({
      state: 'refused',
      refusal: {
        code: 'already-claimed',
        sentence: expect.stringMatching(/\p{Script=Han}/u),
        details: { officerId: await message.holder() },
      },
    });
    // The outcome stays when the workflow can no longer be asked.
    const rows = await the.knex('command_outcomes').where({ case_id: message.id }).orderBy('state').pluck<string[]>('state');
    expect(rows).toEqual(['done', 'refused']);
  }, 60_000);

  it('two who use the same key each get the answer to their own command', async () => {
    const message = await unclaimed();
    const key = randomUUID();
    const slow = await locking();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    const answers = await Promise.all([claim(wang, message, key), claim(li, message, key)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    await slow.commit();
    const told = await Promise.all([settledAs(wang, key), settledAs(li, key)]);
    expect(told.map(({ state }) => state).sort()).toEqual(['done', 'refused']);
    const again = await Promise.all([claim(wang, message, key), claim(li, message, key)]);
    expect(again.map(({ status }) => status).sort()).toEqual([200, 409]);
  }, 60_000);

  it('what becomes of a command is told to its person only', async () => {
    const message = await unclaimed();
    const key = randomUUID();
    const slow = await locking();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    expect((await claim(wang, message, key)).status).toBe(202);
    await slow.commit();
    expect(codeOf(await outcome(li, key))).toBe('not-found');
    expect((await settledAs(wang, key)).state).toBe('done');
  }, 60_000);
});

describe('what was refused after it had been taken', () => {
  const refused = async (who: Ask, { id }: Message) =>
    (await who<RefusedCommands>('GET', '/api/commands')).body.items.filter(({ caseId }) => caseId === id);

  it('is shown to its sender with the reason and the words until it is put aside, and to nobody else', async () => {
    const message = await unclaimed();
    done(await message.asOfficer(the.people.east[0], { type: 'claim' }));
    const [first, second] = [randomUUID(), randomUUID()];
    const ask = (key: string, text: string) =>
      wang('POST', `/api/cases/${message.id}/commands/askBack`, { textId: randomUUID(), text, uploadIds: [] }, { 'idempotency-key': key });
    const slow = await locking();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    // The first command is being projected before the second arrives.
    const one = ask(first, '请补充合同。');
    await eventually(
      () => the.knex('texts').where({ case_id: message.id, body: '请补充合同。' }).select('id'),
      (rows) => rows.length > 0,
    );
    const other = ask(second, '请补充发票。');
    expect([(await one).status, (await other).status]).toEqual([202, 202]);
    expect(await refused(wang, message)).toEqual([]);
    await slow.commit();
    const [won, lost] = await Promise.all([settledAs(wang, first), settledAs(wang, second)]);
    const [key, text] = won.state === 'refused' ? [first, '请补充合同。'] : [second, '请补充发票。'];
    expect([won.state, lost.state].toSorted()).toEqual(['done', 'refused']);

    expect(await refused(wang, message)).toEqual([
      {
        key,
        caseId: message.id,
        kind: 'message',
        number: (await message.image()).number,
        command: 'askBack',
        at: expect.stringMatching(/Z$/),
        refusal: { code: expect.any(String), sentence: expect.stringMatching(/\p{Script=Han}/u) },
        text,
      },
    ]);
    expect(await refused(li, message)).toEqual([]);

    // Texts stay while they are shown, and are then swept like other unadopted ones.
    const inAMinute = () => new Date(Date.now() + 60_000);
    await sweepUnadopted(the.knex, inAMinute(), () => Promise.resolve());
    expect(await refused(wang, message)).toMatchObject([{ text }]);
    expect(codeOf(await li('POST', `/api/commands/${key}/dismissal`, {}))).toBe('not-found');
    expect((await wang('POST', `/api/commands/${key}/dismissal`, {})).status).toBe(204);
    expect((await wang('POST', `/api/commands/${key}/dismissal`, {})).status).toBe(204);
    expect(await refused(wang, message)).toEqual([]);
    await sweepUnadopted(the.knex, inAMinute(), () => Promise.resolve());
    expect(await the.knex('texts').where({ case_id: message.id, body: text })).toEqual([]);
  }, 60_000);

  it('is found by asking the workflow where nobody has written it down', async () => {
    const message = await unclaimed();
    const key = randomUUID();
    await the.knex('command_outcomes').insert({
      case_id: message.id,
      case_kind: 'message',
      key,
      person_kind: 'officer',
      person_id: the.people.east[0],
      command: 'claim',
      state: 'pending',
      created_at: new Date(Date.now() - 120_000),
    });
    expect(await refused(wang, message)).toMatchObject([{ key, command: 'claim', text: null, refusal: { code: 'command-lost' } }]);
  });
});

describe('an answer that is lost on the way', () => {
  /** Client whose answers to updates are lost after the server gave them. */
  const losing = (): Client =>
    new Proxy(the.client, {
      get: (client, name) => {
        if (name === 'withDeadline') return client.withDeadline.bind(client);
        if (name !== 'workflow') return Reflect.get(client, name) as unknown;
        return new Proxy(client.workflow, {
          get: (workflow, what) =>
            what !== 'getHandle'
              ? (Reflect.get(workflow, what) as unknown)
              : (id: string) => {
                  const handle = workflow.getHandle(id);
                  return Object.assign(Object.create(handle), {
                    executeUpdate: async (...args: Parameters<typeof handle.executeUpdate>) => {
                      await handle.executeUpdate(...args).catch(() => undefined);
                      throw new WorkflowUpdateRPCTimeoutOrCancelledError('lost');
                    },
                  }) as typeof handle;
                },
        });
      },
    });
  const ask = (message: Message, officerId: string, key: string) =>
    new TemporalGateway(losing(), the.taskQueue).command('message', message.id, key, { kind: 'officer', id: officerId }, { type: 'claim' });

  it('is never told as taken when the command was refused', async () => {
    const message = await unclaimed();
    done(await message.asOfficer(the.people.east[0], { type: 'claim' }));
    const told = await ask(message, the.people.east[1], randomUUID()).catch((error: unknown) => (error as Error).name);
    expect(told).not.toEqual({ kind: 'taken' });
  });

  it('is told as done when the command was carried out', async () => {
    const message = await unclaimed();
    expect(await ask(message, the.people.east[0], randomUUID())).toMatchObject({ kind: 'done', result: { status: 'assigned' } });
  });
});

describe('a command that no store knows any more', () => {
  it('is told as lost after a minute, so that it can be sent again', async () => {
    const message = await unclaimed();
    const key = randomUUID();
    await the.knex('command_outcomes').insert({
      case_id: message.id,
      case_kind: 'message',
      key,
      person_kind: 'officer',
      person_id: the.people.east[0],
      state: 'pending',
    });
    expect((await outcome(wang, key)).body.state).toBe('pending');
    await the
      .knex('command_outcomes')
      .where({ key })
      .update({ created_at: new Date(Date.now() - 120_000) });
    expect((await outcome(wang, key)).body).toMatchObject({ state: 'refused', refusal: { code: 'command-lost' } });
  });
});

describe('a case whose workflow is gone', () => {
  it('is not told as closed, and is marked for the supervisor', async () => {
    const message = await unclaimed();
    await message.handle().terminate('for the test');
    expect(codeOf(await claim(wang, message, randomUUID()))).toBe('case-stalled');
    expect(await message.image()).toMatchObject({ stalled_as: 'workflow-gone', stalled_at: expect.any(Date) });
  });
});
