/**
 * A text of a language model is told only if the entries say the same (B12).
 *
 * 1. Every number, every 【menu】 and every address of the text must stand in the entries. The rule knows nothing of meaning; it stops
 *    invented rates, limits, dates and menus.
 * 2. The text names the entries by their numbers in brackets, such as [1] or [1, 2]. One that names none is not told.
 */

/** Longest text that is told, in characters. */
export const longestWritten = 2_000;

/** The same text, as far as its last whole sentence. */
export const wholeSentencesOf = (text: string): string => /^[^]*[。！？；\n]/u.exec(text)?.[0] ?? '';

const names = /[[［](\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)[\]］]/gu;
/** Numbers in circles begin the points of a list. */
const circled = /[①-⑳]/gu;
/** Numbers of a list at the beginning of its lines say nothing about the matter. */
const listNumbers = /^\s*(?:[-*]\s*)?\(?\d{1,2}[.、)](?!\d)\s*/gmu;
const digits = /\d+(?:\.\d+)*%?/gu;
/** Words that say nothing of the matter: 第一步, 一次性. */
const order = /第[一二三四五六七八九十]{1,3}步|一次性/gu;
/** Characters that write numbers. Alone they are often no number (一般, 三方协议), so a unit has to follow, or 百分之 or 第 to stand before. */
const chinese =
  /(百分之|第)?([〇零一二两三四五六七八九十百千万亿]{1,16})(?=(?:个)?(?:工作日|自然日|年|月|日|天|元|倍|次|岁|人|小时|分钟|周|季|成|折|级|张|份|%))|(百分之|第)([〇零一二两三四五六七八九十百千万亿]{1,16})/gu;
const menus = /【([^【】]{0,60})】/gu;
const addresses = /https?:\/\/[^\s)）】>"']+/giu;

const values: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const large: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** Returns the value of a number in Chinese characters: 三十六万 is 360000, 二〇二六 is 2026. */
function valueOf(text: string): number {
  if (/^[〇零一二两三四五六七八九]+$/u.test(text)) return Number(Array.from(text, (sign) => String(values[sign] ?? 0)).join(''));
  let whole = 0;
  let part = 0;
  let last = 0;
  for (const sign of text) {
    const value = values[sign];
    const unit = units[sign];
    const many = large[sign];
    if (value !== undefined) last = value;
    else if (unit !== undefined) [part, last] = [part + (last || 1) * unit, 0];
    else if (many !== undefined) [whole, part, last] = [whole + (part + last || 1) * many, 0, 0];
  }
  return whole + part + last;
}

/** In compatibility form, without separators of thousands and blanks before a percent sign. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/(?<=\d),(?=\d{3})/gu, '')
    .replaceAll(/(?<=\d)\s+(?=%)/gu, '');

/** Numbers of a text as digits, those with a percent sign marked by it. */
function numbersIn(text: string): string[] {
  const written = [...text.matchAll(digits)].map(([number]) => number);
  const spelled = [...text.matchAll(chinese)].map(([, before, number, otherBefore, otherNumber]) => {
    const value = String(valueOf(number ?? otherNumber ?? ''));
    return (before ?? otherBefore) === '百分之' ? `${value}%` : value;
  });
  return [...written, ...spelled];
}

const menusIn = (text: string): string[] => [...text.matchAll(menus)].map(([, menu = '']) => menu.replaceAll(/\s/gu, ''));

/** Returns the numbers of the entries that a text names, each once, in their order (rule 2). */
export const namedIn = (text: string): number[] =>
  [...new Set([...text.matchAll(names)].flatMap(([, list = '']) => (list.match(/\d+/gu) ?? []).map(Number)))].toSorted((a, b) => a - b);

/**
 * Returns what a text says and no entry does (rule 1): a number, a menu, an address, or the number of an entry that is not there; null when
 * there is nothing.
 * @param text as the model has written it
 * @param entries texts from which it was to write; the first has number 1
 */
export function unsupportedIn(text: string, entries: readonly string[]): string | null {
  const unknown = namedIn(text).find((number) => number < 1 || number > entries.length);
  if (unknown !== undefined) return `[${String(unknown)}]`;
  const said = plainOf(entries.join('\n'));
  const told = plainOf(text.replaceAll(names, '').replaceAll(circled, '').replaceAll(order, '')).replaceAll(listNumbers, '');
  const saidNumbers = new Set(numbersIn(said));
  const saidMenus = new Set(menusIn(said));
  const saidAddresses = new Set(said.match(addresses));
  return (
    menusIn(told).find((menu) => !saidMenus.has(menu)) ??
    told.match(addresses)?.find((address) => !saidAddresses.has(address)) ??
    numbersIn(told.replaceAll(addresses, ' ')).find((number) => !saidNumbers.has(number)) ??
    null
  );
}
