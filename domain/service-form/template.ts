/**
 * What an administrator says of a matter's form (C7): the papers it needs. A template has versions; a form that was sent keeps the
 * version it was sent with.
 */
import type { PaperSpec } from '../papers.ts';

export interface FormDefinition {
  papers: PaperSpec[];
}

/** How many papers a form may list. */
export const mostFormPapers = 50;

export interface FormDefinitionFault {
  path: string;
  code: 'required' | 'duplicate';
}

/** What is wrong with a definition, all at once: it lists at least one paper, and none twice. */
export function formDefinitionFaults({ papers }: FormDefinition): FormDefinitionFault[] {
  if (papers.length === 0) return [{ path: 'papers', code: 'required' }];
  return papers.flatMap(({ key }, i) =>
    papers.findIndex((other) => other.key === key) < i ? [{ path: `papers.${String(i)}.key`, code: 'duplicate' as const }] : [],
  );
}
