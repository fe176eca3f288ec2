/** Cases whose workflow was ended from outside, or whose stores are of different moments, go on. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { MessageCommand } from '../domain/message/message.ts';
import { startTestTemporal, type TestService } from '../stack/testing.ts';
import { deskServer, codeOf, type DeskServer } from '../tests/support/desk-web.ts';
import { done, eventually, Message, ms, refusal } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { repair, verify } from '../workers/verification.ts';
import { choreWorkflow } from '../workflows/contract.ts';
import { createGoOn } from './go-on.ts';

let temporal: TestService;
/** On a server of its own: what repairs a region walks through all that runs there. */
const the = stage(async () => {
  temporal = await startTestTemporal();
  return temporal.address;
});
afterAll(() => temporal.stop());
const goOn = (id: string) => createGoOn(the)(id);
const found = async ({ id }: { id: string }) =>
  (await verify(the.knex, the.client, { secondLookMs: 0 })).discrepancies.filter(({ caseId }) => caseId === id);

const sweep = () =>
  the.client.workflow.execute(choreWorkflow, {
    args: ['findStalled'],
    taskQueue: the.taskQueue,
    workflowId: `find-stalled-${randomUUID()}`,
  });

const submitted = async (policy = {}): Promise<Message> => {
  const message = new Message(the);
  await message.submit(policy);
  return message;
};
const reply = async (message: Message, key: string = randomUUID()) =>
  await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), uploadIds: [] }, key);

/** The case as it is written down, as a backup has it. */
async function backup({ id }: Message): Promise<() => Promise<void>> {
  const tables = ['cases', 'case_events', 'tasks', 'notices', 'case_links'] as const;
  const column = (table: (typeof tables)[number]) => (table === 'cases' ? 'id' : 'case_id');
  const rows = await Promise.all(
    tables.map(async (table) => await the.knex(table).where(column(table), id).select<Record<string, unknown>[]>()),
  );
  return async () => {
    const columns = await the
      .knex('information_schema.columns')
      .where({ data_type: 'jsonb', table_schema: 'public' })
      .select<{ table_name: string; column_name: string }[]>('table_name', 'column_name');
    await the.owner.transaction(async (trx) => {
      await trx.raw('ALTER TABLE case_events DISABLE TRIGGER case_events_append_only');
      for (const table of tables.toReversed()) await trx(table).where(column(table), id).delete();
      for (const [at, table] of tables.entries())
        for (const row of rows[at] ?? []) {
          const json = columns.filter(({ table_name }) => table_name === table).map(({ column_name }) => column_name);
          const entries = Object.entries(row).map(([name, value]) => [
            name,
            json.includes(name) && value !== null ? JSON.stringify(value) : value,
          ]);
          await trx(table).insert(Object.fromEntries(entries));
        }
      await trx.raw('ALTER TABLE case_events ENABLE TRIGGER case_events_append_only');
    });
  };
}

describe('a case whose workflow was terminated', () => {
  it('is found, goes on from its image, and knows the commands it has carried out', async () => {
    const message = await submitted();
    const key = randomUUID();
    const text = await message.text();
    const ask: MessageCommand = { type: 'askBack', textId: text, uploadIds: [] };
    const holder = await message.holder();
    const first = done(await message.asOfficer(holder, ask, key));
    await message.handle().terminate('for the test');

    await sweep();
    expect(await message.image()).toMatchObject({ stalled_as: 'workflow-gone' });

    expect(await goOn(message.id)).toBe('begun-anew');
    expect(await message.image()).toMatchObject({ stalled_at: null, stalled_as: null });
    expect(await found(message)).toEqual([]);
    expect(done(await message.asOfficer(holder, ask, key))).toEqual(first);
    expect(await goOn(message.id)).toBe('runs');
    expect(done(await reply(message))).toMatchObject({ status: 'replied', number: first.number });
    expect(await message.events()).toEqual(['submitted', 'assigned', 'asked-back', 'replied']);
  });

  it('rings what was due meanwhile', async () => {
    const message = await submitted({ firstAnswerMinutes: 2_000 * ms, warnShare: 0.5 });
    await message.handle().terminate('for the test');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await goOn(message.id)).toBe('begun-anew');
    await eventually(
      () => message.events(),
      (events) => events.includes('escalated'),
    );
  });

  it('cannot go on when nobody knows its policy', async () => {
    const message = await submitted();
    await the.knex('cases').where({ id: message.id }).update({ policy: null });
    await the.client.workflowService.deleteWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: message.handle().workflowId },
    });
    await eventually(
      () =>
        message
          .handle()
          .describe()
          .then(
            () => 'there',
            () => 'gone',
          ),
      (where) => where === 'gone',
    );
    expect(await goOn(message.id)).toBe('policy-unknown');
  });
});

