/**
 * The robot's score on the questions that judge (scoring.ts), with the model, as the window's answers are made. The floors are two points below
 * the measured figures, which stand in docs/ARCHITECTURE.md; `npm run robot:score` prints them by group.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { publishedKnowledge } from '../../db/knowledge/entries.ts';
import { areStored } from '../../robot/finding/analysis.ts';
import { wordingsOf } from '../../robot/finding/entry-terms.ts';
import { normalise } from '../../robot/terms.ts';
import { createRemoteRobot, type RemoteRobot } from '../../robot/remote.ts';
import { seed } from '../../stack/demo/seed.ts';
import { testDatabase } from '../support/database.ts';
import { wordsRobot } from '../support/robot.ts';
import { askAll, labelled, shareOf, type Group, type Outcome } from './scoring.ts';

const { knex, url } = testDatabase();
const context = { regionId: 'binhai', audience: null, now: Date.parse('2026-11-30T10:00:00+08:00') };
const questions = labelled().filter(({ judges }) => judges);
let robot: RemoteRobot;

beforeAll(async () => {
  await seed(knex);
  robot = createRemoteRobot({ databaseUrl: url, learns: false }, (error) => {
    throw error;
  });
}, 60_000);
afterAll(() => robot.stop());

const share = (outcomes: readonly Outcome[], group: Group, holds: (outcome: Outcome) => boolean): number =>
  shareOf(
    outcomes.filter((outcome) => outcome.group === group),
    holds,
  ).share;

describe('the questions', () => {
  it('are as many as a score needs, and none is a wording of the knowledge', async () => {
    expect(labelled().length).toBeGreaterThanOrEqual(400);
    const rows = await publishedKnowledge(knex, 'binhai');
    const held = new Set(rows.flatMap(wordingsOf).map(normalise));
    expect(labelled().filter(({ question }) => normalise(question) !== '' && held.has(normalise(question)))).toEqual([]);
  });
});

it('the demo brings the vectors of all its texts (npm run robot:vectors)', async () => {
  expect(await areStored(knex, await publishedKnowledge(knex, 'binhai'))).toBe(true);
});

it('finds by meaning, as well as it did', async () => {
  await robot.prepare(context.regionId);
  expect(await robot.state()).toEqual({ source: 'meaning', reason: null });
  const outcomes = await askAll(robot, questions, context);
  expect(share(outcomes, 'in-scope', ({ first }) => first)).toBeGreaterThan(0.85);
  expect(share(outcomes, 'in-scope', ({ amongThree }) => amongThree)).toBeGreaterThan(0.95);
  expect(share(outcomes, 'in-scope', ({ wrong }) => wrong)).toBeLessThan(0.03);
  expect(share(outcomes, 'in-scope', ({ shown }) => shown)).toBeGreaterThan(0.9);
  expect(share(outcomes, 'out-of-scope', ({ wrong }) => wrong)).toBeLessThan(0.05);
}, 300_000);

it('finds by words where the model is missing', async () => {
  const outcomes = await askAll(wordsRobot(knex), questions, context);
  expect(share(outcomes, 'in-scope', ({ first }) => first)).toBeGreaterThan(0.75);
  expect(share(outcomes, 'in-scope', ({ wrong }) => wrong)).toBeLessThan(0.03);
  expect(share(outcomes, 'out-of-scope', ({ wrong }) => wrong)).toBeLessThan(0.05);
}, 120_000);
