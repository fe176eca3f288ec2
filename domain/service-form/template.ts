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
