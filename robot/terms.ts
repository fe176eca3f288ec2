/** Breaks a text into weighted terms: words of a dictionary, and pairs of neighbouring characters, which survive a typing error. */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { Converter } from 'opencc-js/t2cn';

import { fold } from '../domain/input/fold.ts';
import { fillers, sameMeaning, taxTerms } from './words.ts';

/** Weights of terms by what they are, measured on wordings that the index did not hold. */
const weights = { word: 1, character: 0.5, pair: 0.4, filler: 0.15 };

/** The package names its types in a way that the compiler does not follow. */
const simplified = Converter({ from: 't', to: 'cn' }) as (text: string) => string;

const standsFor = new Map(sameMeaning.flatMap(([first, ...others]) => others.map((other) => [other, first] as const)));
/** Longest first, so that a wording is replaced as a whole, and what already stands for itself is not replaced in part. */
const wordings = new RegExp(
  sameMeaning
    .flat()
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
);

/** Returns a text in compatibility form, lower case and simplified characters, with words and numbers parted by single blanks. */
export const normalise = (text: string): string =>
  simplified(fold(text))
    .replaceAll(/([^\p{L}\p{N}%]|(?<!\p{N})%)+/gu, ' ')
    .trim();

/** Terms of a text. */
export interface Terms {
  /** Weight of each term. A pair is marked by `~`, because it means less than a word of the same two characters. */
  weights: ReadonlyMap<string, number>;
  /** False when the text consists of fillers alone. */
  substantial: boolean;
}

const isFiller = new Set(fillers);
const han = /^\p{Script=Han}+$/u;

/** Returns the terms of a text. Fillers separate pairs, so that the same matter has the same pairs however it is asked. */
export function termsOf(text: string): Terms {
  const normal = normalise(text).replaceAll(wordings, (wording) => standsFor.get(wording) ?? wording);
  const words = cutter().cut(normal, false);
  const found = new Map<string, number>();
  const runs = words.map((word) => (han.test(word) && !isFiller.has(word) ? word : ' ')).join('');
  for (const run of runs.split(' ')) {
    const characters = Array.from(run);
    for (let i = 1; i < characters.length; i += 1) found.set(`~${characters[i - 1] ?? ''}${characters[i] ?? ''}`, weights.pair);
  }
  for (const word of words)
    if (isFiller.has(word)) found.set(word, weights.filler);
    else for (const part of partsOf(word)) if (part !== ' ') found.set(part, part.length === 1 ? weights.character : weights.word);
  return { weights: found, substantial: [...found.values()].some((weight) => weight > weights.filler) };
}

/** A long word is found by the words in it, too. */
const partsOf = (word: string): readonly string[] => (word.length > 2 ? cutter().cutForSearch(word, false) : [word]);

let loaded: Jieba | undefined;
/** Loads the dictionary at the first question, because it takes a quarter of a second and most processes never ask. */
function cutter(): Jieba {
  if (loaded === undefined) {
    loaded = Jieba.withDict(dict);
    const own = [...taxTerms, ...fillers, ...sameMeaning.map(([first]) => first)].filter((word) => word.length > 1);
    loaded.loadDict(Buffer.from(own.map((word) => `${word} ${String(ownFrequency)}`).join('\n')));
  }
  return loaded;
}

/** As frequent as common words of the general dictionary, so that our terms are preferred to their parts. */
const ownFrequency = 100_000;
