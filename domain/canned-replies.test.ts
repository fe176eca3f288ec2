import { describe, expect, it } from '@jest/globals';

import { filledIn, withNames, withoutNames } from './canned-replies.ts';

const names = { taxpayer: '纳税人', officer: '工作人员', number: '编号' };
const values = { taxpayer: '赵{officer}敏', officer: '周明', number: '1' };

describe('a canned reply', () => {
  it('has its placeholders filled in once, and keeps other braces', () => {
    expect(filledIn('{taxpayer}您好，我是{officer}。{unknown}{} {number}', values)).toBe('赵{officer}敏您好，我是周明。{unknown}{} 1');
  });

  it('shows its placeholders by their names, and is stored without them', () => {
    const stored = '{taxpayer}您好，编号 {number}，{x}';
    expect(withNames(stored, names)).toBe('{纳税人}您好，编号 {编号}，{x}');
    expect(withoutNames(withNames(stored, names), names)).toBe(stored);
  });
});
