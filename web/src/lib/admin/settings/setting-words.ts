/** Words for settings: names, paths of faults, and their sentences. */
import { t } from '#lib/i18n.svelte.ts';
import type { Language } from '#lib/i18n.svelte.ts';
import type { FieldProblem as ServerProblem } from '#lib/api/problem.ts';
import { settingSpec, type SettingKey } from '../../../../../domain/settings.ts';
import { shownNumber } from './setting-text.ts';
import type { DayWords, SettingDraft, TextFault } from './setting-text.ts';

/** As administrators write them, by language. */
const words: Readonly<Record<Language, DayWords>> = { 'zh-CN': { holiday: '休', workday: '班' }, en: { holiday: 'off', workday: 'work' } };
export const dayWords = (language: Language): DayWords => words[language];

/** Returns the id of a control, also usable in an address. */
export const fieldId = (key: SettingKey, field: string): string => `setting-${key}-${field}`.replaceAll('.', '-');

export interface SettingProblem {
  key: SettingKey;
  field: string;
  sentence: string;
}

export const problemOfText = (key: SettingKey, { field, code, line = 0 }: TextFault): SettingProblem => ({
  key,
  field,
  sentence: sentenceOf(code, line),
});

function sentenceOf(code: TextFault['code'], line: number): string {
  switch (code) {
    case 'number':
    case 'whole':
    case 'share':
    case 'shares':
    case 'times':
      return t(`settings:wrong.${code}`);
    case 'days':
    case 'windows':
    case 'template':
      return t(`settings:wrong.${code}`, { line });
    case 'sourceMissing':
    case 'daysMissing':
      return t(`settings:years.${code}`);
    case 'not-a-date':
    case 'not-a-choice':
    case 'duplicate':
    case 'other-year':
    case 'invalid':
      return t('settings:years.lineFault', { line, sentence: t(`settings:years.fault.${code}`) });
  }
}

/** Places a fault of the server at the field of the draft that it concerns, otherwise at the first. */
export function problemOfServer(
  sent: readonly SettingKey[],
  { path, code, sentence }: ServerProblem,
  draftOf: (key: SettingKey) => SettingDraft,
): SettingProblem | undefined {
  const [, index = '', rest = ''] = /^changes\.(\d+)\.(?:value|version|key)\.?(.*)$/.exec(path) ?? [];
  const key = sent[Number(index)];
  if (index === '' || key === undefined) return undefined;
  const fields = Object.keys(draftOf(key));
  return { key, field: fieldOf(key, rest, fields) ?? fields[0] ?? 'value', sentence: inWords(key, code, rest) ?? sentence };
}

/** A sentence more helpful than the server's general one: the range, or the line and its notation. */
function inWords(key: SettingKey, code: string, rest: string): string | undefined {
  const { control, unit } = settingSpec(key);
  if (control.kind === 'number' && code === 'out-of-range') {
    const [min, max] = [shownNumber(control.min, unit), shownNumber(control.max, unit)];
    return control.whole ? t('settings:range', { min, max }) : t('settings:rangeAboveNothing', { max });
  }
  if (control.kind === 'lines' && /^\d+$/.test(rest)) return t(`settings:wrong.${control.of}`, { line: Number(rest) + 1 });
  return undefined;
}

function fieldOf(key: SettingKey, rest: string, fields: readonly string[]): string | undefined {
  const steps = rest.split('.');
  switch (settingSpec(key).control.kind) {
    case 'hours':
      return fields.find((field) => field === (steps[0] === 'week' ? steps[1] : steps[0]));
    case 'years':
      return fields.find((field) => field === `${steps[1] === 'source' ? 'source' : 'days'}.${steps[0] ?? ''}`);
    case 'gateway':
      return fields.find((field) => field === steps[0]);
    case 'number':
    case 'share':
    case 'shares':
    case 'choices':
    case 'lines':
    case 'text':
    case 'days':
    case 'windows':
      return undefined;
  }
}
