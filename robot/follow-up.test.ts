import { describe, expect, it } from '@jest/globals';

import { leansOnFormer } from './follow-up.ts';

describe('a question', () => {
  it.each(['那个人呢', '需要什么资料', '要多久', '那网上能办吗', '然后呢', '带什么材料', '怎么办', '在哪里'])(
    'leans on what was said: %s',
    (text) => {
      expect(leansOnFormer(text)).toBe(true);
    },
  );

  it.each(['印花税怎么申报', '注销公司要多久', '发票丢了怎么办', '小规模季度30万以内免税吗', '', '？？'])(
    'stands for itself: %j',
    (text) => {
      expect(leansOnFormer(text)).toBe(false);
    },
  );
});
