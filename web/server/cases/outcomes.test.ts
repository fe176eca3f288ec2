/** What becomes of commands that were answered 202, over a real server whose database is held up for a while. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';

import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';
import { done, eventually, Message } from '../../../tests/support/message.ts';
import { stage } from '../../../tests/support/stage.ts';
import type { CommandOutcomeAnswer } from '../../api/command-outcomes.ts';
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

/** A 留言 that nobody has. */
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

describe('while the row of a case is locked', () => {
  it('two who claim it are told that it is taken, and then who has it and who was refused', async () => {
    const message = await unclaimed();
    const [first, second] = [randomUUID(), randomUUID()];
    const slow = await the.knex.transaction();
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
    // It stays so when the workflow can no longer be asked.
    const rows = await the.knex('command_outcomes').where({ case_id: message.id }).orderBy('state').pluck<string[]>('state');
    expect(rows).toEqual(['done', 'refused']);
  }, 60_000);

  it('two who use the same key each get the answer to their own command', async () => {
    const message = await unclaimed();
    const key = randomUUID();
    const slow = await the.knex.transaction();
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
    const slow = await the.knex.transaction();
    await slow('cases').where({ id: message.id }).forUpdate().select('id');
    expect((await claim(wang, message, key)).status).toBe(202);
    await slow.commit();
    expect(codeOf(await outcome(li, key))).toBe('not-found');
    expect((await settledAs(wang, key)).state).toBe('done');
  }, 60_000);
});

describe('an answer that is lost on the way', () => {
  /** The way to the server on which every answer of an update is lost after it was given. */
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
