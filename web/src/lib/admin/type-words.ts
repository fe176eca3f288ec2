/** Sentences for the faults of a type: beside the field, and complete in the summary. */
import type { FieldProblem as ServerProblem } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { FieldProblem } from '#lib/ui/ErrorSummary.svelte';
import { fieldCodes } from '../../../api/errors.ts';
import { definitionLimits } from '../../../../domain/definition-limits.ts';
import { controlOf, type TypeFault } from './type-faults.ts';

/** A fault with the id of its control. */
export interface TypeProblem extends FieldProblem {
  /** Sentence beside the field. */
  readonly sentence: string;
}

export type ListName = 'fields' | 'papers' | 'stages';
const rowWords = { fields: 'order:type.field', papers: 'order:type.paper', stages: 'order:type.stage' } as const;
export const rowWord = (list: ListName, index: number): string => t(rowWords[list], { n: index + 1 });

const partWords = {
  name: 'order:type.name',
  nameEn: 'order:type.nameEn',
  key: 'order:type.key',
  kind: 'order:type.fieldKind',
  choices: 'order:type.choices',
  groupId: 'order:type.group',
  limitMinutes: 'order:type.limit',
  backTo: 'order:type.backTo',
  finish: 'order:type.finish',
  fields: 'order:type.fields',
  papers: 'order:type.papers',
  stages: 'order:type.stages',
  ways: 'slots:type.ways',
  categories: 'slots:type.categories',
  reminders: 'slots:type.reminders',
  pool: 'slots:type.pool',
  lengthMinutes: 'slots:type.number.lengthMinutes',
  stepMinutes: 'slots:type.number.stepMinutes',
  leadMinutes: 'slots:type.number.leadMinutes',
  horizonDays: 'slots:type.number.horizonDays',
  cancelMinutes: 'slots:type.number.cancelMinutes',
  graceMinutes: 'slots:type.number.graceMinutes',
  dayLimit: 'slots:type.number.dayLimit',
  misses: 'slots:type.number.misses',
  withinDays: 'slots:type.number.withinDays',
  suspendedDays: 'slots:type.number.suspendedDays',
} as const;
const partWord = (part: string): string | undefined => (part in partWords ? t(partWords[part as keyof typeof partWords]) : undefined);

/** Converts faults, found by the page or reported by the server, to sentences. */
export const problemsOf = (faults: readonly TypeFault[]): TypeProblem[] =>
  faults.map(({ path, code, limit }) => problemAt(path, sentenceOf(path, code, limit)));
export const problemsFrom = (fields: readonly ServerProblem[]): TypeProblem[] =>
  fields.map(({ path, code, sentence }) => {
    const known = fieldCodes.find((other) => other === code);
    return problemAt(path, known === undefined ? sentence : (ownSentence(path, known) ?? sentence));
  });

function problemAt(path: string, sentence: string): TypeProblem {
  const [, list = '', row = ''] = /^definition\.(fields|papers|stages)\.(\d+)\./.exec(path) ?? [];
  const part = partWord(path.split('.').findLast((step) => step in partWords) ?? '');
  const text = (): string => {
    if (part === undefined) return sentence;
    if (list === '') return t('order:type.problem', { part, sentence });
    return t('order:type.problemIn', { row: rowWord(list as ListName, Number(row)), part, sentence });
  };
  return { id: controlOf(path), sentence, text: text() };
}

const sentenceOf = (path: string, code: TypeFault['code'], limit?: number): string =>
  ownSentence(path, code) ?? t(`errors:fields.${code}`, { limit: limit ?? '' });

/** A more specific sentence than the code's, where there is one. */
function ownSentence(path: string, code: TypeFault['code']): string | undefined {
  const part = path.split('.').findLast((step) => step in partWords);
  if (part === 'key' && code === 'invalid') return t('order:type.keyWrong');
  if (part === 'groupId') return t('order:type.groupMissing');
  // The server knows the maximum, by the calendar of the group's centre, and reports it.
  if (part === 'limitMinutes' && code !== 'beyond-calendar')
    return t(code === 'out-of-range' ? 'order:type.limitTooLong' : 'order:type.limitWrong');
  if (part === 'choices' && code === 'too-long')
    return t('order:type.choicesWrong', { count: definitionLimits.choices, limit: definitionLimits.choice });
  if (part === 'papers' && (code === 'required' || code === 'too-short')) return t('formDesk:type.noPaper');
  if (part === 'stages' && (code === 'required' || code === 'too-short')) return t('order:type.noStage');
  return undefined;
}
