import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

import type { BareActivities } from './worker.ts';

const { writeRow } = proxyActivities<BareActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '15s' },
});

export const bareUpdates = {
  submit: defineUpdate<number>('submit'),
  reply: defineUpdate<number>('reply'),
  close: defineUpdate<number>('close'),
};

/** The bare limit: as many updates as a 留言 has, each writing one row by an activity of the same kind, and nothing else. */
export async function bare(id: string): Promise<void> {
  let step = 0;
  let closed = false;
  const write = async () => {
    step += 1;
    await writeRow(id, step);
    return step;
  };
  setHandler(bareUpdates.submit, write);
  setHandler(bareUpdates.reply, write);
  setHandler(bareUpdates.close, async () => {
    const written = await write();
    closed = true;
    return written;
  });
  await condition(() => closed);
}
