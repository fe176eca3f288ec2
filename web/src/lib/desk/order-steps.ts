import type { Case } from '../../../api/cases.ts';

const steps = ['dispatch', 'advance', 'askPapers', 'reviewPapers', 'sendBack'] as const;
/** What carries an order on, as against who has it. */
export type OrderStep = (typeof steps)[number];

/** The steps that are allowed now, in the order in which they are offered. */
export const orderSteps = ({ actions }: Pick<Case, 'actions'>): readonly OrderStep[] => steps.filter((step) => actions.includes(step));
