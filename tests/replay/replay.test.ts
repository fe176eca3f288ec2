import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { testBundle } from '../support/open-stage.ts';
import { messageStories } from './stories.ts';

const folder = path.join('tests', 'replay', 'histories', 'message');

/** Cases run for weeks: what was decided for them must be decided again, by every later version of the code. */
describe('recorded histories of a 留言 replay', () => {
  let codePath: string;
  beforeAll(async () => {
    codePath = await testBundle();
  }, 60_000);

  it('and there is one for every path', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(
      Object.keys(messageStories)
        .map((name) => `${name}.json`)
        .toSorted(),
    );
  });

  it.each(Object.keys(messageStories))('%s', async (name) => {
    const history: unknown = JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'));
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, history);
  });

  it('and code that would decide otherwise is found out', async () => {
    const history = await readFile(path.join(folder, 'withdrawn.json'), 'utf8');
    const altered: unknown = JSON.parse(history.replaceAll('"name": "project"', '"name": "projectOtherwise"'));
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, altered)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
