import { describe, expect, it } from '@jest/globals';

import { fillingFaults, normalFilling } from './filling.ts';
import type { FieldSpec } from './type.ts';

const field = (key: string, kind: FieldSpec['kind'], required = true): FieldSpec => ({
  key,
  name: key,
  nameEn: key,
  kind,
  required,
  choices: kind === 'choice' ? ['甲', '乙'] : [],
});
const specs = [
  field('words', 'text'),
  field('amount', 'number'),
  field('day', 'date'),
  field('kind', 'choice'),
  field('more', 'text', false),
];
const good = { words: '说明', amount: '-12.5', day: '2028-02-29', kind: '乙' };

describe('the fields of an order', () => {
  it('are right as their type says, those not required may be left out', () => {
    expect(fillingFaults(specs, good)).toEqual([]);
    expect(fillingFaults(specs, { ...good, more: ' ' })).toEqual([]);
  });

  it('may be called what every object has', () => {
    expect(fillingFaults([field('constructor', 'text')], {})).toEqual([{ key: 'constructor', code: 'required' }]);
    expect(fillingFaults(specs, { ...good, constructor: '甲' })).toEqual([{ key: 'constructor', code: 'invalid' }]);
  });

  it('are all named when nothing is filled in', () => {
    expect(fillingFaults(specs, {})).toEqual(['words', 'amount', 'day', 'kind'].map((key) => ({ key, code: 'required' })));
  });

  it.each([
    ['amount', '1e9', 'invalid'],
    ['amount', '12,5', 'invalid'],
    ['amount', '十万', 'invalid'],
    ['words', '\u{200B}', 'required'],
    ['amount', '1'.repeat(16), 'invalid'],
    ['amount', '0.1234567', 'invalid'],
    ['day', '2027-02-29', 'not-a-date'],
    ['day', '2027-13-01', 'not-a-date'],
    ['day', '27-01-01', 'not-a-date'],
    ['kind', '丙', 'not-a-choice'],
    ['words', '  ', 'required'],
    ['unheard-of', '1', 'invalid'],
  ])('refuse %s: %s', (key, value, code) => {
    expect(fillingFaults(specs, { ...good, [key]: value })).toEqual([{ key, code }]);
  });

  it.each([
    ['amount', '100,000', '100000'],
    ['amount', '１０万', '100000'],
    ['day', '2026/11/30', '2026-11-30'],
    ['day', '2026年11月30日', '2026-11-30'],
    ['kind', ' 乙\u{200B}', '乙'],
    ['words', '（１）', '（１）'],
  ])('are taken as people write them, and kept in one form: %s %s', (key, written, kept) => {
    expect(fillingFaults(specs, { ...good, [key]: written })).toEqual([]);
    expect(normalFilling(specs, { ...good, [key]: written })).toEqual({ ...good, [key]: kept });
  });
});
