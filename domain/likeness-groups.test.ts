import { expect, it } from '@jest/globals';

import { groupsByLikeness } from './likeness-groups.ts';

const grouped = (texts: string[], most = 100) => groupsByLikeness(texts, (text) => text, 0.5, most);

it('what is alike stands together, in the order of its first', () => {
  expect(grouped(['发票额度不够怎么办', '个税怎么退', '额度不够怎么办', '个税怎么退税', '发票额度不够'])).toEqual([
    ['发票额度不够怎么办', '额度不够怎么办', '发票额度不够'],
    ['个税怎么退', '个税怎么退税'],
  ]);
});

it('the same text stands together, also beyond the bound, and a text too short to compare stands alone', () => {
  expect(grouped(['甲乙丙', '丁戊己', '丁戊己', '税', '税', '票'], 1)).toEqual([['甲乙丙'], ['丁戊己', '丁戊己'], ['税', '税'], ['票']]);
  expect(grouped([])).toEqual([]);
});
