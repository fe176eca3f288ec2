/** Words that depend on the kind of a case. */
import { t } from '#lib/i18n.svelte.ts';
import type { CaseKind } from '../../../../domain/case.ts';

const messageOutcomes = ['rated', 'follow-up-elapsed', 'supplement-elapsed', 'ended'] as const;
const orderOutcomes = ['finished', 'terminated', 'papers-elapsed', 'ended'] as const;

/** 留言, 工单. */
export const kindWords = (kind: CaseKind): string => t(kind === 'message' ? 'message:title' : 'order:title');

/** 留言 2026…, 工单 2026…. */
export const labelWords = (kind: CaseKind, number: string): string =>
  kind === 'message' ? t('desk:case.label', { number }) : t('order:detail.label', { number });

/** How a case ended; undefined for what is not known. */
export const outcomeWords = (kind: CaseKind, outcome: unknown): string | undefined => {
  if (kind === 'message') {
    const known = messageOutcomes.find((each) => each === outcome);
    return known && t(`message:outcome.${known}`);
  }
  const known = orderOutcomes.find((each) => each === outcome);
  return known && t(`order:outcome.${known}`);
};
