/** An entry in the editor's form: lists as lines or words, choices as the values of their controls. */
import type { EntryDraftBody } from '../../../../api/knowledge-editing.ts';
import type { Audience, EntryDraft, Source } from '../../../../../domain/knowledge.ts';

export interface EntryForm {
  topic: string;
  question: string;
  answer: string;
  wordings: string;
  keywords: string;
  audience: string[];
  scope: string;
  place: string;
  whereToGo: string;
  verified: string;
  note: string;
  sources: string;
  related: string;
  validFrom: string;
  validTo: string;
}

export const emptyForm = (): EntryForm => ({
  topic: '',
  question: '',
  answer: '',
  wordings: '',
  keywords: '',
  audience: ['both'],
  scope: 'in',
  place: 'online',
  whereToGo: '',
  verified: 'no',
  note: '',
  sources: '',
  related: '',
  validFrom: '',
  validTo: '',
});

/** Sources as lines: title | number | date. */
export const sourceLines = (sources: readonly Source[]): string =>
  sources.map(({ title, number, date }) => [title, number ?? '', date ?? ''].join(' | ').replace(/[ |]+$/, '')).join('\n');

export const formOf = (entry: EntryDraft): EntryForm => ({
  topic: entry.topic,
  question: entry.question,
  answer: entry.answer,
  wordings: entry.wordings.join('\n'),
  keywords: entry.keywords.join('，'),
  audience: [...entry.audience],
  scope: entry.inScope ? 'in' : 'out',
  place: entry.counterOnly ? 'counter' : 'online',
  whereToGo: entry.whereToGo ?? '',
  verified: entry.verified ? 'yes' : 'no',
  note: entry.note ?? '',
  sources: sourceLines(entry.sources),
  related: entry.related.join('，'),
  validFrom: entry.validFrom ?? '',
  validTo: entry.validTo ?? '',
});

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const partsOf = (text: string): string[] => linesOf(text.replaceAll(/[,，、;；]/g, '\n'));

function sourceOf(line: string): NonNullable<EntryDraftBody['sources']>[number] {
  const [title = '', number = '', ...date] = line.split('|').map((part) => part.trim());
  return { title, number: number === '' ? null : number, date: date.join('|') === '' ? null : date.join('|') };
}

export const bodyOf = (form: EntryForm): EntryDraftBody => ({
  topic: form.topic.trim(),
  question: form.question.trim(),
  answer: form.answer.trim(),
  wordings: linesOf(form.wordings),
  keywords: partsOf(form.keywords),
  audience: form.audience as Audience[],
  inScope: form.scope === 'in',
  counterOnly: form.place === 'counter',
  whereToGo: form.place === 'counter' && form.whereToGo.trim() !== '' ? form.whereToGo.trim() : null,
  verified: form.verified === 'yes',
  note: form.note.trim() === '' ? null : form.note.trim(),
  sources: linesOf(form.sources).map(sourceOf),
  related: partsOf(form.related),
  validFrom: form.validFrom === '' ? null : form.validFrom,
  validTo: form.validTo === '' ? null : form.validTo,
});
