import { expect, it } from '@jest/globals';

import { withoutNumbers } from './mask.ts';

it.each([
  ['我的电话13812345678怎么改', '我的电话＊＊＊怎么改'],
  ['138 1234 5678', '＊＊＊'],
  ['１３８-１２３４-５６７８', '＊＊＊'],
  ['0372-1234567转8', '＊＊＊转8'],
  ['税号91410500MA9XXXXX1X能开票吗', '税号＊＊＊能开票吗'],
  ['身份证41052219900101123X', '身份证＊＊＊'],
  ['卡号6222 0213 0400 1234 567', '卡号＊＊＊'],
  ['发到zhang.san@example.com', '发到＊＊＊'],
])('%s is kept as %s', (text, expected) => {
  expect(withoutNumbers(text)).toBe(expected);
});

it.each([
  '2024年第11号公告',
  '年收入120000元',
  '税率3%减按1%',
  '2026-11-30 到期',
  'D级纳税人',
  '增值税专用发票 Q3',
  'windows10 和 chrome120',
])('%s stays', (text) => {
  expect(withoutNumbers(text)).toBe(text);
});
