/** Rules of editing the robot's knowledge (B11): limits, states, validity, and who may review. */
import { dateOf, dayNumberOf, dayNumberOfDate } from './shanghai.ts';

export const audiences = ['enterprise', 'natural-person', 'both'] as const;
export type Audience = (typeof audiences)[number];

export interface Source {
  title: string;
  number: string | null;
  /** As an editor writes it: a day, a month, a year or a revision. */
  date: string | null;
}

/** Content of a version of an entry. */
export interface EntryContent {
  topic: string;
  question: string;
  /** Markdown */
  answer: string;
  keywords: string[];
  audience: Audience[];
  /** True for a matter that is handled at a counter only. */
  counterOnly: boolean;
  /** Place of that counter; null for the taxpayer's own bureau. */
  whereToGo: string | null;
  /** False for a matter of others: the answer says whom to ask. */
  inScope: boolean;
  /** False while what it says still has to be confirmed. */
  verified: boolean;
  /** For editors: what could not be confirmed. */
  note: string | null;
  sources: Source[];
  /** Ids of entries that are offered beside this one. */
  related: string[];
  /** YYYY-MM-DD, the last day included; null without a limit. */
  validFrom: string | null;
  validTo: string | null;
}

/** An entry as editors write it, with the other ways in which people ask for it. */
export interface EntryDraft extends EntryContent {
  wordings: string[];
}

/** Most characters of a text, and most members of a list. */
export const entryLimits = {
  id: 64,
  topic: 40,
  question: 200,
  answer: 10_000,
  keyword: 40,
  keywords: 50,
  whereToGo: 500,
  note: 2_000,
  sourcePart: 200,
  sources: 20,
  related: 20,
  wording: 200,
  wordings: 100,
} as const;

/** An entry with fewer wordings than this is hard to find in people's own words. */
export const enoughWordings = 6;

/** Days before the end of its validity from which an entry is shown to its editors. */
const expiryNoticeDays = 30;

/** `draft` is being written; `review` waits for another person. */
export const draftStates = ['draft', 'review'] as const;
export type DraftState = (typeof draftStates)[number];
export const entryStatuses = ['published', 'withdrawn'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

export const validities = ['pending', 'valid', 'expiring', 'expired'] as const;
export type Validity = (typeof validities)[number];

/**
 * Tells whether an entry may be answered on a day, and whether its end is near.
 * @param today YYYY-MM-DD in Asia/Shanghai
 */
export function validityOf({ validFrom, validTo }: Pick<EntryContent, 'validFrom' | 'validTo'>, today: string): Validity {
  if (validTo !== null && validTo < today) return 'expired';
  if (validFrom !== null && validFrom > today) return 'pending';
  return validTo !== null && validTo <= lastNoticedDay(today) ? 'expiring' : 'valid';
}

/** Returns the last day whose ends of validity are shown already. */
export const lastNoticedDay = (today: string): string => dateOf(dayNumberOfDate(today) + expiryNoticeDays);

/** Returns the day of an instant in Asia/Shanghai as YYYY-MM-DD. */
export const dayOf = (at: number): string => dateOf(dayNumberOf(at));

/** True when this officer may publish or return the draft: nobody reviews what they have written themselves. */
export const mayReview = (officerId: string, draft: { state: DraftState; authorIds: readonly string[] }): boolean =>
  draft.state === 'review' && !draft.authorIds.includes(officerId);
