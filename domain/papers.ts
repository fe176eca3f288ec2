/**
 * The papers of a matter: what is wanted of the taxpayer, what was handed in, what the officer said of it. The same part serves
 * work orders and service confirmation forms (G5, C7). Files stay in the object store; here are their ids.
 *
 * 1. A paper is missing, handed in, accepted, returned or waived; only missing and returned ones can be handed in.
 * 2. Only what is handed in can be accepted or returned; only what is not accepted can be waived.
 * 3. Handing in again makes a new revision; earlier ones stay in the story.
 * 4. Asked for anew, a paper that was handed in before counts as returned, and one that never was as missing.
 * 5. A verdict is about the revision that was looked at: files that came meanwhile are not judged unseen.
 * 6. Where all of them are handed in at once, an optional one that was returned and does not come again is waived.
 */

/** A paper as a type or a template lists it. */
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
  /** How often it was handed in. */
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
  /** The one that was looked at; 0 for a paper that never was handed in. */
  revision: number;
}

/** What a matter wants, before anything is handed in. */
export const wantedPapers = (specs: readonly { key: string; required: boolean }[]): Paper[] =>
  specs.map(({ key, required }) => ({ key, required, status: 'missing', revision: 0, uploadIds: [] }));

/** Papers that wait for the taxpayer. */
export const isWanted = ({ status }: Pick<Paper, 'status'>): boolean => status === 'missing' || status === 'returned';

/** Papers that somebody has to settle still: by a file and a verdict, or by doing without. */
export const isUnsettled = ({ status }: Paper): boolean => status !== 'accepted' && status !== 'waived';

/** Papers without which nothing goes on: those that were returned, and required ones that never came. */
export const isStillWanted = (paper: Paper): boolean => paper.status === 'returned' || (paper.required && paper.status === 'missing');

/** Required papers that the taxpayer owes. */
export const missingPapers = (papers: readonly Paper[]): string[] =>
  papers.filter((paper) => paper.required && isWanted(paper)).map(({ key }) => key);

/** Whether these are papers of the matter, at least one and none twice. */
export const areKnown = (papers: readonly Paper[], keys: readonly string[]): boolean =>
  keys.length > 0 && keys.every((key, i) => papers.some((paper) => paper.key === key) && keys.indexOf(key) === i);

/** Required papers that stand in the way of finishing. */
export const unsettledPapers = (papers: readonly Paper[]): string[] =>
  papers.filter((paper) => paper.required && isUnsettled(paper)).map(({ key }) => key);

/** Why these cannot be handed in; null when they can. */
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

/** Why these verdicts cannot be given; null when they can. */
export function verdictFault(
  papers: readonly Paper[],
  given: readonly Verdict[],
): 'paper-unknown' | 'paper-not-handed-in' | 'paper-settled' | 'paper-replaced' | null {
  for (const { key, verdict, revision } of given) {
    const paper = papers.find((candidate) => candidate.key === key);
    if (!paper || given.filter((other) => other.key === key).length > 1) return 'paper-unknown';
    if (verdict === 'waived') {
      if (!isUnsettled(paper)) return 'paper-settled';
    } else if (paper.status !== 'handed-in') return 'paper-not-handed-in';
    if (paper.revision !== revision) return 'paper-replaced';
  }
  return null;
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

/** Rule 6. */
export const afterConfirming = (papers: readonly Paper[], handed: readonly HandedIn[]): Paper[] =>
  afterHandIn(papers, handed).map((paper) => (paper.status === 'returned' && !paper.required ? { ...paper, status: 'waived' } : paper));
