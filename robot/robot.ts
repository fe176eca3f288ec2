/** The port of the robot 悦悦: everybody who asks it goes by this, however it finds its answers. */

/** Circumstances of a question: region, audience, time. What is meant for another audience comes later; to an audience of null all is equal. */
export interface RobotContext {
  regionId: string;
  audience: 'enterprise' | 'natural-person' | null;
  /** Epoch milliseconds; decides which entries are valid. */
  now: number;
  /** Id of the entry that was answered before, to which a question may refer. */
  formerEntryId?: string;
}

interface KnowledgeSource {
  title: string;
  number: string | null;
  /** As an editor wrote it: a day, a month, a year or a revision. */
  date: string | null;
}

export interface KnowledgeEntry {
  id: string;
  /** Rises with every change of the entry, so that an answer can name what it said. */
  version: number;
  topic: string;
  question: string;
  /** Markdown */
  answer: string;
  /** True for a matter that is handled at a counter only. */
  counterOnly: boolean;
  /** Place of that counter; null for the taxpayer's own bureau. */
  whereToGo: string | null;
  /** False while an editor still has to check the entry. */
  verified: boolean;
  sources: KnowledgeSource[];
  /** First and last day of validity, YYYY-MM-DD in Asia/Shanghai; null without a limit. */
  validFrom: string | null;
  validTo: string | null;
}

/**
 * One confident answer, entries to choose from (most likely first, at least one), the reply to a matter of others (it says whom to ask, or
 * answers a greeting), or nothing.
 */
type Decision =
  | { kind: 'answer'; entry: KnowledgeEntry; related: KnowledgeEntry[] }
  | { kind: 'choices'; entries: KnowledgeEntry[] }
  | { kind: 'reply'; entry: KnowledgeEntry }
  | { kind: 'none' };

/** `ranking` has the three likeliest entries, whatever was decided. */
export type RobotAnswer = Decision & { ranking: KnowledgeEntry[] };

/** The texts of an entry as an editor has written them. */
export type WrittenEntry = Omit<KnowledgeEntry, 'id' | 'version'> & {
  keywords: string[];
  audience: ('enterprise' | 'natural-person' | 'both')[];
  inScope: boolean;
  related: string[];
  wordings: string[];
};

/** A change of an entry that is not published; `entry` is null when it is to be taken back. */
export interface EntryChange {
  regionId: string;
  id: string;
  entry: WrittenEntry | null;
  /** Questions of people, beside the wordings of the knowledge, of which nobody says which entry is right. */
  questions: string[];
  /** Epoch milliseconds. */
  now: number;
}

export interface FoundTitle {
  id: string;
  question: string;
}

/** What was decided on a question. */
export interface Outcome {
  kind: Decision['kind'];
  entries: FoundTitle[];
}

/** A question that would be answered differently. `own` is the entry whose wording it is; without one nobody can say what is better. */
export interface ChangedAnswer {
  question: string;
  own: FoundTitle | null;
  before: Outcome;
  after: Outcome;
  verdict: 'better' | 'worse' | 'same' | 'open';
}

/** Shares of wordings in scope: answered rightly, among the choices, neither, and answered wrongly. */
export type AnswerShares = Record<'right' | 'offered' | 'none' | 'wrong', number>;

export interface ChangeEffect {
  source: RobotState['source'];
  /** Questions that were asked; `all` is false when time ran out first. */
  asked: number;
  all: boolean;
  before: AnswerShares;
  after: AnswerShares;
  /** Number of changed answers; the list holds some of them, the worse ones first. */
  changed: number;
  changes: ChangedAnswer[];
}

/** By what a process finds: `meaning` with the model, `words` without it; `reason` says why the model is not there. */
interface RobotState {
  source: 'meaning' | 'words';
  reason: string | null;
}

/** Only entries that are published and valid at the time are found. */
export interface Robot {
  /** Answers a question in a person's own words. */
  answer(question: string, context: RobotContext): Promise<RobotAnswer>;
  /** Returns one entry, such as a chosen one; null when it cannot be found by this context. */
  entry(id: string, context: RobotContext): Promise<KnowledgeEntry | null>;
  /** Returns the entries that have something to do with a text, best first. */
  search(text: string, context: RobotContext, limit: number): Promise<KnowledgeEntry[]>;
  /** Returns what a change would change in the answers; nothing is stored. Takes seconds. */
  effect(change: EntryChange): Promise<ChangeEffect>;
  /** Makes a region ready before the first question. Until then its first questions are answered by words alone. */
  prepare(regionId: string): Promise<void>;
  /** Says by what it finds. */
  state(): Promise<RobotState>;
}
