import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { answerOf, begun } from './command-answers.ts';
import { Refused } from '../http/fault.ts';

const caseId = randomUUID();
const before = { number: '202611217000001', status: 'sent', version: 1 };

it('is the new state of what is done', () => {
  const result = { caseId, number: '202611217000001', status: 'submitted', version: 2 };
  expect(answerOf(caseId, { kind: 'done', result }, before)).toEqual({ status: 200, body: result });
});

it('is 202 for what is only taken: with the case as it was, or as it begins', () => {
  expect(answerOf(caseId, { kind: 'taken' }, before)).toEqual({ status: 202, body: { caseId, ...before } });
  for (const status of ['submitted', 'in-progress', 'sent'] as const)
    expect(answerOf(caseId, { kind: 'taken' }, begun(status))).toEqual({ status: 202, body: { caseId, number: null, status, version: 0 } });
});

it('is the refusal of what a rule refuses', () => {
  expect(() => answerOf(caseId, { kind: 'refused', refusal: { code: 'form-submitted' } }, before)).toThrow(Refused);
});
