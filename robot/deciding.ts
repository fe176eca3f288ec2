/** The robot's decision on a question: it answers, offers entries to choose from, says whom to ask, or knows nothing. */
import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import type { Judgement, Scored } from './judging.ts';
import { normalise } from './terms.ts';

export interface Thresholds {
  /** Probability from which the first entry is the answer, and from which that the right one is among the first three they are offered. */
  answerFrom: number;
  offerFrom: number;
}

export type Decided =
  | { kind: 'answer'; row: KnowledgeRow }
  | { kind: 'choices'; rows: KnowledgeRow[] }
  | { kind: 'reply'; row: KnowledgeRow }
  | { kind: 'none' };

const mostChoices = 4;
/** A matter of others is recognised by a wording at least so similar. */
const alike = 0.35;

/**
 * @param text as it was asked
 * @param others names of other organisations and matters, by which the knowledge recognises what is out of scope
 */
export function decide(text: string, judgement: Judgement, others: readonly string[], { answerFrom, offerFrom }: Thresholds): Decided {
  const { ranked, outside, first, amongThree } = judgement;
  const best = ranked[0];
  const isOutside = outside !== undefined && outside.score > (best?.score ?? -Infinity) && outside.likeness >= alike;
  if (best !== undefined && !isOutside && first >= answerFrom && !namesOther(text, best, others)) return { kind: 'answer', row: best.row };
  if (amongThree >= offerFrom) return { kind: 'choices', rows: ranked.slice(0, mostChoices).map(({ row }) => row) };
  return isOutside ? { kind: 'reply', row: outside.row } : { kind: 'none' };
}

/** Tells whether a question names another organisation, of which the entry says nothing. The same matter is another one there. */
function namesOther(text: string, { row }: Scored, others: readonly string[]): boolean {
  const asked = normalise(text);
  const named = others.filter((name) => asked.includes(name));
  if (named.length === 0) return false;
  const said = normalise([row.question, ...row.wordings, ...row.keywords, row.answer].join(' '));
  return named.some((name) => !said.includes(name));
}
