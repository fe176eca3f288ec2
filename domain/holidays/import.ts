/** A year's arrangement as a file: lines of `day,kind,name`, or a JSON list of the same, as spreadsheets and public data sets give them. */
import { dateIn } from '../input/date.ts';
import { plain } from '../input/text.ts';
import type { HolidayDay } from './index.ts';
import type { AnnouncedDay } from './year.ts';

export interface ImportFault {
  /** Counted from 1. */
  line: number;
  code: 'not-a-date' | 'not-a-choice' | 'duplicate' | 'other-year' | 'invalid';
}
export type Imported = { days: HolidayDay[]; faults: readonly ImportFault[] };

/** The most days that a year may list. */
export const mostHolidayDays = 120;

/** What a day may be called in a file. */
const kinds: Readonly<Record<string, AnnouncedDay>> = {
  holiday: 'holiday',
  off: 'holiday',
  休: 'holiday',
  放假: 'holiday',
  假: 'holiday',
  workday: 'workday',
  work: 'workday',
  班: 'workday',
  上班: 'workday',
  调休上班: 'workday',
};

/**
 * Reads a file of one year. Days come back in order; a heading line and empty lines are passed over.
 * @param year the only year that its days may be of
 */
export function importHolidays(text: string, year: number): Imported {
  const rows = rowsOf(text);
  if (rows === null) return { days: [], faults: [{ line: 1, code: 'invalid' }] };
  const days = new Map<string, HolidayDay>();
  const faults: ImportFault[] = [];
  for (const { line, cells } of rows) {
    const [first = '', second = '', third = ''] = cells;
    const day = dateIn(first);
    const kind = dayKindIn(second);
    const code =
      day === null
        ? 'not-a-date'
        : !day.startsWith(`${String(year)}-`)
          ? 'other-year'
          : days.has(day)
            ? 'duplicate'
            : kind
              ? null
              : 'not-a-choice';
    if (code !== null) faults.push({ line, code });
    else if (day !== null && kind !== undefined) days.set(day, { day, kind, name: plain(third).slice(0, 40) });
  }
  return { days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)), faults };
}

/** What a day is by the word that somebody has written; undefined for any other word. */
export const dayKindIn = (text: string): AnnouncedDay | undefined => kinds[plain(text).toLowerCase()];

/** The days as lines that `importHolidays` reads, with the words of a language for what a day is. */
export const exportHolidays = (days: readonly HolidayDay[], words: Readonly<Record<AnnouncedDay, string>>): string =>
  days.map(({ day, kind, name }) => [day, words[kind], name].join(',')).join('\n');

interface Row {
  line: number;
  cells: string[];
}

function rowsOf(text: string): Row[] | null {
  const whole = text.replace(/^\u{FEFF}/u, '').trim();
  if (whole.startsWith('[')) return rowsOfJson(whole);
  return whole
    .split(/\r\n|\r|\n/)
    .map((line, i) => ({ line: i + 1, cells: line.split(/[,，\t;；]/).map((cell) => cell.trim().replaceAll(/^"|"$/g, '')) }))
    .filter(({ line, cells }) => cells.some((cell) => cell !== '') && !(line === 1 && isHeading(cells)));
}

const isHeading = ([first = '']: readonly string[]): boolean => /^(day|date|日期)$/i.test(plain(first));

function rowsOfJson(text: string): Row[] | null {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  return list.map((entry: unknown, i) => {
    const { day, date, kind, name } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    return { line: i + 1, cells: [day ?? date, kind, name].map((cell) => (typeof cell === 'string' ? cell : '')) };
  });
}
