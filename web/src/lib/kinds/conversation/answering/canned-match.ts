/** The list of canned replies opens by a first `/`; with the Chinese input method on, that key gives `、` or `／`. */
import type { CannedReply } from '../../../../../api/conversation/canned-replies.ts';

const mostShown = 8;

/**
 * Returns the words to search by; undefined when the text asks for no list. Marks inside a text ask for nothing.
 * @param text all that is in the box
 */
export const cannedQuery = (text: string): string | undefined => {
  const found = /^(?:\/|／|、)+([^\n/]*)$/.exec(text);
  return found?.[1]?.trim();
};

/** Returns the replies whose title or text holds all words, titles first, and those of the officer before those of the centre. */
export const matching = (replies: readonly CannedReply[], query: string): readonly CannedReply[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const [titled, others] = [replies.filter(({ title }) => holds(title)), replies.filter(({ title, body }) => !holds(title) && holds(body))];
  return [...titled, ...others].slice(0, mostShown);
};
