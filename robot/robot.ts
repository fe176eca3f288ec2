/** The port of the robot 悦悦: everybody who asks it goes by this, however it finds its answers. */

/** Circumstances of a question: region, audience, time. An audience of null sees the entries for everybody, as an officer does. */
export interface RobotContext {
  regionId: string;
  audience: 'enterprise' | 'natural-person' | null;
  /** Epoch milliseconds; decides which entries are valid. */
  now: number;
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
  /** False while an editor still has to check the entry. */
  verified: boolean;
  sources: KnowledgeSource[];
  /** First and last day of validity, YYYY-MM-DD in Asia/Shanghai; null without a limit. */
  validFrom: string | null;
  validTo: string | null;
}

/** A confident answer, entries to choose from (most likely first, at least one), or nothing. */
export type RobotAnswer =
  { kind: 'answer'; entry: KnowledgeEntry; related: KnowledgeEntry[] } | { kind: 'choices'; entries: KnowledgeEntry[] } | { kind: 'none' };

/** Only entries that are published, valid at the time and meant for the audience are found. */
export interface Robot {
  /** Answers a question in a person's own words. */
  answer(question: string, context: RobotContext): Promise<RobotAnswer>;
  /** Returns one entry, such as a chosen one; null when it cannot be found by this context. */
  entry(id: string, context: RobotContext): Promise<KnowledgeEntry | null>;
  /** Returns the entries that have something to do with a text, best first. */
  search(text: string, context: RobotContext, limit: number): Promise<KnowledgeEntry[]>;
}
