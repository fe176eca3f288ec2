import { describe, expect, it } from '@jest/globals';

import { cut, lengthOf } from './text.ts';

describe('the length of a text', () => {
  it.each([
    ['nothing', '', 0],
    ['letters', '发票 ABC', 6],
    ['blanks around it', '  发票　', 2],
    ['a line break of Unix and of Windows', '一\n二\r\n三', 5],
    ['emoji of four bytes', '😀😀', 2],
    ['invisible marks', '发\u{200b}票\u{202e}', 2],
    ['300 characters, 20 of them line breaks and 20 emoji', `${'字'.repeat(259)}${'😀\r\n'.repeat(20)}末`, 300],
  ])('counts %s', (_, text, length) => {
    expect(lengthOf(text)).toBe(length);
  });
});

describe('a cut text', () => {
  it('keeps whole characters, and says that more followed', () => {
    expect(cut('👨‍👩‍👧一二', 2)).toBe('👨‍👩‍👧一…');
    expect(cut('一二', 2)).toBe('一二');
  });
});
