/** Whether the fields of an order are filled in as its type says. */
import type { FieldSpec } from './type.ts';

export interface FillingFault {
  key: string;
  code: 'required' | 'invalid' | 'not-a-date' | 'not-a-choice';
}

/** What is wrong, all at once: what is required is there, the rest is of its kind and known. */
export function fillingFaults(specs: readonly FieldSpec[], filled: Readonly<Record<string, string>>): FillingFault[] {
  const values = new Map(Object.entries(filled));
  const unknown = Object.keys(filled).filter((key) => !specs.some((spec) => spec.key === key));
  return [
    ...unknown.map((key) => ({ key, code: 'invalid' as const })),
    ...specs.flatMap((spec) => {
      const code = faultOf(spec, (values.get(spec.key) ?? '').trim());
      return code === null ? [] : [{ key: spec.key, code }];
    }),
  ];
}

function faultOf({ kind, required, choices }: FieldSpec, value: string): FillingFault['code'] | null {
  if (value === '') return required ? 'required' : null;
  switch (kind) {
    case 'text':
      return null;
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? null : 'invalid';
    case 'date':
      return isDate(value) ? null : 'not-a-date';
    case 'choice':
      return choices.includes(value) ? null : 'not-a-choice';
  }
}

/** YYYY-MM-DD, and a day that there is. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
