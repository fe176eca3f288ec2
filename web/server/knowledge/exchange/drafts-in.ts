/** Rows of a spreadsheet as entries, with the faults by row and column. */
import type { EntryDraft } from '../../../../domain/knowledge.ts';
import { exchangeColumns, exchangeLimits, type ExchangeColumn } from '../../../../domain/knowledge-exchange.ts';
import type { FieldCode } from '../../../api/errors.ts';
import { entryDraftSchema, entryIdSchema } from '../../../api/knowledge-editing.ts';
import { fieldFaultsOf } from '../../http/field-faults.ts';
import { columnOf, valueOf } from './columns.ts';
import type { Sheet } from '../../sheets/read-sheet.ts';

/** A fault with its place; rows are counted as the spreadsheet shows them. */
export interface RowFault {
  row: number;
  column: ExchangeColumn | null;
  code: FieldCode;
  limit?: number;
}

export interface ImportedEntry {
  row: number;
  id: string;
  content: EntryDraft;
}

/** Columns that a file must have; the others may be missing. */
const needed: readonly ExchangeColumn[] = ['id', 'topic', 'question', 'answer'];

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

export function draftsIn({ rows, faults: cellFaults }: Sheet): {
  entries: ImportedEntry[];
  faults: RowFault[];
} {
  const columns = (rows[0] ?? []).map(columnOf);
  const missing = needed.filter((column) => !columns.includes(column));
  if (missing.length > 0) return { entries: [], faults: missing.map((column) => ({ row: 1, column, code: 'missing-column' })) };
  const twice = exchangeColumns.filter((column) => columns.filter((other) => other === column).length > 1);
  const faults: RowFault[] = [
    ...twice.map((column): RowFault => ({ row: 1, column, code: 'duplicate' })),
    ...cellFaults.map(({ row, column, code }): RowFault => ({ row: row + 1, column: columns[column] ?? null, code })),
  ];
  const entries: ImportedEntry[] = [];
  const known = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    if (index === 0 || isBlank(cells)) continue;
    if (faults.length >= exchangeLimits.faults) break;
    const row = index + 1;
    const values = Object.fromEntries(
      columns.flatMap((column, at) => (column === undefined ? [] : [[column, valueOf(column, cells[at] ?? '')] as const])),
    );
    // Without its column an entry is meant for everybody.
    const { id: written, audience = ['both'], ...content } = values;
    const id = entryIdSchema.safeParse(written);
    const draft = entryDraftSchema.safeParse({ ...content, audience });
    if (!id.success)
      faults.push(...[...fieldFaultsOf(id.error.issues, written)].map(({ code }): RowFault => ({ row, column: 'id', code })));
    else if (known.has(id.data)) faults.push({ row, column: 'id', code: 'duplicate' });
    else known.set(id.data, row);
    if (!draft.success) faults.push(...faultsOf(row, [...fieldFaultsOf(draft.error.issues, { ...content, audience })]));
    if (id.success && draft.success) entries.push({ row, id: id.data, content: draft.data });
  }
  return { entries, faults: faults.slice(0, exchangeLimits.faults) };
}

/** The first fault of each column of a row. */
function faultsOf(row: number, found: readonly { path: string; code: FieldCode; limit?: number }[]): RowFault[] {
  const byColumn = new Map<string, RowFault>();
  for (const { path, code, limit } of found) {
    const name = path.split('.')[0] ?? '';
    const column = exchangeColumns.find((known) => known === name) ?? null;
    if (!byColumn.has(name)) byColumn.set(name, { row, column, code, ...(limit !== undefined && { limit }) });
  }
  return [...byColumn.values()];
}
