import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { partsOf, safeTarget } from './links.ts';

const links = (text: string): string[] => partsOf(text).flatMap(({ text: shown, href }) => (href === null ? [] : [shown]));

describe('addresses in a text', () => {
  it.each([
    ['见 https://etax.example.gov.cn/a/b?c=1&d=2#e。', ['https://etax.example.gov.cn/a/b?c=1&d=2#e']],
    ['https://etax.example.gov.cn（说明）', ['https://etax.example.gov.cn']],
    ['https://etax.example.gov.cn/指南', ['https://etax.example.gov.cn/']],
    ['https://etax.example.gov.cn，详见附件', ['https://etax.example.gov.cn']],
    ['地址：http://example.com:8080/x、http://example.org/y；', ['http://example.com:8080/x', 'http://example.org/y']],
    ['（https://example.com/a）', ['https://example.com/a']],
    ['(https://example.com/a)', ['https://example.com/a']],
    ['https://example.com/wiki/A_(b) 和', ['https://example.com/wiki/A_(b)']],
    ['https://example.com/p（1）/q 后', ['https://example.com/p（1）/q']],
    ['www.example.com!', ['www.example.com']],
    ['“https://example.com/a”', ['https://example.com/a']],
    ['《https://example.com/a》', ['https://example.com/a']],
    ['https://example.com/a...', ['https://example.com/a']],
    ['网址https://example.com/a，邮箱help@example.gov.cn', ['https://example.com/a', 'help@example.gov.cn']],
    ['写信到 help@example.gov.cn。', ['help@example.gov.cn']],
    ['纳税人识别号 915101007234567890', []],
    ['拨打 12366，或 202605279000002', []],
    ['javascript:alert(1)', []],
    ['data:text/html,<script>', []],
    ['https://etax.gov.cn@evil.example/a', []],
    ['https://', []],
    ['http://localhost/a', []],
    ['2026/5/1', []],
    ['ahttps://example.com', []],
    ['https://exam\u200Bple.com/\u202Egnp.exe', []],
    ['https://example.com/a\u200Bb', ['https://example.com/a']],
    ['HTTPS://EXAMPLE.COM/A', ['HTTPS://EXAMPLE.COM/A']],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it('joins to the text, and leads only to web pages and mail', () => {
    const piece = fc.constantFrom(
      'https://',
      'www.',
      'a.cn',
      '。',
      '（',
      '）',
      '(',
      ')',
      '@',
      '/',
      '税',
      ' ',
      '\u202E',
      'x',
      '.',
      ':8080',
      '?q=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const parts = partsOf(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { href } of parts) if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
      }),
    );
  });

  it('has no target for what is not safe to follow', () => {
    expect(safeTarget('javascript:alert(1)')).toBeNull();
    expect(safeTarget('//example.com')).toBeNull();
    expect(safeTarget('https://a:b@example.com')).toBeNull();
    expect(safeTarget('https://example.com/a')).toBe('https://example.com/a');
  });
});
