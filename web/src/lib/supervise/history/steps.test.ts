import { expect, it } from '@jest/globals';

import type { HistoryLine } from '../../../../api/desk.ts';
import { stepsOf } from './steps.ts';

const line = (eventId: number, step: number, code: string): HistoryLine => ({ eventId, step, code, at: '', values: {}, raw: {} });
const rows = (...lines: HistoryLine[]) =>
  stepsOf(lines).map(({ id, lead, notes, trouble }) => [id, lead.code, notes.map(({ code }) => code), trouble]);

it('a command is a row with its outcome', () => {
  expect(
    rows(
      line(5, 5, 'command.reassign'),
      line(6, 5, 'step-scheduled'),
      line(7, 5, 'step-started'),
      line(8, 5, 'step-done-assigned'),
      line(9, 5, 'answered'),
    ),
  ).toEqual([[5, 'command.reassign', ['step-done-assigned', 'answered'], false]]);
});

it('work that nobody commanded is a row that says its end', () => {
  expect(rows(line(6, 6, 'step-scheduled'), line(7, 6, 'step-started'), line(8, 6, 'step-done'))).toEqual([[6, 'step-done', [], false]]);
  expect(rows(line(6, 6, 'step-scheduled'))).toEqual([[6, 'step-scheduled', [], false]]);
});

it('a failed try makes its row one of trouble', () => {
  expect(rows(line(6, 6, 'step-scheduled'), line(7, 6, 'step-retried'), line(8, 6, 'step-done'))).toEqual([
    [6, 'step-done', ['step-retried'], true],
  ]);
});

it('rows stand in the order of their beginnings', () => {
  expect(rows(line(5, 5, 'timer-started-due'), line(6, 6, 'command.claim'), line(7, 5, 'timer-cancelled'))).toEqual([
    [5, 'timer-started-due', ['timer-cancelled'], false],
    [6, 'command.claim', [], false],
  ]);
});
