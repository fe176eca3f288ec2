import { describe, expect, it } from '@jest/globals';

import { holidaysOf } from './index.ts';
import { exportHolidays, importHolidays } from './import.ts';

const days = [
  { day: '2027-01-01', kind: 'holiday', name: '元旦' },
  { day: '2027-01-03', kind: 'workday', name: '元旦' },
] as const;

describe('a file of holidays', () => {
  it.each([
    ['lines', '2027-01-01,holiday,元旦\n2027-01-03,workday,元旦'],
    ['with a heading, another order and empty lines', '\u{FEFF}day,kind,name\r\n\r\n2027-01-03,work,元旦\r\n2027-01-01,off,元旦\r\n'],
    ['as people write', '日期\t类型\t名称\n2027年1月1日\t休\t元旦\n２０２７/１/３\t班\t元旦'],
    ['quoted', '"2027-01-01","放假","元旦"\n"2027-01-03","上班","元旦"'],
    [
      'JSON',
      JSON.stringify([
        { day: '2027-01-01', kind: 'holiday', name: '元旦' },
        { date: '2027/1/3', kind: 'workday', name: '元旦' },
      ]),
    ],
  ])('is read: %s', (_, text) => {
    expect(importHolidays(text, 2027)).toEqual({ days, faults: [] });
  });

  it('is refused line by line, and what is right is kept', () => {
    const text = '2027-01-01,off,元旦\n2027-02-30,off,x\n2026-12-31,off,x\n2027-01-01,off,x\n2027-01-02,perhaps,x\n,,';
    expect(importHolidays(text, 2027)).toEqual({
      days: [{ day: '2027-01-01', kind: 'holiday', name: '元旦' }],
      faults: [
        { line: 2, code: 'not-a-date' },
        { line: 3, code: 'other-year' },
        { line: 4, code: 'duplicate' },
        { line: 5, code: 'not-a-choice' },
      ],
    });
  });
  it.each(['[', '[{]', '[1'])('that is broken JSON is refused: %s', (text) => {
    expect(importHolidays(text, 2027).faults).toEqual([{ line: 1, code: 'invalid' }]);
  });
  it('of nothing holds nothing', () => {
    expect(importHolidays(' \n', 2027)).toEqual({ days: [], faults: [] });
  });
  it('that was written is read again', () => {
    const all = Object.entries(holidaysOf(2026)).map(([day, kind]) => ({ day, kind, name: '某日' }));
    expect(importHolidays(exportHolidays(all, { holiday: '休', workday: '班' }), 2026)).toEqual({ days: all, faults: [] });
  });
});
