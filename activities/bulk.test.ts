/** Runs of one command over many cases that begin by themselves. */
import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { bulkOutcomes, bulkRunOf, keepBulkRun } from '../db/bulk.ts';
import { eventually, Message } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();

const keepHouse = () =>
  the.client.workflow.execute('housekeeping', { workflowId: `housekeeping-${randomUUID()}`, taskQueue: the.taskQueue, args: [] });

/** Kept by a web process that could not reach Temporal, so long ago. */
async function kept(caseIds: string[], ago: string): Promise<string> {
  const run = {
    id: randomUUID(),
    regionId: 'region',
    actorId: the.people.supervisor,
    command: 'reassign' as const,
    officerId: the.people.east[1],
    note: null,
  };
  expect(await keepBulkRun(the.knex, run, caseIds)).toBe(true);
  await the
    .knex('bulk_runs')
    .where({ id: run.id })
    .update({ created_at: the.knex.raw('now() - ?::interval', [ago]) });
  return run.id;
}
const finished = (id: string) =>
  eventually(
    () => bulkRunOf(the.knex, id),
    (run) => run?.finishedAt !== null,
  );

it('a run that was kept, but could not be started, begins by itself, once', async () => {
  const messages = [new Message(the), new Message(the), new Message(the)];
  for (const message of messages) await message.submit();
  const id = await kept(
    messages.map((message) => message.id),
    '1 minute',
  );
  await keepHouse();
  await keepHouse();
  await finished(id);
  expect((await bulkOutcomes(the.knex, id)).map(({ outcome }) => outcome)).not.toContain(null);
  expect(
    await the
      .knex('cases')
      .whereIn(
        'id',
        messages.map((message) => message.id),
      )
      .pluck('assignee_id'),
  ).toEqual(messages.map(() => the.people.east[1]));
  await keepHouse();
  expect((await the.client.workflow.getHandle(`bulk/${id}`).describe()).status.name).toBe('COMPLETED');
}, 60_000);

it('one that has only just been kept is left to whoever keeps it, and one of the day before is left alone', async () => {
  const message = new Message(the);
  await message.submit();
  const ids = [await kept([message.id], '1 second'), await kept([message.id], '25 hours')];
  await keepHouse();
  for (const id of ids) await expect(the.client.workflow.getHandle(`bulk/${id}`).describe()).rejects.toThrow(/not found/);
}, 60_000);

it('the board’s counts have taken in what has changed', async () => {
  await new Message(the).submit();
  expect(await the.knex('board_changes')).not.toEqual([]);
  await keepHouse();
  expect(await the.knex('board_changes')).toEqual([]);
}, 60_000);
