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

/** A run of messages by one speaker within a minute, or one line of the case. */
export interface Group {
  /** seq of its first message: stays while the group grows. */
  readonly key: number;
  readonly speaker: ChatMessage['speaker'];
  readonly name: string | null;
  readonly own: boolean;
  readonly internal: boolean;
  readonly at: string;
  readonly messages: readonly ChatMessage[];
}

const minuteMs = 60_000;

const minuteOf = (at: string): number => Math.floor(Date.parse(at) / minuteMs);

const joins = (group: Group, message: ChatMessage): boolean =>
  message.content.type !== 'line' &&
  group.messages.at(-1)?.content.type !== 'line' &&
  group.speaker === message.speaker &&
  group.name === message.name &&
  group.own === message.own &&
  group.internal === message.internal &&
  minuteOf(group.at) === minuteOf(message.at);

/** Groups messages by speaker and minute. */
export const grouped = (messages: readonly ChatMessage[]): readonly Group[] => {
  const groups: Group[] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last !== undefined && joins(last, message)) {
      groups[groups.length - 1] = { ...last, messages: [...last.messages, message] };
      continue;
    }
    const { seq, speaker, name, own, internal, at } = message;
    groups.push({
      key: seq,
      speaker,
      name,
      own,
      internal,
      at,
      messages: [message],
    });
  }
  return groups;
};

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
