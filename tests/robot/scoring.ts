/**
 * Measures the robot on labelled questions that its knowledge does not hold (questions/). Each line names the right entry (several where each
 * would do), or the class of what is out of scope, and then the questions. Every second question, from the first on, is for choosing weights,
 * thresholds and wordings; the others judge, and nobody looks at them when something is changed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Robot, RobotContext } from '../../robot/robot.ts';

export const groups = ['in-scope', 'vague', 'out-of-scope'] as const;
export type Group = (typeof groups)[number];

export interface Labelled {
  group: Group;
  /** Ids of the right entries, or the class of what is out of scope. */
  labels: string[];
  question: string;
  judges: boolean;
}

export function labelled(): Labelled[] {
  return groups.flatMap((group) =>
    readFileSync(path.join(import.meta.dirname, 'questions', `${group}.txt`), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [labels = '', ...questions] = line.split('|');
        return questions.map((question, at) => ({
          group,
          labels: labels.split(','),
          question,
          // Vague questions are few: none of them is used for choosing.
          judges: group === 'vague' || at % 2 === 1,
        }));
      }),
  );
}

export interface Outcome extends Labelled {
  first: boolean;
  amongThree: boolean;
  answered: boolean;
  wrong: boolean;
  /** The right one was the answer or among the choices. */
  shown: boolean;
}

/** Asks all questions, one after the other. */
export async function askAll(robot: Robot, questions: readonly Labelled[], context: RobotContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of questions) {
    const answer = await robot.answer(asked.question, context);
    const isRight = ({ id }: { id: string }): boolean => asked.labels.includes(id);
    const given = answer.kind === 'answer' ? [answer.entry] : [];
    const offered = answer.kind === 'choices' ? answer.entries : [];
    outcomes.push({
      ...asked,
      first: answer.ranking.slice(0, 1).some(isRight),
      amongThree: answer.ranking.some(isRight),
      answered: given.length > 0,
      wrong: given.some((entry) => !isRight(entry)),
      shown: [...given, ...offered].some(isRight),
    });
  }
  return outcomes;
}

/** A share with its 95 % interval (Wilson). */
export interface Share {
  share: number;
  low: number;
  high: number;
  of: number;
}

export function shareOf(outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean): Share {
  const of = outcomes.length;
  if (of === 0) return { share: 0, low: 0, high: 1, of };
  const share = outcomes.filter(holds).length / of;
  const z = 1.96;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach), of };
}
