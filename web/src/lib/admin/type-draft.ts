/** What is written of types of every kind of case: names, lists of rows, papers; everything as it stands in the fields of the form. */
import type { PaperSpec } from '../../../../domain/papers.ts';

/** A row of a list; its id is the page's own and stays when the row is moved or its key is changed. */
export interface RowDraft {
  readonly id: string;
  key: string;
  name: string;
  nameEn: string;
}
export interface PaperDraft extends RowDraft {
  required: boolean;
}
/** What is written of everything that an administrator names. */
export interface NamedDraft {
  name: string;
  nameEn: string;
  active: boolean;
}

/** The papers as they stand in the form, and as they are sent. */
export const paperDrafts = (papers: readonly PaperSpec[]): PaperDraft[] => papers.map((paper) => ({ ...paper, id: rowId() }));
export const paperSpecs = (papers: readonly PaperDraft[]): PaperSpec[] =>
  papers.map((paper) => ({ ...namesOf(paper), required: paper.required }));

export const newPaper = (others: readonly RowDraft[]): PaperDraft => ({ ...newRow('paper', others), required: false });

let rows = 0;
/** An id that no other row of the page has. */
export const rowId = (): string => {
  rows += 1;
  return `row-${String(rows)}`;
};

/** A row with a key that no other row of the list has. */
export const newRow = (word: string, others: readonly RowDraft[]): RowDraft => {
  const keys = new Set(others.map(({ key }) => key));
  let n = others.length + 1;
  while (keys.has(`${word}-${String(n)}`)) n += 1;
  return { id: rowId(), key: `${word}-${String(n)}`, name: '', nameEn: '' };
};

/** The names of a row, as they are sent. */
export const namesOf = ({ key, name, nameEn }: RowDraft) => ({ key: key.trim(), name: name.trim(), nameEn: nameEn.trim() });

/** The rows with one of them a place further up or down; the same rows when there is no such place. */
export const moved = <Row>(list: readonly Row[], from: number, step: -1 | 1): Row[] => {
  const others = [...list];
  const [row] = others.splice(from, 1);
  const to = from + step;
  if (row === undefined || to < 0 || to >= list.length) return [...list];
  others.splice(to, 0, row);
  return others;
};
