/** Editor state shared by the types of all kinds: names, lists of rows, papers, with all values as in the form's fields. */
import type { PaperSpec } from '../../../../domain/papers.ts';

/** A row of a list. Its id belongs to the page and stays when the row is moved or its key is changed. */
export interface RowDraft {
  readonly id: string;
  key: string;
  name: string;
  nameEn: string;
}
export interface PaperDraft extends RowDraft {
  required: boolean;
}
/** Editor state of everything that an administrator names. */
export interface NamedDraft {
  name: string;
  nameEn: string;
  active: boolean;
}

/** Conversion of papers to the form's fields, and back. */
export const paperDrafts = (papers: readonly PaperSpec[]): PaperDraft[] => papers.map((paper) => ({ ...paper, id: rowId() }));
export const paperSpecs = (papers: readonly PaperDraft[]): PaperSpec[] =>
  papers.map((paper) => ({ ...namesOf(paper), required: paper.required }));

export const newPaper = (others: readonly RowDraft[]): PaperDraft => ({ ...newRow('paper', others), required: false });

let rows = 0;
/** Returns an id unique within the page. */
export const rowId = (): string => {
  rows += 1;
  return `row-${String(rows)}`;
};

/** Creates a row with a key unique within the list. */
export const newRow = (word: string, others: readonly RowDraft[]): RowDraft => {
  const keys = new Set(others.map(({ key }) => key));
  let n = others.length + 1;
  while (keys.has(`${word}-${String(n)}`)) n += 1;
  return { id: rowId(), key: `${word}-${String(n)}`, name: '', nameEn: '' };
};

/** Returns the names of a row for the request's body. */
export const namesOf = ({ key, name, nameEn }: RowDraft) => ({ key: key.trim(), name: name.trim(), nameEn: nameEn.trim() });

/** Moves one row by a step; returns the rows unchanged at the ends of the list. */
export const moved = <Row>(list: readonly Row[], from: number, step: -1 | 1): Row[] => {
  const others = [...list];
  const [row] = others.splice(from, 1);
  const to = from + step;
  if (row === undefined || to < 0 || to >= list.length) return [...list];
  others.splice(to, 0, row);
  return others;
};
