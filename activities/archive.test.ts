import { randomUUID } from 'node:crypto';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';

import { dueRuns, enqueueRuns, readHistory, unarchivedRuns } from '../db/archive.ts';
import type { MessageTypes } from '../domain/message/kind.ts';
import { done, eventually, Message, patientPolicy } from '../tests/support/message.ts';
import { testBundle } from '../tests/support/open-stage.ts';
import { stage } from '../tests/support/stage.ts';
import { workflowIdOf, workflowTypeOf, type CaseInput } from '../workflows/contract.ts';
import { createArchive } from './archive.ts';
import type { Pulse } from './pulse.ts';

const the = stage();
const warnings: [string, object][] = [];
const pulse: Pulse = {
  beat: () => undefined,
  cancelled: () => new AbortController().signal,
  warn: (message, detail) => warnings.push([message, detail]),
};
const archive = (client = the.client) => createArchive(the.knex, client, pulse);

beforeEach(async () => {
  warnings.length = 0;
  await the.knex('archive_queue').delete();
});

const queued = (caseId: string) =>
  the
    .knex('archive_queue')
    .where({ case_id: caseId })
    .orderBy('run_id')
    .select<Record<string, unknown>[]>('run_id', 'attempts', 'error', 'gone_at');
const archivedRuns = (caseId: string) =>
  the
    .knex('case_histories')
    .where({ case_id: caseId })
    .orderBy('started_at')
    .select<{ run_id: string; final: boolean }[]>('run_id', 'final');
const becomeDue = () => the.knex('archive_queue').update({ due_at: the.knex.fn.now() });

/** A 留言 that is over, and its workflow, too. */
async function over(): Promise<Message> {
  const message = new Message(the);
  await message.submit();
  done(await message.asTaxpayer({ type: 'withdraw' }));
  await message.handle().result();
  await becomeDue();
  return message;
}

describe('the archive', () => {
  it('takes what is over from the queue, once', async () => {
    const message = await over();
    expect(await archive().archiveHistories()).toBe(1);
    expect([await queued(message.id), (await archivedRuns(message.id)).map(({ final }) => final)]).toEqual([[], [true]]);
    expect(await archive().archiveHistories()).toBe(0);
  });

  it('keeps every run of a case that went on as new: earlier ones while it is open, and they replay', async () => {
    const message = new Message(the);
    const input: CaseInput<MessageTypes> = {
      opening: await message.submission(),
      policy: patientPolicy,
      limits: { updates: 1, historyEvents: 8_000 },
    };
    const started = await the.client.workflow.start(workflowTypeOf('message'), {
      workflowId: workflowIdOf('message', message.id),
      taskQueue: the.taskQueue,
      args: [input],
    });
    const first = started.firstExecutionRunId;
    await eventually(
      () => message.events(),
      (events) => events.length === 2,
    );
    done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), uploadIds: [] }));
    // The server tells of what has gone on a moment later.
    await eventually(
      () => archive().findContinuedRuns(),
      (found) => found > 0,
    );
    expect((await queued(message.id)).map(({ run_id }) => run_id)).toEqual([first]);
    expect(await archive().archiveHistories()).toBe(1);
    expect(await archivedRuns(message.id)).toEqual([{ run_id: first, final: false }]);
    expect(await archive().findContinuedRuns()).toBe(0);
    // The page of an open case shows the run that goes on.
    expect(await readHistory(the.knex, message.id)).toBeUndefined();

    done(await message.asTaxpayer({ type: 'followUp', textId: await message.text(), uploadIds: [] }));
    await eventually(
      async () => (await message.handle().describe()).runId,
      (runId) => runId !== first,
    );
    done(await message.asOfficer(the.people.supervisor, { type: 'end', reasonId: await message.text() }));
    await message.handle().result();
    await becomeDue();
    // The last run is archived first, and names the one before it.
    let rounds = 0;
    while ((await dueRuns(the.knex, 10)).length > 0 && rounds < 5) {
      await archive().archiveHistories();
      rounds += 1;
    }
    const runs = await archivedRuns(message.id);
    expect(runs.map(({ final }) => final)).toEqual([...runs.slice(1).map(() => false), true]);
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect((await readHistory(the.knex, message.id))?.run_id).toBe(runs.at(-1)?.run_id);

    const histories = await the.knex('case_histories').where({ case_id: message.id }).pluck<object[]>('history');
    const workflowBundle = { codePath: await testBundle() };
    for (const history of histories) await Worker.runReplayHistory({ workflowBundle }, history);
  });

  it('goes on when one history fails, and tries that one again later', async () => {
    const [bad, good] = [await over(), await over()];
    await the.owner.raw(`ALTER TABLE case_histories ADD CONSTRAINT broken CHECK (case_id <> '${bad.id}')`);
    try {
      expect(await archive().archiveHistories()).toBe(1);
      expect((await archivedRuns(good.id)).length).toBe(1);
      expect(await queued(bad.id)).toEqual([
        { run_id: '', attempts: 1, error: expect.stringContaining('violates check constraint "broken"'), gone_at: null },
      ]);
      expect(await dueRuns(the.knex, 10)).toEqual([]);
      for (let attempt = 2; attempt <= 5; attempt += 1) {
        await becomeDue();
        await archive().archiveHistories();
      }
      const [told] = await unarchivedRuns(the.knex);
      expect(told).toMatchObject({ caseId: bad.id, attempts: 5 });
      const { rows } = await the.knex.raw<{ rows: { pause: number }[] }>(
        'SELECT extract(epoch FROM due_at - now())::int AS pause FROM archive_queue',
      );
      const pause = rows[0]?.pause;
      expect(pause).toBeGreaterThan(800);
      expect(pause).toBeLessThan(1_000);
    } finally {
      await the.owner.raw('ALTER TABLE case_histories DROP CONSTRAINT broken');
    }
    await becomeDue();
    expect(await archive().archiveHistories()).toBe(1);
    expect(await queued(bad.id)).toEqual([]);
  });

  it('marks and tells of a history that is gone, and does not ask for it again', async () => {
    const message = await over();
    const forgotten = randomUUID();
    await the.knex.raw(
      `INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', :forgotten::text, 'number', :forgotten::text))).* FROM cases c WHERE id = :id`,
      { forgotten, id: message.id },
    );
    await becomeDue();
    expect(await archive().archiveHistories()).toBe(1);
    expect(warnings).toEqual([['histories are gone and cannot be archived', { count: 1 }]]);
    expect(await queued(forgotten)).toMatchObject([{ error: 'the workflow is gone', gone_at: expect.any(Date) }]);
    await becomeDue();
    expect(await archive().archiveHistories()).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(await unarchivedRuns(the.knex)).toMatchObject([{ caseId: forgotten, error: 'the workflow is gone' }]);
  });

  it('waits for a workflow that has not ended, and counts that as no attempt', async () => {
    const message = new Message(the);
    await message.submit();
    await enqueueRuns(the.knex, [{ caseId: message.id, runId: (await message.handle().describe()).runId }]);
    expect(await archive().archiveHistories()).toBe(0);
    expect(await queued(message.id)).toMatchObject([{ attempts: 0, error: null, gone_at: null }]);
    expect(await dueRuns(the.knex, 10)).toEqual([]);
  });

  it('blames no history when the Temporal server is away', async () => {
    const message = await over();
    const connection = Connection.lazy({ address: '127.0.0.1:9', connectTimeout: '300ms' });
    await expect(archive(new Client({ connection })).archiveHistories()).rejects.toThrow();
    expect(await queued(message.id)).toMatchObject([{ attempts: 0, error: null, gone_at: null }]);
  });
});
