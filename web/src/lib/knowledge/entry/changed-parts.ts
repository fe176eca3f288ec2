/** Parts of an entry that differ between two texts of it, as words to compare. */
import { t } from '#lib/i18n.svelte.ts';
import type { EntryDraft } from '../../../../../domain/knowledge.ts';
import { sourceLines } from './entry-form.ts';

const partNames = [
  'topic',
  'question',
  'answer',
  'wordings',
  'keywords',
  'audience',
  'scope',
  'place',
  'whereToGo',
  'verified',
  'note',
  'sources',
  'related',
  'validFrom',
  'validTo',
] as const;
type PartName = (typeof partNames)[number];

export interface ChangedPart {
  readonly name: PartName;
  readonly was: string;
  readonly is: string;
}

/** An entry as words, part by part. */
const wordsOf = (entry: EntryDraft): Record<PartName, string> => ({
  topic: entry.topic,
  question: entry.question,
  answer: entry.answer,
  // Their order has no meaning.
  wordings: entry.wordings.toSorted().join('\n'),
  keywords: entry.keywords.toSorted().join('\n'),
  audience: entry.audience
    .toSorted()
    .map((one) => t(`knowledge:audienceOf.${one}`))
    .join('\n'),
  scope: t(entry.inScope ? 'knowledge:field.inScope' : 'knowledge:field.outOfScope'),
  place: t(entry.counterOnly ? 'knowledge:field.counterOnly' : 'knowledge:field.online'),
  whereToGo: entry.whereToGo ?? '',
  verified: t(entry.verified ? 'knowledge:field.isVerified' : 'knowledge:field.notVerified'),
  note: entry.note ?? '',
  sources: sourceLines(entry.sources),
  related: entry.related.join('\n'),
  validFrom: entry.validFrom ?? '',
  validTo: entry.validTo ?? '',
});

export function changedParts(before: EntryDraft, after: EntryDraft): ChangedPart[] {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  return partNames.filter((name) => was[name] !== is[name]).map((name) => ({ name, was: was[name], is: is[name] }));
}
