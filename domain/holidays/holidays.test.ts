import { describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf, dayNumberOfDate, startOfDay, weekdayOf } from '../shanghai.ts';
import { holidaysOf, holidaysOfYears, holidayStateOf, knownYears, unsettledYears, type HolidayYears } from './index.ts';
import { statutoryHolidays, statutoryYears } from './statutory.ts';

const isWeekend = (date: string): boolean => weekdayOf(dayNumberOfDate(date)) >= 6;

describe.each([...knownYears])('the holidays of %p', (year) => {
  const days = Object.entries(holidaysOf(year));
  const off = days.filter(([, kind]) => kind === 'holiday').map(([date]) => date);
  const makeUp = days.filter(([, kind]) => kind === 'workday').map(([date]) => date);

  it('lie in that year, in order', () => {
    const dates = days.map(([date]) => date);
    expect(dates.every((date) => date.startsWith(`${String(year)}-`))).toBe(true);
    expect(dates).toEqual([...dates].sort());
  });
  it('are worked in exchange at weekends only', () => {
    expect(makeUp.filter((date) => !isWeekend(date))).toEqual([]);
  });
  it('free as many weekdays, less those worked in exchange, as the law gives days', () => {
    // 全国年节及纪念日放假办法, in force since 2025-01-01: 13 days, made up on a weekday where they fall on a weekend.
    expect(off.filter((date) => !isWeekend(date)).length - makeUp.length).toBe(13);
  });
});

describe('2026', () => {
  it('has 33 days off and 6 make-up days', () => {
    const kinds = Object.values(holidaysOf(2026));
    expect(kinds.filter((kind) => kind === 'holiday')).toHaveLength(33);
    expect(kinds.filter((kind) => kind === 'workday')).toHaveLength(6);
  });
});

it('says nothing of a year that is not known', () => {
  expect(knownYears).not.toContain(2051);
  expect(holidaysOf(2051)).toEqual({});
  expect(holidayStateOf({}, 2051)).toBe('unknown');
});

describe.each([...statutoryYears])('the days that the law gives %p', (year) => {
  const days = Object.keys(holidaysOf(year));
  const arrangements = new Map(statutoryHolidays(year)?.map(({ name, off }) => [name, off[0]]));
  const firstOf = (name: string): string => arrangements.get(name as 'qingming') ?? '';

  it('are thirteen without two feasts on one day, none worked in exchange, and provisional', () => {
    // 国庆 and 中秋 may fall on the same days.
    const shared = firstOf('mid-autumn') >= `${String(year)}-10-01` && firstOf('mid-autumn') <= `${String(year)}-10-03`;
    expect(days).toHaveLength(shared ? 12 : 13);
    expect(new Set(Object.values(holidaysOf(year)))).toEqual(new Set(['holiday']));
    expect(holidayStateOf({}, year)).toBe('statutory');
  });
  it.each([
    ['the lunar new year', 'spring-festival', 1, '01-21', '02-21'],
    ['Dragon Boat, the fifth of its month', 'dragon-boat', -4, '05-21', '06-22'],
    ['Mid-Autumn, the fifteenth of its month', 'mid-autumn', -14, '08-20', '09-22'],
  ])('begin the month of %s with a new moon', (_, name, toFirst, earliest, latest) => {
    const first = dateOf(dayNumberOfDate(firstOf(name)) + toFirst);
    expect(newMoons(year)).toContain(first);
    expect(first >= `${String(year)}-${earliest}` && first <= `${String(year)}-${latest}`).toBe(true);
  });
  it('are those of the platform’s Chinese calendar, which errs by a day where the moon is new near midnight', () => {
    expect(Math.abs(dayNumberOfDate(lunarNewYear(year)) - (dayNumberOfDate(firstOf('spring-festival')) + 1))).toBeLessThanOrEqual(1);
  });
  it('have 清明 on the day on which the sun stands at 15°', () => {
    const begins = startOfDay(dayNumberOfDate(firstOf('qingming')));
    expect(sunAt(begins)).toBeLessThan(15);
    expect(sunAt(begins + 86_400_000)).toBeGreaterThan(15);
  });
});

describe('2027', () => {
  it('has the days of the law', () => {
    expect(Object.keys(holidaysOf(2027))).toEqual(
      ['01-01', '02-05', '02-06', '02-07', '02-08', '04-05', '05-01', '05-02', '06-09', '09-15', '10-01', '10-02', '10-03'].map(
        (day) => `2027-${day}`,
      ),
    );
  });
});

