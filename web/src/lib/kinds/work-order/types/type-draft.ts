/** A type of work order in the editor, with all values as in the form's fields. */
import { namesOf, newRow, paperDrafts, paperSpecs, rowId } from '#lib/admin/type-draft.ts';
import type { NamedDraft, PaperDraft, RowDraft } from '#lib/admin/type-draft.ts';
import { amountIn } from '../../../../../../domain/input/amount.ts';
import type { FieldSpec, StageSpec } from '../../../../../../domain/work-order/type.ts';
import type { OrderType, OrderTypeBody } from '../../../../../api/work-order/types.ts';

export interface FieldDraft extends RowDraft {
  kind: FieldSpec['kind'];
  required: boolean;
  /** One per line. */
  choices: string;
}
export interface StageDraft extends RowDraft {
  groupId: string;
  limit: string;
  unit: LimitUnit;
  /** Ids of rows; those that are no longer earlier rows are ignored while that is so. */
  backTo: string[];
  tellTaxpayer: boolean;
  finish: StageSpec['finish'];
  terminable: boolean;
}
export interface TypeDraft extends NamedDraft {
  fields: FieldDraft[];
  papers: PaperDraft[];
  stages: StageDraft[];
}

/** In minutes of working time; a day counts eight hours everywhere. */
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

/** A new type begins with one stage, because every type needs one. */
export const emptyDraft = (): TypeDraft => ({ name: '', nameEn: '', active: true, fields: [], papers: [], stages: [newStage([])] });

export const newField = (others: readonly RowDraft[]): FieldDraft => ({
  ...newRow('field', others),
  kind: 'text',
  required: false,
  choices: '',
});
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

/** Uses the largest unit that is exact, so that showing a limit does not change it. */
const limitOf = (minutes: number): { limit: string; unit: LimitUnit } => {
  const unit: LimitUnit = minutes % unitMinutes.day === 0 ? 'day' : minutes % (unitMinutes.hour / 2) === 0 ? 'hour' : 'minute';
  return { limit: String(minutes / unitMinutes[unit]), unit };
};

/** NaN when the field holds no number. Accepts numbers as people write them. */
const minutesOf = ({ limit, unit }: Pick<StageDraft, 'limit' | 'unit'>): number => {
  const amount = amountIn(limit);
  return amount === null || amount.startsWith('-') ? Number.NaN : Math.round(Number(amount) * unitMinutes[unit] * 1_000) / 1_000;
};

/** Builds the request's body. */
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

/** Each choice once, in its order; choices of a field that is no longer a choice are not sent. */
const choicesOf = ({ kind, choices }: FieldDraft): string[] => {
  if (kind !== 'choice') return [];
  const lines = choices.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
};

/** Returns the stages to which an order can be sent back from this one. */
export const earlierOf = (stages: readonly StageDraft[], index: number): readonly StageDraft[] => stages.slice(0, index);
