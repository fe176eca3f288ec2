import { describe, expect, it } from '@jest/globals';

import { addWorkingTime, calendarFor, CalendarError, isWorkingTime, nextOpening, roundTheClock, workingTimeBetween } from './calendar.ts';
import { calendarSchema, hoursSchema, specialDaysSchema } from './calendar-schema.ts';
import type { Calendar, Hours, Span } from './calendar.ts';

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const hours: Hours = {
  week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] },
  makeUp: office,
};
const calendar = calendarFor(hours, [2026]);
const never: Calendar = { version: 'never', week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, makeUp: [], days: {} };

/** Shanghai wall time of 2026 (or of the year given) to the instant. */
const at = (text: string): number => Date.parse(`${/^\d{4}-/.test(text) ? '' : '2026-'}${text.replace(' ', 'T')}+08:00`);
const hour = 60;
const day = 7 * hour;

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CalendarError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('isWorkingTime', () => {
  it.each([
    ['a moment before opening', '03-04 08:59:59.999', false],
    ['opening itself', '03-04 09:00', true],
    ['the last millisecond before lunch', '03-04 11:59:59.999', true],
    ['the end of the morning', '03-04 12:00', false],
    ['lunch', '03-04 13:29', false],
    ['after lunch', '03-04 13:30', true],
    ['the last minute of the day', '03-04 17:29', true],
    ['the end of the day', '03-04 17:30', false],
    ['a plain Saturday', '03-07 10:00', false],
    ['the make-up Saturday before 春节', '02-14 10:00', true],
    ['lunch on a make-up Saturday', '02-14 12:30', false],
    ['the first day of 春节, a Sunday', '02-15 10:00', false],
    ['a Monday in 春节', '02-16 10:00', false],
    ['the last day of 春节, a Monday', '02-23 10:00', false],
    ['the day after 春节', '02-24 10:00', true],
    ['the make-up Saturday after 春节', '02-28 10:00', true],
    ['the make-up Sunday before 国庆', '09-20 10:00', true],
    ['the eve of 国庆', '09-30 17:29', true],
    ['国庆', '10-01 10:00', false],
    ['the last day of 国庆, a Wednesday', '10-07 10:00', false],
    ['the day after 国庆', '10-08 10:00', true],
    ['the make-up Saturday after 国庆', '10-10 10:00', true],
  ])('%s', (_, when, expected) => {
    expect(isWorkingTime(calendar, at(when))).toBe(expected);
  });
});

describe('addWorkingTime', () => {
  it.each([
    ['within a span', '03-04 09:00', 90, '03-04 10:30'],
    ['to the end of a span, and it stays there', '03-04 11:00', hour, '03-04 12:00'],
    ['a minute over the lunch break', '03-04 11:00', hour + 1, '03-04 13:31'],
    ['from the lunch break', '03-04 12:40', 30, '03-04 14:00'],
    ['from before opening', '03-04 06:00', 30, '03-04 09:30'],
    ['from the last minute of the day', '03-04 17:29', 1, '03-04 17:30'],
    ['two minutes from the last minute of the day', '03-04 17:29', 2, '03-05 09:01'],
    ['from Friday evening', '03-06 19:00', hour, '03-09 10:00'],
    ['from Friday afternoon over the weekend', '03-06 17:00', hour, '03-09 09:30'],
    ['nothing, within working time', '03-04 10:00', 0, '03-04 10:00'],
    ['nothing, outside working time', '03-04 12:30', 0, '03-04 13:30'],
    ['nothing, from the end of a span', '03-04 12:00', 0, '03-04 12:00'],
    ['a full day, to its end', '03-04 09:00', day, '03-04 17:30'],
    ['from the Friday before 春节 into the make-up Saturday', '02-13 17:00', hour, '02-14 09:30'],
    ['from the make-up Saturday over 春节', '02-14 17:00', hour, '02-24 09:30'],
    ['from the midst of 春节', '02-18 10:00', hour, '02-24 10:00'],
    ['from Friday into the make-up Saturday after 春节', '02-27 17:30', day, '02-28 17:30'],
    ['over the make-up Saturday and a plain Sunday', '02-28 17:00', hour, '03-02 09:30'],
    ['from Friday evening to the make-up Sunday before 国庆', '09-18 18:00', hour, '09-20 10:00'],
    ['from the eve over 国庆', '09-30 17:29:30', 1, '10-08 09:00:30'],
    ['three days over 国庆 and its make-up Saturday', '09-30 09:00', 3 * day, '10-09 17:30'],
    ['four days over 国庆 end on the make-up Saturday', '09-30 09:00', 4 * day, '10-10 17:30'],
    ['a fraction of a minute', '03-04 09:00', 0.05, '03-04 09:00:03'],
    ['the year after, not known, by plain weekdays', '12-31 17:00', hour, '2027-01-01 09:30:00'],
  ])('%s', (_, from, minutes, expected) => {
    expect(addWorkingTime(calendar, at(from), minutes)).toBe(at(expected));
  });

  it('counts every minute round the clock, to the millisecond', () => {
    const from = at('02-16 23:59:59.990');
    expect(addWorkingTime(roundTheClock, from, 20 / 60_000)).toBe(from + 20);
    expect(addWorkingTime(roundTheClock, from, 1440)).toBe(from + 86_400_000);
  });

  it('stays on the end of a span at midnight, also when nothing is added there', () => {
    const evening = [{ from: '18:00', to: '24:00' }];
    const late = calendarFor({ week: { ...hours.week, 5: evening }, makeUp: [] }, []);
    const midnight = at('03-07 00:00');
    expect(addWorkingTime(late, at('03-06 18:00'), 6 * hour)).toBe(midnight);
    expect(addWorkingTime(late, midnight, 0)).toBe(midnight);
    expect(addWorkingTime(late, midnight, 1)).toBe(at('03-09 09:01'));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p minutes', (minutes) => {
    expect(codeOf(() => addWorkingTime(calendar, at('03-04 09:00'), minutes))).toBe('bad-minutes');
  });

  it('refuses a deadline over two years away', () => {
    expect(codeOf(() => addWorkingTime(calendar, at('03-04 09:00'), 600 * day))).toBe('too-far');
    expect(codeOf(() => addWorkingTime(roundTheClock, at('03-04 09:00'), 1e308))).toBe('too-far');
  });
});

