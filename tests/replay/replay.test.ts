import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { caseKinds } from '../../domain/case.ts';
import { testBundle } from '../support/open-stage.ts';
import { readHistory } from './history.ts';
import { stories } from './stories.ts';

const histories = path.join('tests', 'replay', 'histories');

/** Cases run for weeks: what was decided for them must be decided again, by every later version of the code. */
describe('recorded histories replay', () => {
  let codePath: string;
  beforeAll(async () => {
    codePath = await testBundle();
  }, 60_000);

  it.each(caseKinds)('and there is one for every path of a %s', async (kind) => {
    const names = Object.keys(stories[kind]).map((name) => `${name}.json`);
    expect((await readdir(path.join(histories, kind))).toSorted()).toEqual(names.toSorted());
  });

  it.each(caseKinds.flatMap((kind) => Object.keys(stories[kind]).map((name) => path.join(kind, name))))('%s', async (name) => {
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, await readHistory(path.join(histories, `${name}.json`)));
  });

  it.each([
    path.join('message', 'withdrawn'),
    path.join('work-order', 'terminated-and-rated'),
    path.join('service-form', 'recalled-while-judging'),
  ])('and code that would decide otherwise is found out: %s', async (name) => {
    const history = JSON.stringify(await readHistory(path.join(histories, `${name}.json`)));
    const altered: unknown = JSON.parse(history.replaceAll('"name":"project"', '"name":"projectOtherwise"'));
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, altered)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
