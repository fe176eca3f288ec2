/** Text as it is searched: the function `fold` of the schema does the same to what is stored. */
import { phoneIn } from './phone.ts';
import { visible } from './text.ts';

/** Brackets, quotation marks and middle dots, which people leave out or write in another way. */
const passedOver =
  /[[\](){}<>\u2018-\u201F\u2039\u203A\u00AB\u00BB\u3008-\u3011\u3014-\u301B\u2768-\u2775\u27E6-\u27EB\u00B7\u0387\u2022\u2027\u2219\u22C5\u30FB\uFF65\u2E31]/gu;

/** Compatible signs in their plain form, small letters, without brackets, middle dots and marks that nobody sees. */
export const fold = (text: string): string =>
  visible(text)
    .normalize('NFKC')
    .replaceAll(/\p{Lu}/gu, small)
    .replaceAll(passedOver, '');

/** Letter by letter, as the schema does it: what stands around a letter makes no difference. */
const small = (letter: string): string => (letter === '\u0130' ? 'i' : letter.toLowerCase());

/** How many words are looked for; what comes after them is passed over. */
export const mostWords = 8;

/** The words of a search, folded. A number that is written as a telephone number, with +86 or in groups, is the number alone. */
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
