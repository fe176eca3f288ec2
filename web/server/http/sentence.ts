import { minuteOf } from '../../../domain/shanghai.ts';
import { errorCodes, type ErrorCode, type FieldCode } from '../../api/errors.ts';
import type { Language } from '../../i18n/index.ts';
import { translateTo } from './language.ts';

/** Sentence for an error, in the person's language. */
export function sentenceOf(language: Language, code: ErrorCode, details: Record<string, string> = {}): string {
  const { nextAt, opensAt, from, until } = details;
  const values = {
    limit: '',
    minutes: '',
    files: '',
    types: '',
    ending: '',
    actual: 'text',
    by: 'system',
    who: translateTo(language)('role.editor'),
    ...details,
    nextAt: nextAt === undefined ? '' : minuteOf(Date.parse(nextAt)),
    opensAt: opensAt === undefined ? '' : minuteOf(Date.parse(opensAt)),
    from: from === undefined ? '' : minuteOf(Date.parse(from)),
    until: until === undefined ? '' : minuteOf(Date.parse(until)),
  };
  return translateTo(language)(`errors:${code}`, values);
}

/** Sentence for a code as an outcome stores it; the code itself when another version stored it and this one does not know it. */
export function storedSentenceOf(language: Language, code: string): string {
  const known = errorCodes.find((candidate) => candidate === code);
  return known === undefined ? code : sentenceOf(language, known);
}

/** Sentence for a fault of one field. */
export const fieldSentenceOf = (language: Language, code: FieldCode, limit?: number): string =>
  translateTo(language)(`errors:fields.${code}`, { limit: limit ?? '' });
