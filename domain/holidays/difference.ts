/** Compares an imported list of holidays with what is there, before anything is changed. */
import { dayNumberOfDate, weekdayOf } from '../shanghai.ts';
import type { HolidayDay } from './index.ts';
import type { AnnouncedDay } from './year.ts';

/** Change of a day; null means an ordinary day. */
export interface DayDifference {
  day: string;
  name: string;
  before: AnnouncedDay | null;
  after: AnnouncedDay | null;
}

/** Returns the days whose meaning differs, in order. */
export function holidayDifference(before: readonly HolidayDay[], after: readonly HolidayDay[]): DayDifference[] {
  const [old, wanted] = [byDay(before), byDay(after)];
  return [...new Set([...old.keys(), ...wanted.keys()])].toSorted().flatMap((day) => {
    const [was, is] = [old.get(day), wanted.get(day)];
    const same = was?.kind === is?.kind && was?.standsFor === is?.standsFor;
    return same ? [] : [{ day, name: is?.name ?? was?.name ?? '', before: was?.kind ?? null, after: is?.kind ?? null }];
  });
}

/** Returns the days with those that the import names; all others stay as they are. */
export const mergedHolidays = (before: readonly HolidayDay[], named: readonly HolidayDay[]): HolidayDay[] =>
  [...new Map([...byDay(before), ...byDay(named)]).values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));

/** Unusual facts about a year's list: no make-up day at all, or make-up days that are weekdays. */
export interface HolidayOddities {
  noMakeUp: boolean;
  onWeekdays: string[];
}

export const holidayOddities = (days: readonly HolidayDay[]): HolidayOddities => {
  const makeUp = days.filter(({ kind }) => kind === 'workday').map(({ day }) => day);
  return { noMakeUp: makeUp.length === 0, onWeekdays: makeUp.filter((day) => weekdayOf(dayNumberOfDate(day)) <= 5) };
};

const byDay = (days: readonly HolidayDay[]): Map<string, HolidayDay> => new Map(days.map((day) => [day.day, day]));
