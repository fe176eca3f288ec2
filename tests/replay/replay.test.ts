import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker, type ReplayHistoriesIterable } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { caseKinds } from '../../domain/case.ts';
import { testBundle } from '../support/open-stage.ts';
import { chores } from '../../workflows/contract.ts';
import { readHistory } from './history.ts';
import { newest, stories } from './stories.ts';

const histories = path.join('tests', 'replay', 'histories');

/** Below `histories`, by their paths. */
const recorded = readdirSync(histories, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
/** Some of those, told by other code. */
const altered = [
  path.join('message', 'withdrawn.json'),
  path.join('message', newest, 'withdrawn.json'),
  path.join('work-order', 'terminated-and-rated.json'),
  path.join('service-form', newest, 'recalled-while-judging.json'),
];

/** Replays one history after the other on one worker. @returns what went wrong with each, by its name */
async function replayed(codePath: string, all: ReplayHistoriesIterable): Promise<Map<string, Error | undefined>> {
  const outcomes = new Map<string, Error | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, all))
    outcomes.set(workflowId, error);
  return outcomes;
}

async function* historiesOf(names: string[], change: (history: unknown) => unknown = (history) => history) {
  for (const name of names) yield { workflowId: name, history: change(await readHistory(path.join(histories, name))) };
}

/** Cases run for weeks: what was decided for them must be decided again, by every later version of the code. */
describe('recorded histories replay', () => {
  let asRecorded: Map<string, Error | undefined>;
  let otherwise: Map<string, Error | undefined>;
  beforeAll(async () => {
    const codePath = await testBundle();
    asRecorded = await replayed(codePath, historiesOf(recorded));
    otherwise = await replayed(codePath, historiesOf(altered, projectedOtherwise));
  }, 240_000);

  it.each(caseKinds)('and there is one for every path of a %s', async (kind) => {
    const names = Object.keys(stories[kind]).map((name) => `${name}.json`);
    expect((await readdir(path.join(histories, kind, newest))).toSorted()).toEqual(names.toSorted());
  });

  it.each(['all-chores-in-one', ...chores])('and there is one of the housekeeping: %s', (name) => {
    expect(recorded).toContain(path.join('housekeeping', `${name}.json`));
  });

  it('and there is one of a case begun for many taxpayers', () => {
    expect(recorded).toContain(path.join('bulk', 'opening.json'));
  });

  it.each(recorded)('%s', (name) => {
    expect([...asRecorded.keys()]).toContain(name);
    expect(asRecorded.get(name)).toBeUndefined();
  });

  it.each(altered)('and code that would decide otherwise is found out: %s', (name) => {
    expect(otherwise.get(name)).toBeInstanceOf(DeterminismViolationError);
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
