/** What a note's text says about mentions; the texts of the input method's full-width sign count as well. */
import type { Colleague } from './mentions.svelte.ts';

const mostShown = 8;
/** Maximum number of colleagues whom one note mentions. */
export const mostMentioned = 5;

/** Returns the beginning of a name after the last `@` at the end of the text; undefined when no name is being written. */
export const mentionQuery = (text: string): string | undefined => /[@＠]([^\s@＠]{0,20})$/u.exec(text)?.[1];

export const colleaguesLike = (colleagues: readonly Colleague[], query: string): readonly Colleague[] =>
  colleagues.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase())).slice(0, mostShown);

/** Puts a name in the place of what is written after the last `@`. */
export const withMention = (text: string, name: string): string => text.replace(/[@＠][^\s@＠]{0,20}$/u, `@${name} `);

/** Returns the ids of the colleagues whose names the text mentions; a longer name is not taken for a shorter one that it begins with. */
export const mentionedIn = (text: string, colleagues: readonly Colleague[]): string[] => {
  let rest = text;
  const found: string[] = [];
  for (const { id, name } of colleagues.toSorted((a, b) => b.name.length - a.name.length)) {
    const without = rest.replaceAll(`@${name}`, ' ').replaceAll(`＠${name}`, ' ');
    if (without !== rest) found.push(id);
    rest = without;
  }
  return found.slice(0, mostMentioned);
};
