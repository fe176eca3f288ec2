/**
 * Parses a single byte range of a Range header (RFC 9110 §14.2). Multiple ranges, other units and ranges outside the file are ignored, as
 * the standard allows: the whole file is then a valid answer.
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
