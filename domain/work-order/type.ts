/**
 * What an administrator says of a type of work order (G1): its fields, its papers, and the stages through which an order goes.
 * A type has versions; a running order keeps the version it began with.
 */
import type { PaperSpec } from '../papers.ts';

export const fieldKinds = ['text', 'number', 'date', 'choice'] as const;

export interface FieldSpec {
  key: string;
  name: string;
  nameEn: string;
  kind: (typeof fieldKinds)[number];
  required: boolean;
  /** What can be chosen; empty unless the kind is `choice`. */
  choices: string[];
}

export const finishers = ['nobody', 'holder', 'supervisor'] as const;

export interface StageSpec {
  key: string;
  name: string;
  nameEn: string;
  /** The group of officers that handles it. */
  groupId: string;
  /** Working time of the group's centre, in minutes. */
  limitMinutes: number;
  /** Keys of earlier stages to which it may be sent back. */
  backTo: string[];
  /** Whether the taxpayer gets a notice when an order comes here. */
  tellTaxpayer: boolean;
  /** Who may finish an order that stands here. */
  finish: (typeof finishers)[number];
  /** Whether the taxpayer may still terminate it here: under 复核 they usually may not. */
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
 * What is wrong with a definition, all at once; nothing when an order can go through it.
 * 1. At least one stage; keys are unique within their list.
 * 2. A stage goes back only to stages before it, so that no order can be sent round in a circle.
 * 3. Somebody may finish at the last stage.
 * 4. A choice has something to choose from.
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
