import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fold, mostWords, wordsOf } from '../domain/input/fold.ts';
import { testDatabase } from '../tests/support/database.ts';

const { knex } = testDatabase();

const foldedBySchema = async (texts: readonly string[]): Promise<string[]> => {
  const { rows } = await knex.raw<{ rows: { folded: string }[] }>(
    'SELECT fold(t) AS folded FROM unnest(?::text[]) WITH ORDINALITY AS x (t, place) ORDER BY place',
    [[...texts]],
  );
  return rows.map(({ folded }) => folded);
};

describe('folding', () => {
  it.each([
    ['西域（中国）有限公司', '西域中国有限公司'],
    ['〔2026〕３５号', '202635号'],
    ['阿依古丽·买买提', '阿依古丽买买提'],
    ['阿依古丽•买买提・', '阿依古丽买买提'],
    ['ＡｂＣ', 'abc'],
    ['\u{202A}138\u{200B}0\u{FEFF}', '1380'],
    ['“甲”「乙」《丙》【丁】', '甲乙丙丁'],
    ['a-b_c%', 'a-b_c%'],
  ])('%j is %s on both sides', async (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(await foldedBySchema([text])).toEqual([folded]);
  });

  it('is the same in the product and in the schema, whatever people write', async () => {
    const signs = fc.oneof(
      fc.constantFrom(...Array.from('（）()［］【】《》「」·•・‧“”‘’ＡａＺ９0　 ·\u{200B}\u{FE0F}\u{AD}\u{3164}\u{2800}①㈱℡ﬁ½')),
      fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0x20, max: 0x17f }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0x2000, max: 0x33ff }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0xfe00, max: 0xffef }).map((code) => String.fromCodePoint(code)),
    );
    const texts = fc.sample(
      fc.array(signs, { maxLength: 12 }).map((parts) => parts.join('')),
      { numRuns: 2_000, seed: 29 },
    );
    expect(await foldedBySchema(texts)).toEqual(texts.map(fold));
  });
});

describe('the words of a search', () => {
  it.each([
    ['  孙二　（中国） ', ['孙二', '中国']],
    ['甲 甲', ['甲']],
    ['（）', []],
    ['+86 139-1234-5678', ['13912345678']],
    ['139 1234 5678', ['13912345678']],
    ['1 2 3 4 5 6 7 8 9', ['1', '2', '3', '4', '5', '6', '7', '8']],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
    expect(words.length).toBeLessThanOrEqual(mostWords);
  });
});
