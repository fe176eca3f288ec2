/** Rows of tax numbers, pasted in or read from a spreadsheet, as taxpayers, with the faults by row. */
import type { Knex } from 'knex';

import { identitiesByTaxNumber } from '../../../db/identities-by-tax-number.ts';
import { sheetLimits } from '../../../domain/sheet.ts';
import type { FieldCode } from '../../api/errors.ts';
import { languages } from '../../i18n/index.ts';
import { Fault } from '../http/fault.ts';
import { translateTo } from '../http/language.ts';
import type { Sheet } from '../sheets/read-sheet.ts';

export interface TaxNumberRow {
  /** As the reader counts it, from 1. */
  row: number;
  value: string;
  /** Found while reading. */
  code?: FieldCode;
}

export interface RowFault {
  row: number;
  value: string;
  code: FieldCode;
}

/** Characters of a number that are shown of a faulty row. */
const shownLength = 40;

/** Full-width letters and digits are read as their plain ones, and blanks within a number are passed over. */
const numberIn = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

/** @throws Fault `sheet-too-many-rows` */
export function rowsOfList(list: string): TaxNumberRow[] {
  const rows = list.split(/\r\n|\r|\n/).map((line, at) => ({ row: at + 1, value: numberIn(line) }));
  const filled = rows.filter(({ value }) => value !== '');
  if (filled.length > sheetLimits.rows) throw new Fault('sheet-too-many-rows', { details: { limit: String(sheetLimits.rows) } });
  return filled;
}

/** Reads the column that is headed as tax numbers, in any language; the first one when none is. Its first row is the head. */
export function rowsOfSheet({ rows, faults }: Sheet): TaxNumberRow[] {
  const heads = languages.map((language) => translateTo(language)('invitation:many.column').toLowerCase());
  const named = (rows[0] ?? []).findIndex((head) => heads.includes(head.trim().toLowerCase()));
  const column = Math.max(named, 0);
  const unreadable = new Map(faults.filter((fault) => fault.column === column).map(({ row, code }) => [row, code]));
  return rows.flatMap((cells, at) => {
    const value = numberIn(cells[column] ?? '');
    const code = unreadable.get(at);
    if (at === 0 || (value === '' && code === undefined)) return [];
    return [{ row: at + 1, value, ...(code !== undefined && { code }) }];
  });
}

/** Finds the taxpayers of a region. The same taxpayer twice is a fault: nobody is invited twice for one matter. */
export async function taxpayersIn(
  knex: Knex,
  regionId: string,
  rows: readonly TaxNumberRow[],
): Promise<{ identityIds: string[]; faulty: number; faults: RowFault[] }> {
  const known = await identitiesByTaxNumber(
    knex,
    regionId,
    rows.map(({ value }) => value),
  );
  const identityIds = new Set<string>();
  const faults: RowFault[] = [];
  for (const { row, value, code } of rows) {
    const id = known.get(value);
    const fault = code ?? (id === undefined ? 'taxpayer-unknown' : identityIds.has(id) ? 'taxpayer-twice' : undefined);
    if (fault !== undefined) faults.push({ row, value: value.slice(0, shownLength), code: fault });
    else if (id !== undefined) identityIds.add(id);
  }
  return { identityIds: [...identityIds], faulty: faults.length, faults: faults.slice(0, sheetLimits.faults) };
}
