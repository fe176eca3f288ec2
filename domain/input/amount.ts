import { plain } from './text.ts';

/** Powers of ten of the multiplier signs after a number. */
const powers: Readonly<Record<string, number>> = { 千: 3, 万: 4, 亿: 8 };

/**
 * Parses a number into plain decimal notation: `100,000`, `10万`, `１２３４.５`, `¥1 000`, `3.5亿元`. Digits are grouped by three, by four, or not
 * at all. A comma is never a decimal sign.
 * @returns at most 15 digits before and 6 after the point, without needless zeros; null for anything else
 */
export function amountIn(text: string): string | null {
  const written = plain(text)
    .replace(/^(?:¥|￥|人民币|RMB|CNY)\s*/i, '')
    .replace(/\s*(?:元整?|圆整?)$/, '');
  const found = /^([-−]?)(\d+|\d{1,3}(?:[, ]\d{3})+|\d{1,4}(?:[, ]\d{4})+)(?:\.(\d+))?\s*([千万亿]?)$/.exec(written);
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = '', unit = ''] = found;
  const power = powers[unit] ?? 0;
  const digits = whole.replaceAll(/[, ]/g, '') + fraction.slice(0, power).padEnd(power, '0');
  const before = digits.replace(/^0+(?=\d)/, '');
  const after = fraction.slice(power).replace(/0+$/, '');
  if (before.length > 15 || after.length > 6) return null;
  const number = after === '' ? before : `${before}.${after}`;
  return sign !== '' && /[1-9]/.test(number) ? `-${number}` : number;
}
