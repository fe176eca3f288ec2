/** What is said at the foot of a case page about why there is nothing, or not everything, to do. */
import { language, t } from '#lib/i18n.svelte.ts';
import type { Case } from '../../../../api/cases.ts';
import type { FormPart } from '../../../../api/form-part.ts';
import type { OrderPart } from '../../../../api/order-part.ts';

export const caseHint = (theCase: Case, officerId: string): string | undefined => {
  if (theCase.order !== null) return orderHint(theCase, theCase.order, officerId);
  return theCase.form === null ? messageHint(theCase, officerId) : formHint(theCase, theCase.form, officerId);
};

const messageHint = ({ actions, assignee, status }: Case, officerId: string): string | undefined => {
  if (status === 'converted') return t('desk:case.convertedHint');
  if (status === 'closed' || status === 'withdrawn')
    return t(actions.includes('sendForm') ? 'desk:case.closedFormHint' : 'desk:case.closedHint');
  if (actions.includes('reply') || actions.includes('askBack')) return undefined;
  if (actions.includes('claim')) return t('desk:case.claimHint');
  return assignee === null || assignee.id === officerId ? t('desk:case.nothingHint') : t('desk:case.holderHint', { name: assignee.name });
};

const orderHint = ({ actions, assignee, status, clock }: Case, order: OrderPart, officerId: string): string | undefined => {
  if (status === 'completed' || status === 'terminated') return t('order:detail.closedHint');
  if (actions.includes('finish') || actions.includes('dispatch')) return undefined;
  if (status === 'disputed') return assignee === null ? t('order:dispatch.toSupervisor') : t('order:stage.pausedDisputed');
  if (clock?.purpose === 'form') return t('formDesk:awaits.hint');
  if (status === 'awaiting-materials') return t('order:stage.paused');
  if (actions.includes('claim')) return t('order:detail.claimHint');
  if (assignee !== null && assignee.id !== officerId) return t('order:detail.holderHint', { name: assignee.name });
  return actions.includes('advance') ? undefined : lastStageHint(order);
};

const formHint = ({ actions, assignee, status }: Case, { saved }: FormPart, officerId: string): string | undefined => {
  if (status === 'completed' || status === 'recalled' || status === 'expired') return t('formDesk:hint.closed');
  if (actions.includes('reviewPapers') || actions.includes('complete')) return undefined;
  if (status === 'sent' || status === 'returned') return t(saved ? 'formDesk:hint.saved' : `formDesk:hint.${status}`);
  if (actions.includes('claim')) return t('formDesk:hint.claim');
  return assignee === null || assignee.id === officerId ? t('desk:case.nothingHint') : t('desk:case.holderHint', { name: assignee.name });
};

const listed = (names: readonly string[]): string => new Intl.ListFormat(language(), { type: 'conjunction' }).format(names);

/** Why whoever holds an order at its last stage cannot finish it. */
const lastStageHint = ({ papers }: OrderPart): string => {
  const left = papers.filter(({ required, status }) => required && status !== 'accepted' && status !== 'waived');
  return left.length > 0 ? t('order:finish.papersLeft', { papers: listed(left.map(({ name }) => name)) }) : t('errors:supervisor-finishes');
};
