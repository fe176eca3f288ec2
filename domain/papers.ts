/**
 * Papers of a matter: what the taxpayer has to hand in, the files, and the officer's verdicts. Work orders and service confirmation forms
 * share it (G5, C7). Files stay in the object store; the state holds their ids.
 *
 * 1. A paper is missing, handed in, accepted, returned or waived. Only missing and returned papers can be handed in.
 * 2. Only papers that are handed in can be accepted or returned. Only papers that are not accepted can be waived.
 * 3. Handing in again creates a new revision. Earlier revisions stay in the events.
 * 4. When a paper is asked for again, it becomes returned if it was handed in before, and missing otherwise.
 * 5. A verdict applies to the revision that the officer looked at. Newer files are never judged unseen.
 * 6. When all papers are handed in at once, a returned optional paper that is left out is waived.
 * 7. A paper that is returned or waived has a reason: its own, or the one that stands for all verdicts without one.
 */

/** Paper in the definition of a type or a template. */
export interface PaperSpec {
  key: string;
  name: string;
  nameEn: string;
  required: boolean;
}

export const paperStatuses = ['missing', 'handed-in', 'accepted', 'returned', 'waived'] as const;
export type PaperStatus = (typeof paperStatuses)[number];

export interface Paper {
  key: string;
  required: boolean;
  status: PaperStatus;
  /** Number of times it was handed in. */
  revision: number;
  uploadIds: string[];
}

export interface HandedIn {
  key: string;
  uploadIds: string[];
}

export const verdicts = ['accepted', 'returned', 'waived'] as const;
export interface Verdict {
  key: string;
  verdict: (typeof verdicts)[number];
  /** Revision that the officer looked at; 0 for a paper that was never handed in. */
  revision: number;
  /** Id of the text of its own reason (rule 7). */
  reasonId?: string;
}

/** Verdicts that are given together, with the id of the reason for those without one of their own. */
export interface Judgement {
  verdicts: Verdict[];
  reasonId: string | null;
}

/** Returns the papers of a new case. */
export const wantedPapers = (specs: readonly { key: string; required: boolean }[]): Paper[] =>
  specs.map(({ key, required }) => ({ key, required, status: 'missing', revision: 0, uploadIds: [] }));

/** True when the taxpayer can hand the paper in. */
export const isWanted = ({ status }: Pick<Paper, 'status'>): boolean => status === 'missing' || status === 'returned';

/** True when the paper still needs a file, a verdict or a waiver. */
export const isUnsettled = ({ status }: Paper): boolean => status !== 'accepted' && status !== 'waived';

/** True when the paper blocks progress: it was returned, or it is required and missing. */
export const isStillWanted = (paper: Paper): boolean => paper.status === 'returned' || (paper.required && paper.status === 'missing');

/** Returns the keys of the required papers that the taxpayer owes. */
export const missingPapers = (papers: readonly Paper[]): string[] =>
  papers.filter((paper) => paper.required && isWanted(paper)).map(({ key }) => key);

/** True when the keys are papers of the matter: at least one, without duplicates. */
export const areKnown = (papers: readonly Paper[], keys: readonly string[]): boolean =>
  keys.length > 0 && keys.every((key, i) => papers.some((paper) => paper.key === key) && keys.indexOf(key) === i);

/** Returns the keys of the required papers that block finishing. */
export const unsettledPapers = (papers: readonly Paper[]): string[] =>
  papers.filter((paper) => paper.required && isUnsettled(paper)).map(({ key }) => key);

/** Returns the refusal when these cannot be handed in; null when they can. */
export function handInFault(
  papers: readonly Paper[],
  handed: readonly HandedIn[],
): 'paper-unknown' | 'paper-settled' | 'paper-empty' | null {
  for (const { key, uploadIds } of handed) {
    const paper = papers.find((candidate) => candidate.key === key);
    if (!paper || handed.filter((other) => other.key === key).length > 1) return 'paper-unknown';
    if (uploadIds.length === 0) return 'paper-empty';
    if (!isWanted(paper)) return 'paper-settled';
  }
  return null;
}

/** Returns the refusal of these verdicts; null when they can be given. */
export function judgementFault(
  papers: readonly Paper[],
  { verdicts: given, reasonId }: Judgement,
): 'paper-unknown' | 'paper-not-handed-in' | 'paper-settled' | 'paper-replaced' | 'reason-missing' | null {
  if (given.length === 0) return 'paper-unknown';
  for (const { key, verdict, revision } of given) {
    const paper = papers.find((candidate) => candidate.key === key);
    if (!paper || given.filter((other) => other.key === key).length > 1) return 'paper-unknown';
    if (verdict === 'waived') {
      if (!isUnsettled(paper)) return 'paper-settled';
    } else if (paper.status !== 'handed-in') return 'paper-not-handed-in';
    if (paper.revision !== revision) return 'paper-replaced';
  }
  const unexplained = given.some((verdict) => verdict.verdict !== 'accepted' && (verdict.reasonId ?? reasonId) === null);
  return unexplained ? 'reason-missing' : null;
}

export const afterAsking = (papers: readonly Paper[], keys: readonly string[]): Paper[] =>
  papers.map((paper) => (keys.includes(paper.key) ? { ...paper, status: paper.revision === 0 ? 'missing' : 'returned' } : paper));

export const afterHandIn = (papers: readonly Paper[], handed: readonly HandedIn[]): Paper[] =>
  papers.map((paper) => {
    const given = handed.find(({ key }) => key === paper.key);
    return given ? { ...paper, status: 'handed-in', revision: paper.revision + 1, uploadIds: given.uploadIds } : paper;
  });

export const afterVerdicts = (papers: readonly Paper[], given: readonly Verdict[]): Paper[] =>
  papers.map((paper) => ({ ...paper, status: given.find(({ key }) => key === paper.key)?.verdict ?? paper.status }));

/** Returns the papers after confirming (rule 6). */
export const afterConfirming = (papers: readonly Paper[], handed: readonly HandedIn[]): Paper[] =>
  afterHandIn(papers, handed).map((paper) => (paper.status === 'returned' && !paper.required ? { ...paper, status: 'waived' } : paper));
