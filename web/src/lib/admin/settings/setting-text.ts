/**
 * Conversion of settings to the texts in the page's fields, and back.
 *
 * 1. An untouched value is read back unchanged.
 * 2. Input is read as people write it (full width, separators, Chinese dates).
 * 3. Unreadable input is reported at its field; the server decides whether a value is allowed.
 */
import { dayKindIn, exportHolidays, importHolidays, type ImportFault } from '../../../../../domain/holidays/import.ts';
import type { HolidayYears } from '../../../../../domain/holidays/index.ts';
import { amountIn } from '../../../../../domain/input/amount.ts';
import { dateIn } from '../../../../../domain/input/date.ts';
import { plain } from '../../../../../domain/input/text.ts';
import type { Hours, Span, SpecialDays } from '../../../../../domain/calendar.ts';
import { settingSpec, type SettingKey, type SettingSpec } from '../../../../../domain/settings.ts';
import type { CapacityWindow } from '../../../../../domain/slots/capacity.ts';
import { windowsIn, windowsText } from './windows-text.ts';

/** Texts by field. */
export type SettingDraft = Readonly<Record<string, string>>;

export interface TextFault {
  field: string;
  code:
    | 'number'
    | 'whole'
    | 'share'
    | 'shares'
    | 'times'
    | 'days'
    | 'windows'
    | 'template'
    | 'sourceMissing'
    | 'daysMissing'
    | ImportFault['code'];
  line?: number;
}
export type Read = { value: unknown } | { faults: TextFault[] };

/** Words for days, in the page's language. */
export type DayWords = Readonly<Record<'holiday' | 'workday', string>>;

const megabyte = 1_024 * 1_024;
export const hoursFields = ['1', '2', '3', '4', '5', '6', '7', 'makeUp'] as const;
export const yearFields = (year: number | string): { source: string; days: string } => ({
  source: `source.${String(year)}`,
  days: `days.${String(year)}`,
});

interface Gateway {
  url: string;
  templates: Record<string, string>;
}

export function draftOf(key: SettingKey, value: unknown, words: DayWords): SettingDraft {
  const { control, unit } = settingSpec(key);
  switch (control.kind) {
    case 'number':
      return { value: shownNumber(Number(value), unit) };
    case 'share':
      return { value: percent(Number(value)) };
    case 'shares':
      return { value: (value as number[]).map(percent).join(', ') };
    case 'choices':
      return { values: (value as string[]).join('\n') };
    case 'lines':
      return { lines: (value as string[]).join('\n') };
    case 'text':
      return { text: String(value) };
    case 'hours': {
      const { week, makeUp } = value as Hours;
      return Object.fromEntries(hoursFields.map((field) => [field, spansText(field === 'makeUp' ? makeUp : week[Number(field) as 1])]));
    }
    case 'days':
      return {
        lines: Object.entries(value as SpecialDays)
          .map(([date, day]) => `${date},${typeof day === 'string' ? words[day] : spansText(day)}`)
          .join('\n'),
      };
    case 'years':
      return Object.fromEntries(
        Object.entries(value as HolidayYears).flatMap(([year, { source, days }]) => [
          [yearFields(year).source, source],
          [yearFields(year).days, exportHolidays(days, words)],
        ]),
      );
    case 'windows':
      return { lines: windowsText(value as CapacityWindow[]) };
    case 'gateway': {
      const gateway = value as Gateway | null;
      const templates = Object.entries(gateway?.templates ?? {}).map(([kind, name]) => `${kind}=${name}`);
      return { used: gateway === null ? 'off' : 'on', url: gateway?.url ?? '', secret: '', templates: templates.join('\n') };
    }
  }
}

export function valueIn(key: SettingKey, draft: SettingDraft): Read {
  const { control, unit } = settingSpec(key);
  const text = (field: string): string => draft[field] ?? '';
  switch (control.kind) {
    case 'number': {
      const number = amountIn(text('value'));
      if (number === null) return fault('value', 'number');
      if (unit === 'bytes') return { value: Math.round(Number(number) * megabyte) };
      return control.whole && !Number.isInteger(Number(number)) ? fault('value', 'whole') : { value: Number(number) };
    }
    case 'share': {
      const share = shareIn(text('value'));
      return share === null ? fault('value', 'share') : { value: share };
    }
    case 'shares': {
      const shares = partsOf(text('value')).map(shareIn);
      const rising = shares.every((share, i) => share !== null && (i === 0 || share > (shares[i - 1] ?? 1)));
      return rising ? { value: shares } : fault('value', 'shares');
    }
    case 'choices':
      return { value: linesOf(text('values')).map(({ line }) => line) };
    case 'lines':
      return { value: linesOf(text('lines')).map(({ line }) => line) };
    case 'text':
      return { value: text('text').trim() };
    case 'hours':
      return hoursIn(text);
    case 'days':
      return daysIn(text('lines'));
    case 'years':
      return yearsIn(draft);
    case 'windows': {
      const read = windowsIn(linesOf(text('lines')));
      return 'wrong' in read ? { faults: [{ field: 'lines', code: 'windows', line: read.wrong }] } : { value: read.windows };
    }
    case 'gateway':
      return gatewayIn(text);
  }
}

