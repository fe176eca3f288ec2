import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { likeness } from './likeness.ts';

describe('likeness', () => {
  it.each([
    ['请问增值税留抵退税需要哪些材料？', '请问增值税留抵退税需要哪些材料', 1, 1],
    ['请问增值税留抵退税需要准备哪些材料，什么时候可以到账？', '请问增值税留抵退税需要准备哪些材料，多久可以到账？', 0.7, 0.95],
    ['ＡＢＣ公司的发票', 'abc公司的发票', 1, 1],
    ['办税员变更怎么办理', '请问增值税留抵退税需要准备哪些材料', 0, 0.2],
    ['', '', 0, 0],
    ['好', '好', 0, 0],
  ])('%s / %s', (one, other, least, most) => {
    expect(likeness(one, other)).toBeGreaterThanOrEqual(least);
    expect(likeness(one, other)).toBeLessThanOrEqual(most);
  });

  it('lies between 0 and 1, and is the same both ways round', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const how = likeness(one, other);
        expect(how).toBeGreaterThanOrEqual(0);
        expect(how).toBeLessThanOrEqual(1);
        expect(likeness(other, one)).toBe(how);
      }),
    );
  });
});
