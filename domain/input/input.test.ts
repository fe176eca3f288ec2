import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { amountIn } from './amount.ts';
import { dateIn } from './date.ts';
import { maskPhone, phoneIn } from './phone.ts';
import { cut, lengthOf, plain, visible } from './text.ts';
import { timeIn } from './time-of-day.ts';

const invisible = ['\u{200B}', '\u{202A}', '\u{202C}', '\u{2060}', '\u{FEFF}', '\u{AD}', '\u{FE0F}', '\u{3164}', '\u{E0100}'];

describe('a telephone number', () => {
  it.each([
    '13800000001',
    '138 0000 0001',
    '138-0000-0001',
    '138–0000—0001',
    '+86 138 0000 0001',
    '+8613800000001',
    '008613800000001',
    '86 13800000001',
    '(+86)138.0000.0001',
    '（86）138 0000 0001',
    '１３８００００００01',
    '＋８６－１３８－００００－０００１',
    '\u{202A}+86 138 0000 0001\u{202C}',
    '\u{FEFF}138\u{200B}00000001 ',
  ])('%j is 13800000001', (text) => {
    expect(phoneIn(text)).toBe('13800000001');
  });
  it.each([
    '',
    '1380000000',
    '138000000011',
    '12800000001',
    '010-12345678',
    '+1 3800000001',
    '+86 86 13800000001',
    '13800000001a',
    '138/0000/0001',
    '+138 0000 0001',
  ])('%j is none', (text) => {
    expect(phoneIn(text)).toBeNull();
  });
  it.each([
    ['19900000001', '199****0001'],
    ['0571-8888', '****88'],
    ['', '****'],
  ])('%j is shown as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});

describe('an amount', () => {
  it.each([
    ['100000', '100000'],
    ['100,000', '100000'],
    ['100 000', '100000'],
    ['10,0000', '100000'],
    ['１００，０００', '100000'],
    ['10万', '100000'],
    ['10 万元', '100000'],
    ['3.5亿', '350000000'],
    ['1.23456万', '12345.6'],
    ['2千', '2000'],
    ['¥1,234.50', '1234.5'],
    ['￥1234.50元', '1234.5'],
    ['人民币 12', '12'],
    ['-12.50', '-12.5'],
    ['−3', '-3'],
    ['－３．５', '-3.5'],
    ['0.00', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['\u{200B}12\u{200B}', '12'],
  ])('%j is %s', (text, expected) => {
    expect(amountIn(text)).toBe(expected);
  });
  it.each([
    '',
    '十万',
    '1,00',
    '1,0000,00',
    '1.2.3',
    '1e5',
    '12%',
    '万',
    '1,234,5',
    '0x10',
    '1234567890123456',
    '0.1234567',
    '1 2',
    '--1',
    'NaN',
  ])('%j is none', (text) => {
    expect(amountIn(text)).toBeNull();
  });
  it('written with separators is the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (n) => {
        expect(amountIn(n.toLocaleString('en'))).toBe(String(n));
        expect(amountIn(String(n))).toBe(String(n));
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    '2026-11-30',
    '2026/11/30',
    '2026.11.30',
    '20261130',
    '2026年11月30日',
    '2026 年 11 月 30 号',
    '２０２６／１１／３０',
    '２０２６年１１月３０日',
    '2026-11-30\u{200B}',
  ])('%j is 2026-11-30', (text) => {
    expect(dateIn(text)).toBe('2026-11-30');
  });
  it.each([
    ['2026-1-2', '2026-01-02'],
    ['2026年1月2日', '2026-01-02'],
    ['2028-02-29', '2028-02-29'],
  ])('%j is %s', (text, expected) => {
    expect(dateIn(text)).toBe(expected);
  });
  it.each(['', '2026-02-29', '2026-13-01', '2026-00-10', '30/11/2026', '11-30', '2026/11-30', '26-11-30', '2026年11月', '2026113'])(
    '%j is none',
    (text) => {
      expect(dateIn(text)).toBeNull();
    },
  );
});

describe('text', () => {
  it.each([
    ['你好', 2],
    [' 你好 ', 2],
    ['👍', 1],
    ['\u{200B}', 0],
    ['\u{200B} \u{200B}', 0],
    ['a\u{AD}b', 2],
    ['❤\u{FE0F}', 1],
    ['\u{3164}\u{3164}', 0],
    ['', 0],
    ['发票 ABC', 6],
    ['  发票　', 2],
    ['一\n二\r\n三', 5],
    ['😀😀', 2],
    ['发\u{200B}票\u{202E}', 2],
    [`${'字'.repeat(259)}${'😀\r\n'.repeat(20)}末`, 300],
  ])('%j has the length %i', (text, length) => {
    expect(lengthOf(text)).toBe(length);
  });

  const anywhere = fc.array(fc.oneof(fc.constantFrom(...invisible), fc.string({ unit: 'grapheme' }))).map((parts) => parts.join(''));
  it('is the same without marks that nobody sees, and reading it twice changes nothing', () => {
    fc.assert(
      fc.property(anywhere, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
        expect(plain(plain(text))).toBe(plain(text));
        expect(lengthOf(visible(text))).toBe(lengthOf(text));
      }),
    );
  });

  const between = (text: string): fc.Arbitrary<string> =>
    fc
      .array(fc.constantFrom('', ...invisible), { minLength: text.length + 1, maxLength: text.length + 1 })
      .map((marks) => marks.map((mark, i) => mark + (text[i] ?? '')).join(''));
  it.each([
    ['a number', '13800000001', phoneIn],
    ['an amount', '100,000.5', amountIn],
    ['a date', '2026年11月30日', dateIn],
  ])('marks that nobody sees do not change %s, and what was read is read again', (_, text, read) => {
    const clean = read(text);
    expect(clean).not.toBeNull();
    fc.assert(
      fc.property(between(text), (marked) => {
        expect(read(marked)).toBe(clean);
        expect(read(clean ?? '')).toBe(clean);
      }),
    );
  });
});

describe('cutting', () => {
  it.each([
    ['短', 2, '短'],
    ['两字', 2, '两字'],
    ['三个字', 2, '三个…'],
    ['一二', 2, '一二'],
    ['👨‍👩‍👧一二', 2, '👨‍👩‍👧一…'],
    ['𠮷𬭚姓', 2, '𠮷𬭚…'],
    ['👨‍👩‍👧👍🏽好', 2, '👨‍👩‍👧👍🏽…'],
    ['', 0, ''],
  ])('%j to %i is %j', (text, most, expected) => {
    expect(cut(text, most)).toBe(expected);
    expect(cut(text, most).isWellFormed()).toBe(true);
  });
});

describe('a time of day', () => {
  it.each([
    ['9:30', '09:30'],
    ['09:30', '09:30'],
    ['0930', '09:30'],
    ['９：３０', '09:30'],
    ['9点半', '09:30'],
    ['9点', '09:00'],
    ['9时05分', '09:05'],
    [' 9 : 30 ', '09:30'],
    ['上午9:30', '09:30'],
    ['下午3点', '15:00'],
    ['下午12:30', '12:30'],
    ['晚上12点', '24:00'],
    ['24:00', '24:00'],
  ])('%j is %s', (text, time) => {
    expect(timeIn(text)).toBe(time);
  });
  it.each(['', '9', '930', '25:00', '24:01', '9:60', '9:3', '八点', '-1:00', '中午1点', '2026-12-01', '下午'])('%j is none', (text) => {
    expect(timeIn(text)).toBeNull();
  });
});
