import { describe, expect, it } from '@jest/globals';

import { holidayDifference, holidayOddities, mergedHolidays } from './difference.ts';
import type { HolidayDay } from './index.ts';
import { exportHolidays, importHolidays } from './import.ts';

const off = (day: string, name = '劳动节'): HolidayDay => ({ day, kind: 'holiday', name });
const work = (day: string, standsFor?: 3): HolidayDay => ({ day, kind: 'workday', name: '劳动节', ...(standsFor && { standsFor }) });
const year = [off('2027-05-01'), off('2027-05-02'), work('2027-05-08')];

describe('a second paper of three days', () => {
  const second = [off('2027-05-03'), off('2027-05-04'), off('2027-05-08')];

  it('touches the days that it names and no others', () => {
    const merged = mergedHolidays(year, second);
    expect(merged.map(({ day, kind }) => `${day.slice(8)} ${kind}`)).toEqual([
      ...['01 holiday', '02 holiday', '03 holiday', '04 holiday', '08 holiday'],
    ]);
    expect(holidayDifference(year, merged)).toEqual([
      { day: '2027-05-03', name: '劳动节', before: null, after: 'holiday' },
      { day: '2027-05-04', name: '劳动节', before: null, after: 'holiday' },
      { day: '2027-05-08', name: '劳动节', before: 'workday', after: 'holiday' },
    ]);
  });
  it('that replaces the year takes the others back, and says so', () => {
    expect(
      holidayDifference(year, second)
        .filter(({ after }) => after === null)
        .map(({ day }) => day),
    ).toEqual(['2027-05-01', '2027-05-02']);
  });
  it('that changes the weekday a make-up day stands for is a change, the same list is none', () => {
    expect(holidayDifference(year, [...year.slice(0, 2), work('2027-05-08', 3)])).toHaveLength(1);
    expect(holidayDifference(year, year)).toEqual([]);
  });
});

it('a list without make-up days, or with one on a weekday, is told of', () => {
  expect(holidayOddities(year)).toEqual({ noMakeUp: false, onWeekdays: [] });
  expect(holidayOddities([off('2027-05-01')])).toEqual({ noMakeUp: true, onWeekdays: [] });
  expect(holidayOddities([work('2027-05-05')])).toEqual({ noMakeUp: false, onWeekdays: ['2027-05-05'] });
});

it.each(['2027-05-08,班,劳动节,星期三', '2027-05-08,work,劳动节,3', '[{"day":"2027-05-08","kind":"work","name":"劳动节","standsFor":3}]'])(
  'a make-up day says which weekday it stands for: %s',
  (text) => {
    const { days, faults } = importHolidays(text, 2027);
    expect([days, faults]).toEqual([[work('2027-05-08', 3)], []]);
    expect(importHolidays(exportHolidays(days, { holiday: '休', workday: '班' }), 2027).days).toEqual(days);
  },
);
it('a weekday that there is not, or of a day off, is a fault', () => {
  expect(importHolidays('2027-05-08,班,劳动节,星期八\n2027-05-01,休,劳动节,星期三', 2027).faults.map(({ line }) => line)).toEqual([1, 2]);
});
