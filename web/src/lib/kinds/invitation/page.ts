import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import MailOpen from '@lucide/svelte/icons/mail-open';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { t } from '#lib/i18n.svelte.ts';
import { invitationEventTypes, invitationOutcomes, invitationStatuses } from '../../../../../domain/invitation/invitation.ts';
import type { InvitationStatus } from '../../../../../domain/invitation/invitation.ts';
import { minuteOf } from '../../../../../domain/shanghai.ts';
import { oneOf } from '../page-kind.ts';
import type { Look, PageKind, Told } from '../page-kind.ts';

const looks: Readonly<Record<InvitationStatus, Pick<Look, 'tone' | 'icon'>>> = {
  sent: { tone: 'warn', icon: MailOpen },
  countered: { tone: 'info', icon: Hourglass },
  accepted: { tone: 'good', icon: CalendarCheck },
  rejected: { tone: 'plain', icon: CalendarX },
  withdrawn: { tone: 'plain', icon: Undo2 },
  expired: { tone: 'plain', icon: CalendarX },
};

/** Events that a taxpayer is told of. */
const told = [
  'proposed',
  'reminded',
  'assigned',
  'counter-requested',
  'counter-declined',
  'accepted',
  'rejected',
  'withdrawn',
  'expired',
] as const;

const timeIn = ({ data }: Told): string => (typeof data['startsAt'] === 'number' ? minuteOf(data['startsAt']) : '');

/** 税局邀请 on pages with cases of all kinds. */
export const invitationPage: PageKind = {
  icon: MailOpen,
  strong: true,
  folder: 'invitations',
  chat: false,
  statuses: invitationStatuses,
  openStatuses: ['sent', 'countered'],
  name: () => t('invitation:short'),
  label: (number) => t('invitation:label', { number }),
  look: (status) => {
    const known = oneOf(invitationStatuses, status);
    return known && { ...looks[known], words: t(`invitation:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(invitationOutcomes, outcome);
    return known && t(`invitation:outcome.${known}`);
  },
  facts: () => ({
    details: t('invitation:facts.details'),
    centre: t('invitation:facts.centre'),
    version: t('invitation:facts.version'),
    openedAt: t('invitation:facts.openedAt'),
    answeredAt: t('invitation:facts.answeredAt'),
    closedAt: t('invitation:facts.closedAt'),
    outcome: t('invitation:facts.outcome'),
  }),
  event: (type) => {
    const known = oneOf(invitationEventTypes, type);
    return known && t(`invitation:event.${known}`);
  },
  deskSentence: (event, named) => {
    const known = oneOf(invitationEventTypes, event.type);
    return known && t(`invitation:deskStory.${known}`, { ...named, time: timeIn(event) });
  },
  ownSentence: (event) => {
    const known = oneOf(told, event.type);
    return known && t(`invitation:story.${known}`, { time: timeIn(event) });
  },
  end: {
    title: () => t('invitation:end.title'),
    askTitle: (number) => t('invitation:end.askTitle', { number }),
    askBody: () => t('invitation:end.askBody'),
    done: () => t('invitation:end.done'),
  },
};
