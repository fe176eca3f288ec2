/**
 * Template of a form (C7): the papers that a matter needs, defined by an administrator. Templates are versioned; a sent form keeps its
 * version.
 */
import type { PaperSpec } from '../papers.ts';

export interface FormDefinition {
  papers: PaperSpec[];
}

/** Maximum number of papers in a form. */
export const mostFormPapers = 50;

export interface FormDefinitionFault {
  path: string;
  code: 'required' | 'duplicate';
}

/** Returns all faults of a definition. It needs at least one paper and no duplicates. */
export function formDefinitionFaults({ papers }: FormDefinition): FormDefinitionFault[] {
  if (papers.length === 0) return [{ path: 'papers', code: 'required' }];
  return papers.flatMap(({ key }, i) =>
    papers.findIndex((other) => other.key === key) < i ? [{ path: `papers.${String(i)}.key`, code: 'duplicate' as const }] : [],
  );
}

/** Changes that the sender of one form makes to its template's papers. */
export interface PaperChoice {
  /** Keys of papers that are left out. */
  without: readonly string[];
  /** Further papers. */
  more: readonly { name: string; required: boolean }[];
}

/** Returns the papers of a form that is sent, in order. Further papers get keys that the template does not have. */
export function chosenPapers({ papers }: FormDefinition, { without, more }: PaperChoice): PaperSpec[] {
  const taken = new Set(papers.map(({ key }) => key));
  const keys = Array.from({ length: taken.size + more.length }, (_, i) => `more-${String(i + 1)}`).filter((key) => !taken.has(key));
  return [
    ...papers.filter(({ key }) => !without.includes(key)),
    ...more.map(({ name, required }, i) => ({ key: keys[i] ?? '', name, nameEn: name, required })),
  ];
}

export interface PaperChoiceFault {
  path: string;
  code: 'required' | 'duplicate' | 'not-a-choice' | 'out-of-range';
}

/** Returns all faults of a choice. What is left has at least one paper, at most as many as a template, and no name twice. */
export function paperChoiceFaults(definition: FormDefinition, choice: PaperChoice): PaperChoiceFault[] {
  const chosen = chosenPapers(definition, choice);
  const first = chosen.length - choice.more.length;
  return [
    ...choice.without.flatMap((key, i) =>
      definition.papers.some((paper) => paper.key === key) ? [] : [{ path: `without.${String(i)}`, code: 'not-a-choice' as const }],
    ),
    ...(chosen.length === 0 ? [{ path: 'without', code: 'required' as const }] : []),
    ...(chosen.length > mostFormPapers ? [{ path: 'more', code: 'out-of-range' as const }] : []),
    ...choice.more.flatMap(({ name }, i) =>
      chosen.findIndex((paper) => paper.name === name) < first + i ? [{ path: `more.${String(i)}.name`, code: 'duplicate' as const }] : [],
    ),
  ];
}