describe('a calendar without any working time', () => {
  it.each([0, 1])('has no deadline after %p minutes', (minutes) => {
    expect(codeOf(() => addWorkingTime(never, at('03-04 09:00'), minutes))).toBe('no-working-time');
  });
  it('has no opening', () => {
    expect(codeOf(() => nextOpening(never, at('03-04 09:00')))).toBe('no-working-time');
  });
  it('has no working time between any instants', () => {
    expect(isWorkingTime(never, at('03-04 09:00'))).toBe(false);
    expect(workingTimeBetween(never, at('03-04 09:00'), at('12-04 09:00'))).toBe(0);
  });
});

describe('instants that are none', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, -8.7e15])('%p is refused everywhere', (bad) => {
    const good = at('03-04 09:00');
    expect(codeOf(() => isWorkingTime(calendar, bad))).toBe('bad-instant');
    expect(codeOf(() => addWorkingTime(calendar, bad, 1))).toBe('bad-instant');
    expect(codeOf(() => nextOpening(calendar, bad))).toBe('bad-instant');
    expect(codeOf(() => workingTimeBetween(calendar, bad, good))).toBe('bad-instant');
    expect(codeOf(() => workingTimeBetween(calendar, good, bad))).toBe('bad-instant');
  });
});

describe('workingTimeBetween', () => {
  it.each([
    ['one day', '03-04 00:00', '03-05 00:00', day],
    ['over lunch', '03-04 11:30', '03-04 14:00', hour],
    ['within lunch', '03-04 12:00', '03-04 13:30', 0],
    ['a weekend', '03-06 17:30', '03-09 09:00', 0],
    ['春节 with both make-up Saturdays', '02-13 17:30', '03-02 09:00', 6 * day],
    ['国庆 from the eve to the make-up Saturday', '09-30 09:00', '10-10 17:30', 4 * day],
    ['half a second', '03-04 09:00:00.250', '03-04 09:00:00.750', 0.5 / 60],
    ['nothing', '03-04 10:00', '03-04 10:00', 0],
    ['backwards', '03-04 14:00', '03-04 11:30', -hour],
    ['backwards over nothing', '03-04 13:00', '03-04 12:30', 0],
  ])('%s', (_, a, b, expected) => {
    expect(workingTimeBetween(calendar, at(a), at(b))).toBe(expected);
  });
});

describe('nextOpening', () => {
  it.each([
    ['while open', '03-04 10:00', '03-04 10:00'],
    ['at the end of the morning', '03-04 12:00', '03-04 13:30'],
    ['on Friday evening', '03-06 17:30', '03-09 09:00'],
    ['on the eve of 春节', '02-14 17:30', '02-24 09:00'],
    ['on the eve of 国庆', '09-30 17:30', '10-08 09:00'],
  ])('%s', (_, when, expected) => {
    expect(nextOpening(calendar, at(when))).toBe(at(expected));
  });
});

