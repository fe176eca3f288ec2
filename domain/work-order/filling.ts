/** Validates and normalises the fields of an order by the definition of its type. */
import { amountIn } from '../input/amount.ts';
import { dateIn } from '../input/date.ts';
import { visible } from '../input/text.ts';
import type { FieldSpec } from './type.ts';

export interface FillingFault {
  key: string;
  code: 'required' | 'invalid' | 'not-a-date' | 'not-a-choice';
}

/** Returns all faults: missing required fields, malformed values and unknown fields. */
export function fillingFaults(specs: readonly FieldSpec[], filled: Readonly<Record<string, string>>): FillingFault[] {
  const values = new Map(Object.entries(filled));
  const unknown = Object.keys(filled).filter((key) => !specs.some((spec) => spec.key === key));
  return [
    ...unknown.map((key) => ({ key, code: 'invalid' as const })),
    ...specs.flatMap((spec) => {
      const code = faultOf(spec, visible(values.get(spec.key) ?? '').trim());
      return code === null ? [] : [{ key: spec.key, code }];
    }),
  ];
}

/**
 * Returns the fields in stored form: amounts in plain decimal notation, dates as YYYY-MM-DD, texts unchanged. Invalid values stay
 * unchanged.
 */
export const normalFilling = (specs: readonly FieldSpec[], filled: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(filled).map(([key, value]) => [key, normal(specs.find((spec) => spec.key === key)?.kind, value)]));

function normal(kind: FieldSpec['kind'] | undefined, value: string): string {
  switch (kind) {
    case 'number':
      return amountIn(value) ?? value;
    case 'date':
      return dateIn(value) ?? value;
    case 'choice':
      return visible(value).trim();
    case 'text':
    case undefined:
      return value;
  }
}

function faultOf({ kind, required, choices }: FieldSpec, value: string): FillingFault['code'] | null {
  if (value === '') return required ? 'required' : null;
  switch (kind) {
    case 'text':
      return null;
    case 'number':
      return amountIn(value) === null ? 'invalid' : null;
    case 'date':
      return dateIn(value) === null ? 'not-a-date' : null;
    case 'choice':
      return choices.includes(value) ? null : 'not-a-choice';
  }
}