/** A number as shown in its field: bytes in MB. */
export const shownNumber = (value: number, unit: SettingSpec['unit']): string => decimal(unit === 'bytes' ? value / megabyte : value);

/** Decimal notation without rounding errors of floating point. */
const decimal = (number: number): string => String(Number(number.toPrecision(12)));
const percent = (share: number): string => decimal(share * 100);
function shareIn(text: string): number | null {
  const number = amountIn(plain(text).replace(/%$/, ''));
  const share = Number(number) / 100;
  return number !== null && share > 0 && share < 1 ? Number(share.toPrecision(12)) : null;
}

const spansText = (spans: readonly Span[]): string => spans.map(({ from, to }) => `${from}-${to}`).join(', ');
/** @returns null when a part is not a pair of times */
function spansIn(text: string): Span[] | null {
  const spans = partsOf(text).map((part) => {
    const [, from = '', to = ''] = /^(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})$/.exec(part) ?? [];
    return from === '' ? null : { from: from.padStart(5, '0'), to: to.padStart(5, '0') };
  });
  return spans.every((span) => span !== null) ? spans : null;
}

const partsOf = (text: string): string[] =>
  plain(text)
    .split(/[,、;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const linesOf = (text: string): { line: string; number: number }[] =>
  text
    .split('\n')
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '');
const fault = (field: string, code: TextFault['code']): Read => ({ faults: [{ field, code }] });

function hoursIn(text: (field: string) => string): Read {
  const read = hoursFields.map((field) => [field, spansIn(text(field))] as const);
  const wrong = read.filter(([, spans]) => spans === null);
  if (wrong.length > 0) return { faults: wrong.map(([field]) => ({ field, code: 'times' })) };
  const { makeUp, ...week } = Object.fromEntries(read);
  return { value: { week, makeUp } };
}

function daysIn(text: string): Read {
  const days: Record<string, 'holiday' | 'workday' | Span[]> = {};
  const faults: TextFault[] = [];
  for (const { line, number } of linesOf(text)) {
    const [first = '', ...rest] = plain(line).split(/[,\t]/);
    const day = dateIn(first);
    const kind = dayKindIn(rest.join(',')) ?? spansIn(rest.join(','));
    if (day === null || kind === null || rest.join('').trim() === '') faults.push({ field: 'lines', code: 'days', line: number });
    else if (Object.hasOwn(days, day)) faults.push({ field: 'lines', code: 'duplicate', line: number });
    else days[day] = kind;
  }
  return faults.length > 0 ? { faults } : { value: days };
}

/** Returns the years of a draft. */
export const yearsOf = (draft: SettingDraft): string[] =>
  Object.keys(draft).flatMap((field) => (field.startsWith('days.') ? [field.slice(5)] : []));

function yearsIn(draft: SettingDraft): Read {
  const faults: TextFault[] = [];
  const years = yearsOf(draft).map((year) => {
    const fields = yearFields(year);
    const source = (draft[fields.source] ?? '').trim();
    const { days, faults: wrong } = importHolidays(draft[fields.days] ?? '', Number(year));
    faults.push(...wrong.map(({ line, code }) => ({ field: fields.days, code, line })));
    if (source === '') faults.push({ field: fields.source, code: 'sourceMissing' });
    if (days.length === 0 && wrong.length === 0) faults.push({ field: fields.days, code: 'daysMissing' });
    return [year, { source, days }] as const;
  });
  return faults.length > 0 ? { faults } : { value: Object.fromEntries(years) };
}

function gatewayIn(text: (field: string) => string): Read {
  if (text('used') === 'off') return { value: null };
  const lines = linesOf(text('templates')).map(({ line, number }) => ({ number, parts: /^([^=]+)=(.+)$/.exec(line) }));
  const wrong = lines.find(({ parts }) => parts === null);
  if (wrong !== undefined) return { faults: [{ field: 'templates', code: 'template', line: wrong.number }] };
  const templates = Object.fromEntries(lines.map(({ parts }) => [(parts?.[1] ?? '').trim(), (parts?.[2] ?? '').trim()]));
  const secret = text('secret').trim();
  return { value: { url: text('url').trim(), templates, ...(secret !== '' && { secret }) } };
}
