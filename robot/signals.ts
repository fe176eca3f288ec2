/** Recognises what a message asks for beside an answer: an officer, help with a bad mood, or another way of working together. */
import { normalise } from './terms.ts';

/** Words by signal, as a region sets them. */
export interface SignalWords {
  /** Ask for an officer. */
  transfer: readonly string[];
  mood: readonly string[];
  intent: readonly string[];
}

export interface Signal {
  signal: 'keyword' | 'mood' | 'intent';
  /** The word as it is set. */
  word: string;
}

/**
 * Returns the strongest signal of a text, or null. A word that its clause negates is no signal: 不用转人工 asks for nobody. A question for
 * the reason of a refusal is one: 为什么不给我转人工.
 */
export function signalsIn(text: string, words: SignalWords): Signal | null {
  const clauses = clausesOf(text);
  const first = (signal: Signal['signal'], those: readonly string[]): Signal | null => {
    const word = those.find((each) => clauses.some((clause) => says(clause, foldWord(each), signal)));
    return word === undefined ? null : { signal, word };
  };
  return first('keyword', words.transfer) ?? first('mood', words.mood) ?? first('intent', words.intent);
}

/** Blanks inside a clause are ignored; people type them to be heard: 转 人 工. */
const foldWord = (text: string): string => normalise(text).replaceAll(' ', '');

const clausesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[,.;!?。;、…\n]+/)
    .map(foldWord)
    // A choice of both is a question, no negation: 能不能, 有没有.
    .map((clause) => clause.replaceAll(/(\p{Script=Han})[不没]\1/gu, '$1'))
    .filter((clause) => clause !== '');

/** Refuses what follows. */
const declines = '不用|不要|不必|不需要|不需|不想|不愿意|不打算|无需|无须|没必要|没想|没要|用不着|甭|别|不找|不转|不接';
/** Says that something is not so. A lack is no refusal: whoever writes 没有人工 wants an officer. */
const denies = `${declines}|不是|不会|不算|不|没有|没`;
/** May stand between a negation and what it negates. No two of them together are a third, so a text is read in one way only. */
const between =
  '再|给|帮|替|我|你|您|们|请|先|麻烦|现在|马上|急着|直接|转|接|找|叫|换|联系|去|来|到|为|把|要|用|想|进行|什么|任何|太|很|怎么|那么|特别|真|的|在';
const asksWhy = '为什么|为啥|凭什么|怎么|干嘛|干吗';

/** A negation is looked for in so many characters before a word. */
const reach = 16;
/** At the end of what comes before a word: a negation with what may stand between, or a bare 不. */
const before = (negations: string): RegExp =>
  new RegExp(`(?<why>${asksWhy})?[我你您们还就总一直]*(?:(?:${negations})(?:${between})*|不)$`, 'u');
const declined = before(declines);
const denied = before(denies);
/** 转人工就不用了 */
const declinedAfter =
  /^(客服|服务|人员|坐席)?(什么)?(的话)?(先|就|暂时|现在|还是|也|倒)*(不用|不要|不必|不需要|算|免)(了|啦|吧|的|哈|呀)*$/u;

function says(clause: string, word: string, signal: Signal['signal']): boolean {
  if (word === '') return false;
  const negated = signal === 'keyword' ? declined : denied;
  for (let at = clause.indexOf(word); at >= 0; at = clause.indexOf(word, at + 1)) {
    const negation = negated.exec(clause.slice(Math.max(0, at - reach), at));
    const refused = negation !== null && negation.groups?.['why'] === undefined;
    if (!refused && !declinedAfter.test(clause.slice(at + word.length))) return true;
  }
  return false;
}
