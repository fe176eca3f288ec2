/**
 * Addresses in people's text. One rule for window, desk, history and export.
 *
 * 1. An address begins with http://, https:// or www., or is an e-mail address. Nothing else becomes a link.
 * 2. It ends before blanks, quotation marks, full-width punctuation, invisible marks and Chinese words; balanced full-width brackets inside
 *    it stay. Punctuation at its end belongs to the sentence.
 * 3. Text and target are the same. An address with a user name or without a proper host stays text, because it misleads.
 */
export interface TextPart {
  readonly text: string;
  /** Target of a link; null for plain text. */
  readonly href: string | null;
}

/** The beginning of an address, not within a word. */
const begins = /(?<![a-z0-9@._-])(?:https?:\/\/|www\.)|(?<![a-z0-9._%+/:-])[a-z0-9._%+-]+@(?=[a-z0-9-]+\.)/giu;
const inAddress = /[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%（）]/u;
const inMailHost = /[A-Za-z0-9.-]/u;
const trailing = /[.,;:!?'*_~]$/u;
const pairs = [
  ['(', ')'],
  ['[', ']'],
  ['（', '）'],
] as const;

const count = (text: string, sign: string): number => text.split(sign).length - 1;

/** Removes what belongs to the sentence: punctuation at the end, and brackets that were not opened in the address. */
function withoutEnd(address: string): string {
  let kept = address;
  for (;;) {
    const before = kept;
    for (const [opening, closing] of pairs) {
      const opened = count(kept, opening) - count(kept, closing);
      if (opened > 0) kept = kept.slice(0, kept.lastIndexOf(opening));
      else if (opened < 0) kept = kept.slice(0, kept.lastIndexOf(closing));
    }
    kept = kept.replace(trailing, '');
    if (kept === before) return kept;
  }
}

/** Reads on from `at` while the signs belong to it. */
function run(text: string, at: number, signs: RegExp): string {
  let end = at;
  while (end < text.length && signs.test(text.charAt(end))) end += 1;
  return text.slice(at, end);
}

const properHost = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$|^\d{1,3}(?:\.\d{1,3}){3}$/iu;

/** Returns the target of an address on its own; null when it is none, or not safe to follow. */
export function safeTarget(address: string): string | null {
  const written = /^www\./iu.test(address) ? `https://${address}` : address;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if (url.protocol === 'mailto:') return url.href;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return url.username === '' && url.password === '' && properHost.test(url.hostname) ? url.href : null;
}

/** Splits a text into plain parts and links; joined, the parts are the text. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { index, 0: start } of text.matchAll(begins)) {
    if (index < from) continue;
    const isMail = start.endsWith('@');
    const address = isMail
      ? start + run(text, index + start.length, inMailHost).replace(/[.-]+$/u, '')
      : withoutEnd(run(text, index, inAddress));
    const href = safeTarget(isMail ? `mailto:${address}` : address);
    if (href === null) continue;
    if (index > from) parts.push({ text: text.slice(from, index), href: null });
    parts.push({ text: address, href });
    from = index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}
