import { expect, it } from '@jest/globals';

import { twinsAmong } from './twins.ts';

const wordings = [
  { entryId: 'a', text: '发票额度不够怎么办' },
  { entryId: 'a', text: '额度用完了' },
  { entryId: 'b', text: '发票额度不够怎么办理' },
  { entryId: 'b', text: '额度用完' },
  { entryId: 'c', text: '个人所得税退税' },
  { entryId: 'a', text: '发票额度不够怎么办呢' },
];

it('names the most alike wordings of every two entries, and not those of one', () => {
  expect(twinsAmong(wordings, 0.8, 10)).toEqual([{ one: wordings[0], other: wordings[2], likeness: expect.closeTo(16 / 17) }]);
});

it('names the most alike first, and so many at most', () => {
  const more = [...wordings, { entryId: 'd', text: '个人所得税退税' }];
  expect(twinsAmong(more, 0.5, 10).map(({ one, other }) => [one.entryId, other.entryId])).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ]);
  expect(twinsAmong(more, 0.5, 1)).toHaveLength(1);
});
