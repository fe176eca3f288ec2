/**
 * A table as a CSV file for spreadsheets (RFC 4180):
 * 1. UTF-8 with a byte order mark, because spreadsheets otherwise misread Chinese; lines end with CR LF.
 * 2. A cell with a comma, a quote or a line break is quoted, and quotes in it are doubled.
 * 3. A text that a spreadsheet would take for a formula is prefixed with an apostrophe, because people choose their own names.
 */
export type Cell = string | number | null;

export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `\u{feff}${rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
