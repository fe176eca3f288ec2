/**
 * One range of bytes of a Range header (RFC 9110 §14.2). Several at once, other units and what lies outside the file are
 * ignored, as the standard allows: the whole file is a right answer to all of them.
 * @returns first and last byte, both included; null for the whole file
 */
export function rangeOf(header: string, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end && start < size ? { start, end } : null;
}
