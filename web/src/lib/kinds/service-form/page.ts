import CircleCheck from '@lucide/svelte/icons/circle-check';
import FileCheck from '@lucide/svelte/icons/file-check';
import FileClock from '@lucide/svelte/icons/file-clock';
import FilePen from '@lucide/svelte/icons/file-pen';
import FileText from '@lucide/svelte/icons/file-text';
import FileX from '@lucide/svelte/icons/file-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import { t } from '#lib/i18n.svelte.ts';
import { serviceFormEventTypes, serviceFormOutcomes, serviceFormStatuses } from '../../../../../domain/service-form/form.ts';
import type { ServiceFormStatus } from '../../../../../domain/service-form/form.ts';
import { oneOf } from '../page-kind.ts';
import type { Look, PageKind } from '../page-kind.ts';

const looks: Readonly<Record<ServiceFormStatus, Pick<Look, 'tone' | 'icon'>>> = {
  sent: { tone: 'warn', icon: FilePen },
  submitted: { tone: 'info', icon: Hourglass },
  returned: { tone: 'bad', icon: FilePen },
  accepted: { tone: 'info', icon: FileCheck },
  completed: { tone: 'good', icon: CircleCheck },
  recalled: { tone: 'plain', icon: FileX },
  expired: { tone: 'plain', icon: FileClock },
};

/** 业务办理服务确认单 on pages with cases of all kinds. */
export const serviceFormPage: PageKind = {
  icon: FileText,
  strong: true,
  chat: false,
  folder: 'forms',
  statuses: serviceFormStatuses,
  openStatuses: ['sent', 'submitted', 'returned', 'accepted'],
  name: () => t('form:short'),
  label: (number) => t('formDesk:label', { number }),
  look: (status) => {
    const known = oneOf(serviceFormStatuses, status);
    return known && { ...looks[known], words: t(`form:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(serviceFormOutcomes, outcome);
    return known && t(`form:outcome.${known}`);
  },
  facts: () => ({
    details: t('formDesk:details'),
    centre: t('order:field.centre'),
    version: t('formDesk:version'),
    openedAt: t('formDesk:sentAt'),
    answeredAt: t('formDesk:completedAt'),
    closedAt: t('formDesk:closedAt'),
    outcome: t('formDesk:outcome'),
  }),
  event: (type) => {
    const known = oneOf(serviceFormEventTypes, type);
    return known && t(`form:event.${known}`);
  },
  deskSentence: ({ type }, named) => {
    const known = oneOf(serviceFormEventTypes, type);
    return known && t(`form:deskStory.${known}`, { ...named });
  },
  ownSentence: ({ type }) => {
    const known = oneOf(serviceFormEventTypes, type);
    return known && t(`form:story.${known}`);
  },
  end: {
    title: () => t('formDesk:end.title'),
    askTitle: (number) => t('formDesk:end.askTitle', { number }),
    askBody: () => t('formDesk:end.askBody'),
    done: () => t('form:done.end'),
  },
};
