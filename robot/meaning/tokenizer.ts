/**
 * WordPiece of BERT for Chinese: every Chinese character is a token, other words are cut into the longest known pieces. Equal to the
 * reference implementation (Hugging Face tokenizers) for text in compatibility form and lower case; tokenizer.test.ts compares them.
 */
export interface Vocabulary {
  idOf: ReadonlyMap<string, number>;
  unknown: number;
  begin: number;
  end: number;
}

/** Pieces of one word; longer words are unknown, as in the reference. */
const longestWord = 100;

/** @param definition contents of a tokenizer.json whose model is a WordPiece */
export function vocabularyOf(definition: string): Vocabulary {
  const { model } = JSON.parse(definition) as { model: { vocab: Record<string, number> } };
  const idOf = new Map(Object.entries(model.vocab));
  const special = (token: string): number => {
    const id = idOf.get(token);
    if (id === undefined) throw new Error(`the vocabulary has no ${token}`);
    return id;
  };
  return { idOf, unknown: special('[UNK]'), begin: special('[CLS]'), end: special('[SEP]') };
}

/**
 * Returns the ids of a text's tokens, with the marks of its beginning and its end.
 * @param most maximum number of ids, marks included; the text's end is dropped
 */
export function tokenize(text: string, vocabulary: Vocabulary, most: number): number[] {
  const ids = [vocabulary.begin];
  for (const word of wordsOf(text)) {
    for (const id of piecesOf(word, vocabulary)) {
      if (ids.length === most - 1) return [...ids, vocabulary.end];
      ids.push(id);
    }
  }
  return [...ids, vocabulary.end];
}

/** A run of characters without blanks; each Chinese character and each punctuation mark stands alone. */
const words = new RegExp(`[${chineseRanges()}]|[\\p{P}$+<=>^\`|~]|[^\\s\\p{P}$+<=>^\`|~${chineseRanges()}]+`, 'gu');
/** Control characters, but for blanks, mean nothing; format characters are counted among them. */
const controls = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;

const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().replaceAll(controls, '').match(words) ?? [];

function piecesOf(word: string, { idOf, unknown }: Vocabulary): number[] {
  const characters = Array.from(word);
  if (characters.length > longestWord) return [unknown];
  const pieces: number[] = [];
  let from = 0;
  while (from < characters.length) {
    let to = characters.length;
    let id: number | undefined;
    for (; to > from; to -= 1) {
      id = idOf.get((from === 0 ? '' : '##') + characters.slice(from, to).join(''));
      if (id !== undefined) break;
    }
    if (id === undefined) return [unknown];
    pieces.push(id);
    from = to;
  }
  return pieces;
}

/** The blocks of ideographs that BERT parts. */
function chineseRanges(): string {
  const ranges = [
    [0x4e00, 0x9fff],
    [0x3400, 0x4dbf],
    [0x20000, 0x2a6df],
    [0x2a700, 0x2b73f],
    [0x2b740, 0x2b81f],
    [0x2b920, 0x2ceaf],
    [0xf900, 0xfaff],
    [0x2f800, 0x2fa1f],
  ] as const;
  return ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('');
}
