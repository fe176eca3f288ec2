/**
 * Holidays given by law (全国年节及纪念日放假办法, as revised in 2024), for years without a published arrangement. They are provisional: the State
 * Council announces the make-up days, usually in November of the year before.
 */
import { dateOf, dayNumberOfDate } from '../shanghai.ts';
import type { HolidayArrangement } from './year.ts';

/** Movable feasts as month and day. `newYear` is the first day of the lunar year, not its eve. */
const movable: ReadonlyMap<number, { newYear: string; qingming: string; dragonBoat: string; midAutumn: string }> = new Map([
  [2027, { newYear: '02-06', qingming: '04-05', dragonBoat: '06-09', midAutumn: '09-15' }],
  [2028, { newYear: '01-26', qingming: '04-04', dragonBoat: '05-28', midAutumn: '10-03' }],
  [2029, { newYear: '02-13', qingming: '04-04', dragonBoat: '06-16', midAutumn: '09-22' }],
  [2030, { newYear: '02-03', qingming: '04-05', dragonBoat: '06-05', midAutumn: '09-12' }],
  [2031, { newYear: '01-23', qingming: '04-05', dragonBoat: '06-24', midAutumn: '10-01' }],
  [2032, { newYear: '02-11', qingming: '04-04', dragonBoat: '06-12', midAutumn: '09-19' }],
  [2033, { newYear: '01-31', qingming: '04-04', dragonBoat: '06-01', midAutumn: '09-08' }],
  [2034, { newYear: '02-19', qingming: '04-05', dragonBoat: '06-20', midAutumn: '09-27' }],
  [2035, { newYear: '02-08', qingming: '04-05', dragonBoat: '06-10', midAutumn: '09-16' }],
  [2036, { newYear: '01-28', qingming: '04-04', dragonBoat: '05-30', midAutumn: '10-04' }],
]);

export const statutoryYears: readonly number[] = [...movable.keys()];

/** Returns the days off by law; undefined for a year beyond the table. */
export function statutoryHolidays(year: number): readonly HolidayArrangement[] | undefined {
  const feasts = movable.get(year);
  if (feasts === undefined) return undefined;
  const on = (monthDay: string): string => `${String(year)}-${monthDay}`;
  const newYear = dayNumberOfDate(on(feasts.newYear));
  const day = (name: HolidayArrangement['name'], first: string, last = first): HolidayArrangement => ({
    name,
    off: [first, last],
    makeUp: [],
  });
  return [
    day('new-year', on('01-01')),
    day('spring-festival', dateOf(newYear - 1), dateOf(newYear + 2)),
    day('qingming', on(feasts.qingming)),
    day('labour-day', on('05-01'), on('05-02')),
    day('dragon-boat', on(feasts.dragonBoat)),
    day('mid-autumn', on(feasts.midAutumn)),
    day('national-day', on('10-01'), on('10-03')),
  ];
}
