import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { caseKinds } from '../../domain/case.ts';
import { testBundle } from '../support/open-stage.ts';
import { chores } from '../../workflows/contract.ts';
import { readHistory } from './history.ts';
import { newest, stories } from './stories.ts';

const histories = path.join('tests', 'replay', 'histories');

/** Cases run for weeks: what was decided for them must be decided again, by every later version of the code. */
describe('recorded histories replay', () => {
  let codePath: string;
  beforeAll(async () => {
    codePath = await testBundle();
  }, 60_000);

  it.each(caseKinds)('and there is one for every path of a %s', async (kind) => {
    const names = Object.keys(stories[kind]).map((name) => `${name}.json`);
    expect((await readdir(path.join(histories, kind, newest))).toSorted()).toEqual(names.toSorted());
  });

  it.each(readdirSync(histories, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json')))('%s', async (name) => {
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, await readHistory(path.join(histories, name)));
  });

  it.each(['all-chores-in-one', ...chores])('housekeeping/%s', async (name) => {
    await Worker.runReplayHistory(
      { workflowBundle: { codePath } },
      await readHistory(path.join(histories, 'housekeeping', `${name}.json`)),
    );
  });

  it.each([
    path.join('message', 'withdrawn'),
    path.join('message', newest, 'withdrawn'),
    path.join('work-order', 'terminated-and-rated'),
    path.join('service-form', newest, 'recalled-while-judging'),
  ])('and code that would decide otherwise is found out: %s', async (name) => {
    const altered = projectedOtherwise(await readHistory(path.join(histories, `${name}.json`)));
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, altered)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});

/** The history as it would be had each image been written by another activity: a step of its own, or one within the task. */
function projectedOtherwise(history: unknown): unknown {
  const text = JSON.stringify(history).replaceAll('"name":"project"', '"name":"projectOtherwise"');
  return JSON.parse(text, (key, value: unknown) => {
    if (key !== 'data' || typeof value !== 'string') return value;
    const inner = Buffer.from(value, 'base64').toString('utf8');
    return Buffer.from(inner.replace('"activity_type":"project"', '"activity_type":"projectOtherwise"')).toString('base64');
  }) as unknown;
}
