/**
 * Type of work order, defined by an administrator (G1): its fields, its papers and its stages. Types are versioned; a running order keeps
 * its version.
 */
import type { PaperSpec } from '../papers.ts';

export const fieldKinds = ['text', 'number', 'date', 'choice'] as const;

export interface FieldSpec {
  key: string;
  name: string;
  nameEn: string;
  kind: (typeof fieldKinds)[number];
  required: boolean;
  /** Options; empty unless the kind is `choice`. */
  choices: string[];
}

export const finishers = ['nobody', 'holder', 'supervisor'] as const;

export interface StageSpec {
  key: string;
  name: string;
  nameEn: string;
  /** Group of officers that handles the stage. */
  groupId: string;
  /** Limit in working minutes of the group's centre. */
  limitMinutes: number;
  /** Keys of earlier stages to which an order may be sent back. */
  backTo: string[];
  /** True when the taxpayer gets a notice as an order arrives here. */
  tellTaxpayer: boolean;
  /** Role that may finish an order at this stage. */
  finish: (typeof finishers)[number];
  /** True when the taxpayer may terminate an order here; usually false under 复核. */
  terminable: boolean;
}

export interface WorkOrderDefinition {
  fields: FieldSpec[];
  papers: PaperSpec[];
  stages: StageSpec[];
}

export interface DefinitionFault {
  path: string;
  code: 'required' | 'duplicate' | 'not-earlier' | 'no-end' | 'no-choices' | 'invalid';
}

/**
 * Returns all faults of a definition; empty when an order can pass through it.
 * 1. It has at least one stage. Keys are unique within their list.
 * 2. A stage goes back only to earlier stages, so that no order can circle.
 * 3. Somebody may finish at the last stage.
 * 4. A choice has options.
 */
export function definitionFaults({ fields, papers, stages }: WorkOrderDefinition): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  if (stages.length === 0) faults.push({ path: 'stages', code: 'required' });
  for (const [list, specs] of Object.entries({ fields, papers, stages })) {
    specs.forEach(({ key }, i) => {
      if (specs.findIndex((other) => other.key === key) < i) faults.push({ path: `${list}.${String(i)}.key`, code: 'duplicate' });
    });
  }
  stages.forEach(({ backTo, limitMinutes }, i) => {
    const earlier = stages.slice(0, i).map(({ key }) => key);
    if (!backTo.every((key) => earlier.includes(key))) faults.push({ path: `stages.${String(i)}.backTo`, code: 'not-earlier' });
    if (!(limitMinutes > 0)) faults.push({ path: `stages.${String(i)}.limitMinutes`, code: 'invalid' });
  });
  if (stages.at(-1)?.finish === 'nobody') faults.push({ path: `stages.${String(stages.length - 1)}.finish`, code: 'no-end' });
  fields.forEach(({ kind, choices }, i) => {
    if (kind === 'choice' && choices.length === 0) faults.push({ path: `fields.${String(i)}.choices`, code: 'no-choices' });
  });
  return faults;
}
