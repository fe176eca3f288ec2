import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import { t } from '#lib/i18n.svelte.ts';
import { visitEventTypes, visitOutcomes, visitStatuses } from '../../../../../domain/visit/visit.ts';
import type { VisitStatus } from '../../../../../domain/visit/visit.ts';
import { oneOf } from '../page-kind.ts';
import type { Look, PageKind } from '../page-kind.ts';

const looks: Readonly<Record<VisitStatus, Pick<Look, 'tone' | 'icon'>>> = {
  planned: { tone: 'info', icon: CalendarClock },
  over: { tone: 'plain', icon: CalendarCheck },
};

/** Visits, as pages show them among other kinds. */
export const visitPage: PageKind = {
  icon: CalendarClock,
  strong: false,
  chat: false,
  folder: 'visits',
  statuses: visitStatuses,
  openStatuses: ['planned'],
  name: () => t('visit:short'),
  label: (number) => t('visit:label', { number }),
  look: (status) => {
    const known = oneOf(visitStatuses, status);
    return known && { ...looks[known], words: t(`visit:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(visitOutcomes, outcome);
    return known && t(`visit:outcome.${known}`);
  },
  facts: () => ({
    details: t('visit:facts.details'),
    centre: t('visit:facts.centre'),
    version: t('visit:facts.version'),
    openedAt: t('visit:facts.openedAt'),
    answeredAt: t('visit:facts.answeredAt'),
    closedAt: t('visit:facts.closedAt'),
    outcome: t('visit:facts.outcome'),
  }),
  event: (type) => {
    const known = oneOf(visitEventTypes, type);
    return known && t(`visit:event.${known}`);
  },
  deskSentence: ({ type }, named) => {
    const known = oneOf(visitEventTypes, type);
    return known && t(`visit:deskStory.${known}`, { ...named });
  },
  ownSentence: ({ type }) => {
    const known = oneOf(visitEventTypes, type);
    return known && t(`visit:story.${known}`);
  },
  end: {
    title: () => t('visit:end.title'),
    askTitle: (number) => t('visit:end.askTitle', { number }),
    askBody: () => t('visit:end.askBody'),
    done: () => t('visit:end.done'),
  },
};