describe('a year that was entered', () => {
  const entered: HolidayYears = {
    2027: {
      source: '通知',
      days: [
        { day: '2027-01-02', kind: 'holiday', name: '元旦' },
        { day: '2027-01-03', kind: 'workday', name: '元旦' },
      ],
    },
  };
  it('goes before the law, and leaves other years', () => {
    expect(holidaysOfYears(entered, [2026, 2027])).toEqual({ ...holidaysOf(2026), '2027-01-02': 'holiday', '2027-01-03': 'workday' });
  });
  it.each([
    ['2026-10-31', {}, []],
    ['2026-11-01', {}, [2027]],
    ['2026-12-31', entered, []],
    ['2027-01-01', {}, [2027]],
    ['2027-11-01', entered, [2028]],
  ])('on %s with %j the years %j are warned of', (today, years, expected) => {
    expect(unsettledYears(years, today)).toEqual(expected);
  });
});

const platform = new Intl.DateTimeFormat('zh-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
function lunarNewYear(year: number): string {
  for (let at = Date.UTC(year, 0, 15); at < Date.UTC(year, 2, 1); at += 86_400_000) {
    const parts = new Map(platform.formatToParts(at).map(({ type, value }) => [type, value]));
    if (/^(正月|1)$/.test(parts.get('month') ?? '') && parts.get('day') === '1') return new Date(at).toISOString().slice(0, 10);
  }
  throw new Error(`no lunar new year in ${String(year)}`);
}

const rad = Math.PI / 180;
/** Earth time runs about this far behind the uniform time of astronomy in these years. */
const deltaT = 71 / 86_400;
const instantOf = (julian: number): number => (julian - deltaT - 2_440_587.5) * 86_400_000;

/** Shanghai dates of the new moons of a year, by the series of Meeus, Astronomical Algorithms, chapter 49; exact to seconds. */
function newMoons(year: number): string[] {
  const first = Math.floor((year - 2000) * 12.3685) - 1;
  return Array.from({ length: 15 }, (_, i) => dateOf(dayNumberOf(newMoon(first + i)))).filter((date) => date.startsWith(String(year)));
}
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const sun = 2.5534 + 29.1053567 * k;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  const node = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
  const ascending = 124.7746 - 1.56375588 * k + 0.0020672 * t * t;
  const terms: [number, number][] = [
    [-0.4072, moon],
    [0.17241 * e, sun],
    [0.01608, 2 * moon],
    [0.01039, 2 * node],
    [0.00739 * e, moon - sun],
    [-0.00514 * e, moon + sun],
    [0.00208 * e * e, 2 * sun],
    [-0.00111, moon - 2 * node],
    [-0.00057, moon + 2 * node],
    [0.00056 * e, 2 * moon + sun],
    [-0.00042, 3 * moon],
    [0.00042 * e, sun + 2 * node],
    [0.00038 * e, sun - 2 * node],
    [-0.00024 * e, 2 * moon - sun],
    [-0.00017, ascending],
    [-0.00007, moon + 2 * sun],
    [0.00004, 2 * moon - 2 * node],
    [0.00004, 3 * sun],
    [0.00003, moon + sun - 2 * node],
    [0.00003, 2 * moon + 2 * node],
    [-0.00003, moon + sun + 2 * node],
    [0.00003, moon - sun + 2 * node],
    [-0.00002, moon - sun - 2 * node],
    [-0.00002, 3 * moon + sun],
    [0.00002, 4 * moon],
    [0.000325, 299.77 + 0.107408 * k],
    [0.000165, 251.88 + 0.016321 * k],
    [0.000164, 251.83 + 26.651886 * k],
    [0.000126, 349.42 + 36.412478 * k],
    [0.00011, 84.66 + 18.206239 * k],
    [0.000062, 141.74 + 53.303771 * k],
  ];
  const mean = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t;
  return instantOf(mean + terms.reduce((sum, [size, angle]) => sum + size * Math.sin(angle * rad), 0));
}

/** The sun's apparent longitude in degrees, -180 to 180, to a hundredth: chapter 25 of the same. */
function sunAt(at: number): number {
  const t = (at / 86_400_000 + 2_440_587.5 + deltaT - 2_451_545) / 36_525;
  const anomaly = (357.52911 + 35_999.05029 * t) * rad;
  const centre = (1.914602 - 0.004817 * t) * Math.sin(anomaly) + 0.019993 * Math.sin(2 * anomaly) + 0.000289 * Math.sin(3 * anomaly);
  const apparent = 280.46646 + 36_000.76983 * t + centre - 0.00569 - 0.00478 * Math.sin((125.04 - 1_934.136 * t) * rad);
  return ((((apparent + 180) % 360) + 360) % 360) - 180;
}