describe('calendarFor', () => {
  it('puts closures and special hours of the centre before the public days', () => {
    const own = calendarFor(hours, [2026], {
      '2026-03-04': 'holiday',
      '2026-03-07': [{ from: '10:00', to: '11:00' }],
      '2026-02-14': 'holiday',
      '2026-02-16': 'workday',
    });
    expect(nextOpening(own, at('03-03 18:00'))).toBe(at('03-05 09:00'));
    expect(workingTimeBetween(own, at('03-07 00:00'), at('03-08 00:00'))).toBe(hour);
    expect(isWorkingTime(own, at('02-14 10:00'))).toBe(false);
    expect(isWorkingTime(own, at('02-16 10:00'))).toBe(true);
  });
  it('gives make-up days the hours made for them', () => {
    const short = calendarFor({ ...hours, makeUp: [{ from: '09:00', to: '10:00' }] }, [2026]);
    expect(workingTimeBetween(short, at('02-14 00:00'), at('02-15 00:00'))).toBe(hour);
  });
  it('keeps public holidays at a centre that works at weekends', () => {
    const daily = calendarFor({ ...hours, week: { ...hours.week, 6: office, 7: office } }, [2026]);
    expect(isWorkingTime(daily, at('02-15 10:00'))).toBe(false);
    expect(isWorkingTime(daily, at('03-07 10:00'))).toBe(true);
  });
  it('works on plain weekdays in a year that is not known', () => {
    const plain = calendarFor(hours, [2052]);
    expect(plain.days).toEqual({});
    expect(isWorkingTime(plain, at('2052-10-01 10:00:00'))).toBe(true);
  });
  it('is small, survives JSON, and its version follows from its contents', () => {
    expect(JSON.stringify(calendar).length).toBeLessThan(1_200);
    expect(calendarSchema.parse(JSON.parse(JSON.stringify(calendar)))).toEqual(calendar);
    expect(calendarSchema.parse(roundTheClock)).toEqual(roundTheClock);
    expect(calendarFor(hours, [2026]).version).toBe(calendar.version);
    const others = [
      calendarFor(hours, []),
      calendarFor({ ...hours, makeUp: [] }, [2026]),
      calendarFor({ ...hours, week: { ...hours.week, 5: [] } }, [2026]),
      calendarFor(hours, [2026], { '2026-03-04': 'holiday' }),
      roundTheClock,
    ];
    expect(new Set([calendar, ...others].map(({ version }) => version)).size).toBe(6);
  });
});

describe('what an administrator may enter', () => {
  const withMonday = (spans: unknown): unknown => ({ ...hours, week: { ...hours.week, 1: spans } });
  const messages = (result: { error?: { issues: { message: string }[] } | undefined }): string[] =>
    (result.error?.issues ?? []).map(({ message }) => message);

  it('touching spans, a day to its end, no hours on make-up days', () => {
    const spans = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '24:00' },
    ];
    expect(hoursSchema.safeParse({ ...hours, week: { ...hours.week, 1: spans }, makeUp: [] }).success).toBe(true);
  });
  it.each([
    ['the end before the beginning', [{ from: '12:00', to: '09:00' }], 'hours-not-ordered'],
    ['a span of no length', [{ from: '09:00', to: '09:00' }], 'hours-not-ordered'],
    [
      'overlapping',
      [
        { from: '09:00', to: '12:00' },
        { from: '11:59', to: '13:00' },
      ],
      'hours-overlap',
    ],
    [
      'in the wrong order',
      [
        { from: '13:00', to: '14:00' },
        { from: '09:00', to: '12:00' },
      ],
      'hours-overlap',
    ],
    ['beginning at 24:00', [{ from: '24:00', to: '24:00' }], 'time-invalid'],
    ['25 hours', [{ from: '09:00', to: '25:00' }], 'time-invalid'],
    ['61 minutes', [{ from: '09:61', to: '10:00' }], 'time-invalid'],
    ['one digit', [{ from: '9:00', to: '10:00' }], 'time-invalid'],
  ])('not %s', (_, spans, message) => {
    expect(messages(hoursSchema.safeParse(withMonday(spans)))).toContain(message);
  });
  it('not a week without hours, without a day, or with an eighth one', () => {
    expect(messages(hoursSchema.safeParse({ week: never.week, makeUp: office }))).toEqual(['no-working-time']);
    expect(hoursSchema.safeParse(withMonday(undefined)).success).toBe(false);
    expect(hoursSchema.safeParse({ ...hours, week: { ...hours.week, 8: [] } }).success).toBe(false);
  });
  it.each([
    ['a day that is none', { '2026-02-30': 'holiday' }, 'date-invalid'],
    ['a date in another form', { '2026-3-4': 'holiday' }, 'date-invalid'],
    ['an unknown kind of day', { '2026-03-04': 'feast' }, 'day-invalid'],
    ['hours that are not ordered', { '2026-03-04': [{ from: '12:00', to: '09:00' }] }, 'hours-not-ordered'],
  ])('not %s among the special days', (_, days, message) => {
    expect(messages(specialDaysSchema.safeParse(days))).toEqual([message]);
  });
});
