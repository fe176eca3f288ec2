import { describe, expect, it } from '@jest/globals';

import { csvOf } from './csv.ts';

describe('a table as a file', () => {
  it('begins with a byte order mark, and every line ends with CR LF', () => {
    expect(Buffer.from(csvOf([['日期'], [1]])).toString('hex')).toBe('efbbbfe697a5e69c9f0d0a310d0a');
  });

  it.each([
    ['plain', '发票', '发票'],
    ['a comma', '一,二', '"一,二"'],
    ['a full-width one', '一，二', '一，二'],
    ['a quote', '说"好"', '"说""好"""'],
    ['a line end', '一\n二', '"一\n二"'],
    ['=', '=1+1', "'=1+1"],
    ['+', '+8613800000000', "'+8613800000000"],
    ['-', '-1', "'-1"],
    ['@', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a formula with quotes', '=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a minus later', '2026-11-21', '2026-11-21'],
    ['a number below zero, which is a number', -1.5, '-1.5'],
    ['nothing', null, ''],
  ])('has cells that nobody runs: %s', (_, cell, written) => {
    expect(csvOf([[cell, 'x']])).toBe(`\u{feff}${written},x\r\n`);
  });
});
