import type { Case } from '../../../../api/cases.ts';
import type { OrderPaper } from '../../../../api/order-part.ts';

const steps = ['dispatch', 'advance', 'askPapers', 'reviewPapers', 'sendBack'] as const;
/** What carries an order or a form on, as against who has it. */
export type CaseStep = (typeof steps)[number];

/** The steps that are allowed now, in the order in which they are offered. */
export const caseSteps = ({ actions }: Pick<Case, 'actions'>): readonly CaseStep[] => steps.filter((step) => actions.includes(step));

/** The kinds of case to which papers belong. */
export type PaperKind = 'work-order' | 'service-form';

/** The papers of a case, with its kind, which their commands name; undefined where there are none. */
export const papersOf = ({ order, form }: Case): { readonly kind: PaperKind; readonly papers: readonly OrderPaper[] } | undefined => {
  const kind = order === null ? 'service-form' : 'work-order';
  const papers = order?.papers ?? form?.papers ?? [];
  return papers.length === 0 ? undefined : { kind, papers };
};
