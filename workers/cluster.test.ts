import { afterAll, describe, expect, it } from '@jest/globals';
import { ScheduleNotFoundError } from '@temporalio/client';

import { done, eventually, Message } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { chores } from '../workflows/contract.ts';
import { prepareNamespace } from './cluster.ts';

const the = stage();
const scheduleOf = (chore?: string) => the.client.schedule.getHandle(['housekeeping', the.taskQueue, ...(chore ? [chore] : [])].join('-'));
const reported: string[] = [];
const prepare = () => prepareNamespace(the.client, the.taskQueue, (step) => reported.push(step));

describe('a prepared namespace', () => {
  afterAll(async () => {
    for (const chore of chores) await scheduleOf(chore).delete();
  });

  it('gives every chore a schedule of its own, once, and takes away the one that did them all', async () => {
    await the.client.schedule.create({
      scheduleId: `housekeeping-${the.taskQueue}`,
      spec: { intervals: [{ every: '1 hour' }] },
      action: { type: 'startWorkflow', workflowType: 'housekeeping', taskQueue: the.taskQueue },
    });
    await prepare();
    await prepare();
    expect(reported).toEqual([]);
    await expect(scheduleOf().describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
    for (const chore of chores) {
      const { action, spec } = await scheduleOf(chore).describe();
      expect(action).toMatchObject({ workflowType: 'chore', args: [chore], taskQueue: the.taskQueue });
      expect(spec.intervals).toHaveLength(1);
    }
  });

  it('archives what is over when its time comes', async () => {
    const message = new Message(the);
    await message.submit();
    done(await message.asTaxpayer({ type: 'withdraw' }));
    await message.handle().result();
    await the.knex('archive_queue').update({ due_at: the.knex.fn.now() });
    await scheduleOf('archiveHistories').trigger();
    await eventually(
      () => the.knex('case_histories').where({ case_id: message.id }).pluck<string[]>('case_id'),
      (archived) => archived.length === 1,
      20_000,
    );
  });
});
