import { expect, it } from '@jest/globals';

import { dayOf, mayReview, validityOf } from './knowledge.ts';

it.each([
  ['without limits', null, null, 'valid'],
  ['on its first day', '2026-11-30', null, 'valid'],
  ['before its first day', '2026-12-01', null, 'pending'],
  ['on its last day', null, '2026-11-30', 'expiring'],
  ['30 days before its end', null, '2026-12-30', 'expiring'],
  ['31 days before its end', null, '2026-12-31', 'valid'],
  ['after its last day', null, '2026-11-29', 'expired'],
  ['before its first day with an end near', '2026-12-01', '2026-12-02', 'pending'],
] as const)('an entry %s', (_, validFrom, validTo, expected) => {
  expect(validityOf({ validFrom, validTo }, '2026-11-30')).toBe(expected);
});

it('a day begins at midnight in Shanghai', () => {
  expect(dayOf(Date.parse('2026-11-30T15:59:59Z'))).toBe('2026-11-30');
  expect(dayOf(Date.parse('2026-11-30T16:00:00Z'))).toBe('2026-12-01');
});

it('nobody reviews what they have written, nor what has not been submitted', () => {
  expect(mayReview('b', { state: 'review', authorIds: ['a'] })).toBe(true);
  expect(mayReview('a', { state: 'review', authorIds: ['a', 'c'] })).toBe(false);
  expect(mayReview('b', { state: 'draft', authorIds: ['a'] })).toBe(false);
});
