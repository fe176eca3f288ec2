/** Normalises search text. The function `fold` of the schema does the same for stored text. */
import { phoneIn } from './phone.ts';
import { visible } from './text.ts';

/** Brackets, quotation marks and middle dots, which people omit or write differently. */
const passedOver =
  /[[\](){}<>\u2018-\u201F\u2039\u203A\u00AB\u00BB\u3008-\u3011\u3014-\u301B\u2768-\u2775\u27E6-\u27EB\u00B7\u0387\u2022\u2027\u2219\u22C5\u30FB\uFF65\u2E31]/gu;

/** Returns the text in compatibility form and lower case, without brackets, middle dots and invisible marks. */
export const fold = (text: string): string =>
  visible(text)
    .normalize('NFKC')
    .replaceAll(/\p{Lu}/gu, small)
    .replaceAll(passedOver, '');

/** Converts single letters, as the schema does. The context of a letter has no effect. */
const small = (letter: string): string => (letter === '\u0130' ? 'i' : letter.toLowerCase());

/** Maximum number of words in a search; further words are ignored. */
export const mostWords = 8;

/** Returns the folded words of a search. A telephone number with +86 or in groups becomes the bare number. */
export const wordsOf = (text: string): string[] => {
  const phone = phoneIn(text);
  return phone === null
    ? [
        ...new Set(
          fold(text)
            .split(/\s+/)
            .filter((word) => word !== ''),
        ),
      ].slice(0, mostWords)
    : [phone];
};
