import { describe, expect, it } from '@jest/globals';

import { normalise, termsOf } from './terms.ts';

describe('normalised', () => {
  it.each([
    ['數電票怎麼開？', '数电票怎么开'],
    ['ＯＦＤ　格式', 'ofd 格式'],
    ['OFD格式', 'ofd格式'],
    ['发\u200b票\ufeff', '发票'],
    ['“六税两费”（减半）', '六税两费减半'],
    ['1%征收率！！', '1%征收率'],
    ['   ', ''],
    ['？！。', ''],
  ])('%j is %j', (text, normal) => {
    expect(normalise(text)).toBe(normal);
  });
});

describe('terms', () => {
  const same = (one: string, other: string) => {
    expect([...termsOf(one).weights].toSorted()).toEqual([...termsOf(other).weights].toSorted());
  };

  it('are the same for other words of the same meaning', () => {
    same('全电发票如何冲红', '数电票怎么红冲');
    same('个税', '个人所得税');
    same('全面数字化电子发票', '数电票');
  });

  it('weigh fillers little, and part the pairs of characters at them', () => {
    const { weights } = termsOf('请问印花税怎么申报');
    const [filler = 1, word = 0] = ['请问', '印花税'].map((term) => weights.get(term));
    expect(filler).toBeLessThan(word / 2);
    expect(weights.has('~税怎')).toBe(false);
    expect(weights.has('~花税')).toBe(true);
  });

  it('keep pairs of characters beside a typing error', () => {
    expect(termsOf('专项付加扣除').weights.has('~扣除')).toBe(true);
    expect(termsOf('专项付加扣除').weights.has('~专项')).toBe(true);
  });

  it('know terms of taxation that the general dictionary cuts apart', () => {
    for (const term of ['数电票', '非正常户', '税库银', '六税两费']) expect(termsOf(`${term}是什么`).weights.has(term)).toBe(true);
  });

  it.each([
    ['你好', false],
    ['请问怎么办', false],
    ['发票', true],
    ['', false],
  ])('%j is substantial: %s', (text, substantial) => {
    expect(termsOf(text).substantial).toBe(substantial);
  });
});
