/** Words that depend on the kind of a case. */
import { t } from '#lib/i18n.svelte.ts';
import type { CaseKind } from '../../../../domain/case.ts';
import { messageStatuses } from '../../../../domain/message.ts';
import { serviceFormOutcomes, serviceFormStatuses } from '../../../../domain/service-form/form.ts';
import { workOrderStatuses } from '../../../../domain/work-order/order.ts';

const messageOutcomes = ['rated', 'follow-up-elapsed', 'supplement-elapsed', 'ended'] as const;
const orderOutcomes = ['finished', 'terminated', 'papers-elapsed', 'ended'] as const;

const titles = { message: 'message:short', 'work-order': 'order:title', 'service-form': 'form:short' } as const;
/** 留言, 工单, 确认单. */
export const kindWords = (kind: CaseKind): string => t(titles[kind]);

const labels = { message: 'desk:case.label', 'work-order': 'order:detail.label', 'service-form': 'formDesk:label' } as const;
/** 留言 2026…, 工单 2026…, 确认单 2026…. */
export const labelWords = (kind: CaseKind, number: string): string => t(labels[kind], { number });

/** How a case stands; a status that is not known goes by its name. */
export const statusWords = (kind: CaseKind, status: string): string => {
  switch (kind) {
    case 'message': {
      const known = messageStatuses.find((each) => each === status);
      return known === undefined ? status : t(`message:status.${known}`);
    }
    case 'work-order': {
      const known = workOrderStatuses.find((each) => each === status);
      return known === undefined ? status : t(`order:status.${known}`);
    }
    case 'service-form': {
      const known = serviceFormStatuses.find((each) => each === status);
      return known === undefined ? status : t(`form:status.${known}`);
    }
  }
};

/** How a case ended; undefined for what is not known. */
export const outcomeWords = (kind: CaseKind, outcome: unknown): string | undefined => {
  switch (kind) {
    case 'message': {
      const known = messageOutcomes.find((each) => each === outcome);
      return known && t(`message:outcome.${known}`);
    }
    case 'work-order': {
      const known = orderOutcomes.find((each) => each === outcome);
      return known && t(`order:outcome.${known}`);
    }
    case 'service-form': {
      const known = serviceFormOutcomes.find((each) => each === outcome);
      return known && t(`form:outcome.${known}`);
    }
  }
};

/** What the facts of a case are called. */
export const factWords = {
  message: {
    details: 'desk:case.details',
    centre: 'desk:case.centre',
    version: 'order:field.version',
    openedAt: 'desk:case.opened',
    answeredAt: 'desk:case.answered',
    closedAt: 'desk:case.closed',
    outcome: 'desk:case.outcome',
  },
  'work-order': {
    details: 'order:detail.details',
    centre: 'order:field.centre',
    version: 'order:field.version',
    openedAt: 'order:field.openedAt',
    answeredAt: 'order:field.answeredAt',
    closedAt: 'order:field.closedAt',
    outcome: 'order:field.outcome',
  },
  'service-form': {
    details: 'formDesk:details',
    centre: 'order:field.centre',
    version: 'formDesk:version',
    openedAt: 'formDesk:sentAt',
    answeredAt: 'formDesk:completedAt',
    closedAt: 'formDesk:closedAt',
    outcome: 'formDesk:outcome',
  },
} as const satisfies Record<CaseKind, unknown>;
