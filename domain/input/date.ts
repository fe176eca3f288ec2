import { plain } from './text.ts';

/**
 * Parses a date into `YYYY-MM-DD`: `2026-11-30`, `2026/11/30`, `2026.11.30`, `20261130`, `2026年11月30日`, in full or half width. The year
 * comes first; other orders are not guessed.
 * @returns null for anything that is not an existing day
 */
export function dateIn(text: string): string | null {
  const written = plain(text).replaceAll(/\s/g, '');
  const found = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))$/.exec(written);
  if (found === null) return null;
  const [, year = '', , month = found[5] ?? found[7] ?? '', day = found[6] ?? found[8] ?? ''] = found;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(date);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : null;
}
