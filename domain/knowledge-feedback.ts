/**
 * Signals in the messages of a chat about how well the knowledge served a question (B5).
 *
 * A question is a taxpayer's own text that the robot replied to. It gets at most one signal, the strongest first:
 * 1. `useless`: its answer was rated useless. An answer that was rated useful gives no signal at all.
 * 2. `unanswered`: the robot knew nothing.
 * 3. `chosen-second`: another entry than the first one was chosen from what was offered.
 * 4. `transferred`: an officer was asked for next.
 * 5. `re-asked`: the same was asked in other words soon after.
 */
import { withoutNumbers } from './input/mask.ts';
import { likeness } from './likeness.ts';

export const feedbackSignals = ['useless', 'unanswered', 'chosen-second', 'transferred', 're-asked'] as const;
export type FeedbackSignal = (typeof feedbackSignals)[number];

/** Decision of an editor about a question. */
export const feedbackDecisions = ['wording', 'task', 'out-of-scope', 'dismissed'] as const;
export type FeedbackDecision = (typeof feedbackDecisions)[number];

/** A message as it matters here. */
export interface FeedbackMessage {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  speaker: 'taxpayer' | 'officer' | 'robot' | 'system';
  type: string;
  body: string;
  /** Number of the message that a reply of the robot answers. */
  answers: number | null;
  rating: 'useful' | 'useless' | null;
  data: {
    entryId?: string;
    version?: number;
    entries?: readonly { id: string }[];
    related?: readonly { id: string }[];
    event?: string;
  };
}

export interface Feedback {
  seq: number;
  signal: FeedbackSignal;
  /** The question without personal numbers. */
  text: string;
  /** Entry that was the answer, or that was offered first. */
  entryId: string | null;
  version: number | null;
  chosenId: string | null;
  at: number;
}

/** Milliseconds after which a message has nothing to do with the answer. */
const soonMs = 180_000;
/** From this likeness on, two questions are the same in other words. */
const sameAgain = 0.3;
const longestText = 200;

/**
 * @param messages of one chat, in order
 * @param requests words by which a text asks for an officer: it is no question to the knowledge
 */
export function feedbackIn(messages: readonly FeedbackMessage[], requests: readonly string[]): Feedback[] {
  return messages.flatMap((question, index) => {
    if (question.speaker !== 'taxpayer' || question.type !== 'text' || question.data.entryId !== undefined) return [];
    if (requests.some((word) => question.body.includes(word))) return [];
    const reply = messages.find(({ speaker, answers }) => speaker === 'robot' && answers === question.seq);
    if (reply === undefined || reply.rating === 'useful') return [];
    const next = messages.slice(index + 1).find(({ speaker, type }) => speaker === 'taxpayer' || type === 'line');
    const signal = signalOf(question, reply, next);
    if (signal === null) return [];
    const text = Array.from(withoutNumbers(question.body).trim()).slice(0, longestText).join('');
    if (text === '') return [];
    const { entryId = reply.data.entries?.[0]?.id ?? null, version = null } = reply.data;
    return [{ seq: question.seq, at: question.at, text, entryId, version, ...signal }];
  });
}

function signalOf(
  question: FeedbackMessage,
  reply: FeedbackMessage,
  next: FeedbackMessage | undefined,
): { signal: FeedbackSignal; chosenId: string | null } | null {
  if (reply.rating === 'useless') return { signal: 'useless', chosenId: null };
  if (reply.type === 'none') return { signal: 'unanswered', chosenId: null };
  if (next === undefined || next.at - reply.at > soonMs) return null;
  const chosenId = next.data.entryId;
  if (next.speaker === 'taxpayer' && chosenId !== undefined)
    return isSecond(reply, chosenId) ? { signal: 'chosen-second', chosenId } : null;
  if (next.data.event === 'requested') return { signal: 'transferred', chosenId: null };
  const again = next.speaker === 'taxpayer' && next.type === 'text' && likeness(question.body, next.body) >= sameAgain;
  return again ? { signal: 're-asked', chosenId: null } : null;
}

/** An entry beside the answer, or one that was offered after the first. */
const isSecond = ({ type, data }: FeedbackMessage, chosenId: string): boolean => {
  if (type === 'answer') return data.related?.some(({ id }) => id === chosenId) === true;
  return data.entries !== undefined && data.entries.findIndex(({ id }) => id === chosenId) > 0;
};
