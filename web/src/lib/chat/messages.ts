/** Messages of a chat as a page holds them: ordered by `seq`, each once. */
import type { ChatMessage } from '../../../api/chat.ts';

/**
 * Merges messages into a list; a newer copy of a message replaces the older one (a recall, a rating, fresh links).
 * @param held ordered by seq
 */
export const merged = (held: readonly ChatMessage[], more: readonly ChatMessage[]): readonly ChatMessage[] => {
  if (more.length === 0) return held;
  const bySeq = new Map([...held, ...more].map((message) => [message.seq, message]));
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
};

/**
 * Returns up to where a list is complete once messages have been added to it. Numbers may be missing for this reader, so only an unbroken
 * run counts; for anything else the page asks the server.
 * @param through the list was complete up to this number
 */
export const completeThrough = (through: number, more: readonly ChatMessage[]): number =>
  more
    .map(({ seq }) => seq)
    .toSorted((a, b) => a - b)
    .reduce((reached, seq) => (seq === reached + 1 ? seq : reached), through);

/** A message in the list. Older messages that come in above change what it says here, never which element shows it. */
export interface Placed {
  readonly message: ChatMessage;
  /** True for the first of a run by one speaker within a minute, and for each line of the case. */
  readonly begins: boolean;
  /** The last message of its run. */
  readonly latest: ChatMessage;
}

const minuteMs = 60_000;

const minuteOf = (at: string): number => Math.floor(Date.parse(at) / minuteMs);

const continues = (before: ChatMessage | undefined, message: ChatMessage): boolean =>
  before !== undefined &&
  before.content.type !== 'line' &&
  message.content.type !== 'line' &&
  before.speaker === message.speaker &&
  before.name === message.name &&
  before.own === message.own &&
  before.internal === message.internal &&
  minuteOf(before.at) === minuteOf(message.at);

/** Places messages, ordered by seq, in runs by speaker and minute. */
export const placed = (messages: readonly ChatMessage[]): readonly Placed[] =>
  messages
    .reduceRight<Placed[]>((places, message, at) => {
      const next = places.at(-1);
      const latest = next === undefined || next.begins ? message : next.latest;
      places.push({ message, begins: !continues(messages[at - 1], message), latest });
      return places;
    }, [])
    .toReversed();

/** Words of a message, for quotes, copying and screen readers; undefined when it has none. */
export const wordsOf = ({ content }: ChatMessage): string | undefined => {
  switch (content.type) {
    case 'text':
    case 'answer':
      return content.text;
    case 'files':
      return [content.text, ...content.files.map(({ name }) => name)].filter((part) => part !== '').join('\n');
    case 'choices':
      return content.entries.map(({ question }) => question).join('\n');
    case 'none':
    case 'card':
    case 'line':
    case 'recalled':
      return undefined;
  }
};