describe('stores of different moments', () => {
  it('PostgreSQL restored older: what the workflow has decided is written again', async () => {
    const message = await submitted();
    const restore = await backup(message);
    done(await reply(message));
    const after = await message.image();
    await restore();
    expect(await message.events()).toEqual(['submitted', 'assigned']);

    await repair(the, { secondLookMs: 0 });
    expect(await message.events()).toEqual(['submitted', 'assigned', 'replied']);
    expect((await message.image())['state']).toEqual(after['state']);
    expect(await found(message)).toEqual([]);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  });

  it('PostgreSQL restored to before the case: it is written from the beginning, under its number', async () => {
    const message = await submitted();
    const { number } = await message.image();
    await the.owner.transaction(async (trx) => {
      await trx.raw('ALTER TABLE case_events DISABLE TRIGGER case_events_append_only');
      for (const table of ['notices', 'tasks', 'case_links', 'case_events']) await trx(table).where({ case_id: message.id }).delete();
      await trx('cases').where({ id: message.id }).delete();
      await trx.raw('ALTER TABLE case_events ENABLE TRIGGER case_events_append_only');
    });
    expect(await goOn(message.id)).toBe('written-again');
    expect(await message.image()).toMatchObject({ number, version: 2 });
    expect(done(await reply(message))).toMatchObject({ number });
  });

  it('Temporal restored older: the workflow is found out at its next step, and goes on from the image', async () => {
    const message = await submitted();
    const restore = await message.handle().query<{ state: unknown; number: string; policy: unknown }>('standing');
    const holder = await message.holder();
    done(await message.asOfficer(holder, { type: 'askBack', textId: await message.text(), uploadIds: [] }));
    // A server that was restored has the workflow as it was before the question back.
    const { regionId, centreId } = restore.state as { regionId: string; centreId: string };
    await the.client.workflow.start('message', {
      workflowId: message.handle().workflowId,
      taskQueue: the.taskQueue,
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      args: [
        {
          opening: { id: message.id, regionId, centreId },
          policy: restore.policy,
          carried: { state: restore.state, number: restore.number, handled: [] },
        },
      ],
    });
    expect(refusal(await message.asOfficer(holder, { type: 'reply', textId: await message.text(), uploadIds: [] }))).toBe('case-stalled');
    expect(await message.events()).toEqual(['submitted', 'assigned', 'asked-back']);
    expect(await message.image()).toMatchObject({ stalled_as: 'conflict' });

    expect(await goOn(message.id)).toBe('begun-anew');
    expect(await found(message)).toEqual([]);
    expect(done(await reply(message))).toMatchObject({ status: 'replied', version: 4 });
  });
});

describe('over HTTP', () => {
  let server: DeskServer;
  beforeAll(async () => {
    server = await deskServer(the.knex, the.client, { taskQueue: the.taskQueue });
  });
  afterAll(() => server.close());

  it('a supervisor sees what has stalled in the centre, lets it go on or ends it; an agent may not', async () => {
    const [going, ending] = [await submitted(), await submitted()];
    for (const message of [going, ending]) await message.handle().terminate('for the test');
    await sweep();
    const supervisor = await server.officer(the.people.supervisor);
    const agent = await server.officer(the.people.east[0]);
    const stalled = async () => {
      const { body } = await supervisor<{ items: { id: string }[] }>('GET', '/api/supervision/stalled');
      return body.items.filter(({ id }) => id === going.id || id === ending.id);
    };
    expect(await stalled()).toMatchObject(
      Array.from({ length: 2 }, () => ({ stalledAs: 'workflow-gone', centre: { id: 'east' }, actions: ['go-on', 'end'] })),
    );

    const ask = (who: typeof agent, { id }: Message, as: string) =>
      who<{ outcome: string }>('POST', `/api/supervision/cases/${id}/going-on`, { as });
    expect(codeOf(await ask(agent, going, 'go-on'))).toBe('not-allowed');
    expect((await ask(supervisor, going, 'go-on')).body).toEqual({ outcome: 'begun-anew' });
    expect((await ask(supervisor, ending, 'end')).body).toEqual({ outcome: 'begun-anew' });
    expect(await stalled()).toEqual([]);
    expect(done(await reply(going))).toMatchObject({ status: 'replied' });
    await eventually(
      () => ending.image(),
      ({ status }) => status === 'closed',
    );
    const actions = await the
      .knex('audit_log')
      .whereIn('object_id', [going.id, ending.id])
      .whereIn('action', ['go-on', 'end'])
      .pluck('action');
    expect(actions.toSorted()).toEqual(['end', 'go-on']);
  });
});
