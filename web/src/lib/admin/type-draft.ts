/** A type of work order while it is written: everything as it stands in the fields of the form. */
import type { OrderType, OrderTypeBody } from '../../../api/order-types.ts';
import { amountIn } from '../../../../domain/input/amount.ts';
import type { PaperSpec } from '../../../../domain/papers.ts';
import type { FieldSpec, StageSpec } from '../../../../domain/work-order/type.ts';

/** A row of a list; its id is the page's own and stays when the row is moved or its key is changed. */
export interface RowDraft {
  readonly id: string;
  key: string;
  name: string;
  nameEn: string;
}
export interface FieldDraft extends RowDraft {
  kind: FieldSpec['kind'];
  required: boolean;
  /** One a line. */
  choices: string;
}
export interface PaperDraft extends RowDraft {
  required: boolean;
}
export interface StageDraft extends RowDraft {
  groupId: string;
  limit: string;
  unit: LimitUnit;
  /** Ids of rows; those that are not earlier rows any more count only once they are again. */
  backTo: string[];
  tellTaxpayer: boolean;
  finish: StageSpec['finish'];
  terminable: boolean;
}
/** What is written of everything that an administrator names. */
export interface NamedDraft {
  name: string;
  nameEn: string;
  active: boolean;
}
export interface TypeDraft extends NamedDraft {
  fields: FieldDraft[];
  papers: PaperDraft[];
  stages: StageDraft[];
}

/** Minutes of working time; a day is eight hours, wherever. */
const unitMinutes = { minute: 1, hour: 60, day: 480 } as const;
export type LimitUnit = keyof typeof unitMinutes;
export const limitUnits = Object.keys(unitMinutes) as LimitUnit[];

export const draftOf = ({ name, nameEn, active, definition }: Pick<OrderType, 'name' | 'nameEn' | 'active' | 'definition'>): TypeDraft => {
  const stageIds = new Map(definition.stages.map(({ key }) => [key, rowId()]));
  const idOf = (key: string): string => stageIds.get(key) ?? rowId();
  return {
    name,
    nameEn,
    active,
    fields: definition.fields.map(({ choices, ...field }) => ({ ...field, id: rowId(), choices: choices.join('\n') })),
    papers: paperDrafts(definition.papers),
    stages: definition.stages.map(({ limitMinutes, backTo, ...stage }) => ({
      ...stage,
      ...limitOf(limitMinutes),
      id: idOf(stage.key),
      backTo: backTo.map(idOf),
    })),
  };
};

/** The papers as they stand in the form, and as they are sent. */
export const paperDrafts = (papers: readonly PaperSpec[]): PaperDraft[] => papers.map((paper) => ({ ...paper, id: rowId() }));
export const paperSpecs = (papers: readonly PaperDraft[]): PaperSpec[] =>
  papers.map((paper) => ({ ...namesOf(paper), required: paper.required }));

/** A new type begins with the one stage that every type needs. */
export const emptyDraft = (): TypeDraft => ({ name: '', nameEn: '', active: true, fields: [], papers: [], stages: [newStage([])] });

export const newField = (others: readonly RowDraft[]): FieldDraft => ({
  ...newRow('field', others),
  kind: 'text',
  required: false,
  choices: '',
});
export const newPaper = (others: readonly RowDraft[]): PaperDraft => ({ ...newRow('paper', others), required: false });
export const newStage = (others: readonly RowDraft[]): StageDraft => ({
  ...newRow('stage', others),
  groupId: '',
  limit: '',
  unit: 'hour',
  backTo: [],
  tellTaxpayer: false,
  finish: others.length === 0 ? 'holder' : 'nobody',
  terminable: true,
});

let rows = 0;
const rowId = (): string => {
  rows += 1;
  return `row-${String(rows)}`;
};

/** With a key that no other row of the list has. */
const newRow = (word: string, others: readonly RowDraft[]): RowDraft => {
  const keys = new Set(others.map(({ key }) => key));
  let n = others.length + 1;
  while (keys.has(`${word}-${String(n)}`)) n += 1;
  return { id: rowId(), key: `${word}-${String(n)}`, name: '', nameEn: '' };
};

/** In the largest unit that says it plainly, so that nothing changes by being shown. */
const limitOf = (minutes: number): { limit: string; unit: LimitUnit } => {
  const unit: LimitUnit = minutes % unitMinutes.day === 0 ? 'day' : minutes % (unitMinutes.hour / 2) === 0 ? 'hour' : 'minute';
  return { limit: String(minutes / unitMinutes[unit]), unit };
};

/** Not a number when the field does not hold one. Amounts are taken as people write them. */
const minutesOf = ({ limit, unit }: Pick<StageDraft, 'limit' | 'unit'>): number => {
  const amount = amountIn(limit);
  return amount === null || amount.startsWith('-') ? Number.NaN : Math.round(Number(amount) * unitMinutes[unit] * 1_000) / 1_000;
};

/** The draft as it is sent. */
export const bodyOf = ({ name, nameEn, active, fields, papers, stages }: TypeDraft): OrderTypeBody => ({
  name: name.trim(),
  nameEn: nameEn.trim(),
  active,
  definition: {
    fields: fields.map((field) => ({ ...namesOf(field), kind: field.kind, required: field.required, choices: choicesOf(field) })),
    papers: paperSpecs(papers),
    stages: stages.map((stage, i) => ({
      ...namesOf(stage),
      groupId: stage.groupId,
      limitMinutes: minutesOf(stage),
      backTo: earlierOf(stages, i)
        .filter(({ id }) => stage.backTo.includes(id))
        .map((earlier) => earlier.key.trim()),
      tellTaxpayer: stage.tellTaxpayer,
      finish: stage.finish,
      terminable: stage.terminable,
    })),
  },
});

const namesOf = ({ key, name, nameEn }: RowDraft) => ({ key: key.trim(), name: name.trim(), nameEn: nameEn.trim() });

/** Each once, in the order in which they are written; what was written before the kind changed is not sent. */
const choicesOf = ({ kind, choices }: FieldDraft): string[] => {
  if (kind !== 'choice') return [];
  const lines = choices.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
};

/** The stages to which an order at this one may be sent back at all. */
export const earlierOf = (stages: readonly StageDraft[], index: number): readonly StageDraft[] => stages.slice(0, index);

/** The rows with one of them a place further up or down; the same rows when there is no such place. */
export const moved = <Row>(list: readonly Row[], from: number, step: -1 | 1): Row[] => {
  const others = [...list];
  const [row] = others.splice(from, 1);
  const to = from + step;
  if (row === undefined || to < 0 || to >= list.length) return [...list];
  others.splice(to, 0, row);
  return others;
};
