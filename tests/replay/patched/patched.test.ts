import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { done, eventually, refusal } from '../../support/message.ts';
import { Order } from '../../support/order.ts';
import { stage } from '../../support/stage.ts';
import { readHistory } from '../history.ts';
import { bundleVersions, historyOf, terminatedOrder, versions, type Version } from './versions.ts';

/** How a rule is changed while cases run (docs/decisions/005-changing-running-workflows.md). */
const the = stage();
let bundles: Awaited<ReturnType<typeof bundleVersions>>;
beforeAll(async () => {
  bundles = await bundleVersions();
}, 120_000);
afterAll(() => bundles.remove());

const deploy = async (version: Version) => {
  await the.stopWorkers();
  await the.startWorkers(bundles.paths[version]);
};

describe('histories of one version replay with the code of the next', () => {
  const replay = async (history: Version, code: Version) =>
    await Worker.runReplayHistory({ workflowBundle: { codePath: bundles.paths[code] } }, await readHistory(historyOf(history)));

  it.each<[history: Version, code: Version]>([
    ['before', 'before'],
    ['before', 'patched'],
    ['patched', 'patched'],
    ['patched', 'deprecated'],
    ['deprecated', 'deprecated'],
    ['deprecated', 'after'],
  ])('%s with %s', async (history, code) => {
    await replay(history, code);
  });

  it.each<[history: Version, code: Version, why: string]>([
    ['before', 'after', 'the change made without a patch'],
    ['before', 'deprecated', 'the old rules taken out while cases have them'],
    ['patched', 'after', 'the patch taken out while cases carry its mark'],
  ])('but not %s with %s: %s', async (history, code) => {
    await expect(replay(history, code)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});

describe('a case that runs while the code is changed', () => {
  const terminate = (reasonId: string | null) => ({ type: 'terminate' as const, reasonId });

  it('goes on by the rules it began with; one that begins afterwards has the new ones', async () => {
    await deploy('before');
    const old = new Order(the);
    await old.open();
    await deploy('patched');

    const key = randomUUID();
    await eventually(
      () => old.asTaxpayer(terminate(null), key).then(({ kind }) => kind, String),
      (outcome) => outcome === 'done',
      25_000,
    );
    expect(await old.image()).toMatchObject({ status: 'terminated' });

    const young = new Order(the);
    await young.open();
    expect(refusal(await young.asTaxpayer(terminate(null)))).toBe('reason-missing');
    expect(done(await young.asTaxpayer(terminate(await young.text())))).toMatchObject({ status: 'terminated' });
  }, 60_000);

  it.each(versions)('and each version tells its own story to the end: %s', async (version) => {
    await deploy(version);
    const order = await terminatedOrder(the, version);
    await order.handle().result();
    expect(await order.events()).toEqual(['opened', 'assigned', 'closed', 'rated']);
  });
});
