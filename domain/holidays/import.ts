/**
 * Imports a year's holidays from lines of `day,kind,name` or a JSON list of the same fields, the formats of spreadsheets and public data
 * sets. A make-up day may say in a fourth field which weekday it stands for.
 */
import { dateIn } from '../input/date.ts';
import { plain } from '../input/text.ts';
import type { HolidayDay } from './index.ts';
import type { Weekday } from '../shanghai.ts';
import type { AnnouncedDay } from './year.ts';

export interface ImportFault {
  /** Line number, from 1. */
  line: number;
  code: 'not-a-date' | 'not-a-choice' | 'duplicate' | 'other-year' | 'invalid';
}
export type Imported = { days: HolidayDay[]; faults: readonly ImportFault[] };

/** Maximum number of days in a year's list. */
export const mostHolidayDays = 120;

/** Accepted words for the kind of a day. */
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
 * Parses a file of one year. Returns the days in order; skips a heading line and empty lines.
 * @param year the year that all days must belong to
 */
export function importHolidays(text: string, year: number): Imported {
  const rows = rowsOf(text);
  if (rows === null) return { days: [], faults: [{ line: 1, code: 'invalid' }] };
  const days = new Map<string, HolidayDay>();
  const faults: ImportFault[] = [];
  for (const { line, cells } of rows) {
    const [first = '', second = '', third = '', fourth = ''] = cells;
    const day = dateIn(first);
    const kind = dayKindIn(second);
    const standsFor = weekdayIn(fourth);
    const code =
      day === null
        ? 'not-a-date'
        : !day.startsWith(`${String(year)}-`)
          ? 'other-year'
          : days.has(day)
            ? 'duplicate'
            : kind && standsFor !== null && (standsFor === undefined || kind === 'workday')
              ? null
              : 'not-a-choice';
    if (code !== null) faults.push({ line, code });
    else if (day !== null && kind !== undefined)
      days.set(day, { day, kind, name: plain(third).slice(0, 40), ...(typeof standsFor === 'number' && { standsFor }) });
  }
  return { days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)), faults };
}

/** Returns the kind of day that a word stands for; undefined for any other word. */
export const dayKindIn = (text: string): AnnouncedDay | undefined => kinds[plain(text).toLowerCase()];

/** Returns the weekday that a word stands for; undefined for an empty text, null for another word. */
function weekdayIn(text: string): Weekday | null | undefined {
  const word = plain(text).trim();
  if (word === '') return undefined;
  const [, name = ''] = /^(?:星期|周)?([一二三四五六日天1-7])$/.exec(word) ?? [];
  const number = '一二三四五六日'.indexOf(name === '天' ? '日' : name) + 1 || Number(name);
  return name === '' ? null : (number as Weekday);
}

/** Formats days as lines that `importHolidays` reads, with a language's words for the kinds of day. */
export const exportHolidays = (days: readonly HolidayDay[], words: Readonly<Record<AnnouncedDay, string>>): string =>
  days.map(({ day, kind, name, standsFor }) => [day, words[kind], name, ...(standsFor ? [standsFor] : [])].join(',')).join('\n');

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
    const { day, date, kind, name, standsFor } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const cells = [day ?? date, kind, name, standsFor];
    return { line: i + 1, cells: cells.map((cell) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '')) };
  });
}
