import { expect, it } from '@jest/globals';

import { caseKinds } from './case.ts';
import { kinds, noticeKinds } from './kinds.ts';

it.each(caseKinds)('a %s goes by its own name', (kind) => {
  expect(kinds[kind].name).toBe(kind);
});

/** Values that distinguish kinds for people, Temporal and gateways. */
it.each([
  ['digits of numbers', caseKinds.map((kind) => kinds[kind].digit)],
  ['workflows', caseKinds.map((kind) => kinds[kind].workflowType)],
  ['titles', caseKinds.map((kind) => kinds[kind].words.title)],
  ['notices', caseKinds.flatMap((kind) => Object.keys(kinds[kind].notices))],
])('no two kinds share %s', (_, all: readonly (string | number)[]) => {
  expect(new Set(all).size).toBe(all.length);
});

it('every notice of every kind is known', () => {
  expect(noticeKinds).toHaveLength(caseKinds.flatMap((kind) => Object.keys(kinds[kind].notices)).length);
});

it.each(caseKinds)('the number of a %s has one digit for its kind', (kind) => {
  expect(String(kinds[kind].digit)).toMatch(/^\d$/);
});

it.each(caseKinds)('a %s has words for wherever it may stand and whatever its time may be for', (kind) => {
  const { words, statuses, purposes } = kinds[kind];
  expect(Object.keys(words.status).toSorted()).toEqual([...statuses].toSorted());
  expect(Object.keys(words.purpose).toSorted()).toEqual([...purposes].toSorted());
});
