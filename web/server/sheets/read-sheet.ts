/**
 * Reads the first sheet of an .xlsx file as rows of text. It runs in a thread of its own (`sheet-thread.ts`), because a large file takes
 * seconds and memory.
 */
import { readXlsx, type Cell, type CellValue, type Sheet as XlsxSheet } from 'hucre/xlsx';

import { sheetLimits } from '../../../domain/sheet.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** A cell that cannot be read as it is meant; counted from 0. */
interface CellFault {
  row: number;
  column: number;
  code: 'formula' | 'merged-cell';
}

/** Rows of text, the head among them, and the cells that cannot be read. */
export interface Sheet {
  rows: string[][];
  faults: CellFault[];
}

export type ReadSheet = Sheet | { refused: 'unreadable' | 'too-many-rows' };

/** Blank rows at the end of a sheet do not count, but reading them must end. */
const mostRows = sheetLimits.rows * 2;

export async function readSheet(bytes: Uint8Array): Promise<ReadSheet> {
  const unpacked = unpackedBytes(bytes);
  if (unpacked === null || unpacked > sheetLimits.unpackedBytes) return { refused: 'unreadable' };
  let sheet: XlsxSheet | undefined;
  try {
    [sheet] = (await readXlsx(bytes, { sheets: [0], maxRows: mostRows })).sheets;
  } catch {
    // Whatever the file is, it is no workbook that can be read.
    return { refused: 'unreadable' };
  }
  if (sheet === undefined) return { refused: 'unreadable' };
  const rows = sheet.rows.map((row) => row.map(textOf));
  while (rows.length > 0 && isBlank(rows.at(-1) ?? [])) rows.pop();
  if (rows.length > sheetLimits.rows + 1) return { refused: 'too-many-rows' };
  return { rows, faults: faultsOf(sheet, rows.length) };
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

/** Numbers, days and marks as people see them. */
function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value);
}

function faultsOf({ cells, merges = [] }: XlsxSheet, rows: number): CellFault[] {
  const faults: CellFault[] = [...(cells ?? new Map<string, Cell>())].flatMap(([place, { formula, type }]) => {
    if (formula === undefined && type !== 'formula' && type !== 'error') return [];
    const [row = 0, column = 0] = place.split(',').map(Number);
    return [{ row, column, code: 'formula' as const }];
  });
  for (const { startRow, startCol } of merges) if (startRow < rows) faults.push({ row: startRow, column: startCol, code: 'merged-cell' });
  return faults.toSorted((a, b) => a.row - b.row || a.column - b.column).slice(0, sheetLimits.faults);
}
