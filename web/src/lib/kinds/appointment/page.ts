import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Headset from '@lucide/svelte/icons/headset';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import UserX from '@lucide/svelte/icons/user-x';
import { t } from '#lib/i18n.svelte.ts';
import { minuteOf } from '../../../../../domain/shanghai.ts';
import {
  appointmentEventTypes,
  appointmentOutcomes,
  appointmentStatuses,
  cancelCauses,
  presenceEvidence,
} from '../../../../../domain/appointment/appointment.ts';
import type { AppointmentStatus } from '../../../../../domain/appointment/appointment.ts';
import { oneOf } from '../page-kind.ts';
import type { Look, PageKind, Told } from '../page-kind.ts';

const looks: Readonly<Record<AppointmentStatus, Pick<Look, 'tone' | 'icon'>>> = {
  booked: { tone: 'info', icon: CalendarClock },
  started: { tone: 'info', icon: Headset },
  held: { tone: 'good', icon: CalendarCheck },
  missed: { tone: 'bad', icon: UserX },
  'officer-failed': { tone: 'warn', icon: TriangleAlert },
  cancelled: { tone: 'plain', icon: CalendarX },
};

/** Events that a taxpayer is told of. */
const told = [
  'requested',
  'booked',
  'moved',
  'reminded',
  'assigned',
  'taken-over',
  'checked-in',
  'opened',
  'started',
  'interaction-ended',
  'held',
  'missed',
  'officer-failed',
  'cancelled',
  'rated',
  'appealed',
  'miss-lifted',
  'miss-upheld',
] as const;

/** The details that the sentences about an event contain. */
const detailsOf = ({ data }: Told) => {
  const evidence = oneOf(presenceEvidence, data['evidence']);
  const cause = oneOf(cancelCauses, data['cause']);
  return {
    time: typeof data['startsAt'] === 'number' ? minuteOf(data['startsAt']) : '',
    evidence: evidence === undefined ? '' : t(`appointment:evidence.${evidence}`),
    cause: cause === undefined ? '' : t(`appointment:cancelCause.${cause}`),
    side: t(`appointment:side.${data['side'] === 'taxpayer' ? 'taxpayer' : 'officer'}`),
  };
};

/** 预约 on pages with cases of all kinds. */
export const appointmentPage: PageKind = {
  icon: CalendarClock,
  strong: true,
  folder: 'appointments',
  chat: false,
  statuses: appointmentStatuses,
  openStatuses: ['booked', 'started'],
  name: () => t('appointment:short'),
  label: (number) => t('appointment:label', { number }),
  look: (status) => {
    const known = oneOf(appointmentStatuses, status);
    return known && { ...looks[known], words: t(`appointment:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(appointmentOutcomes, outcome);
    return known && t(`appointment:outcome.${known}`);
  },
  facts: () => ({
    details: t('appointment:facts.details'),
    centre: t('appointment:facts.centre'),
    version: t('appointment:facts.version'),
    openedAt: t('appointment:facts.openedAt'),
    answeredAt: t('appointment:facts.answeredAt'),
    closedAt: t('appointment:facts.closedAt'),
    outcome: t('appointment:facts.outcome'),
  }),
  event: (type) => {
    const known = oneOf(appointmentEventTypes, type);
    return known && t(`appointment:event.${known}`);
  },
  deskSentence: (event, named) => {
    const known = oneOf(appointmentEventTypes, event.type);
    return known && t(`appointment:deskStory.${known}`, { ...named, ...detailsOf(event) });
  },
  // Everything that the event has to say is in its sentence.
  deskAside: () => ({ words: undefined }),
  ownSentence: (event) => {
    const known = oneOf(told, event.type);
    return known && t(`appointment:story.${known}`, detailsOf(event));
  },
  end: {
    title: () => t('appointment:end.title'),
    askTitle: (number) => t('appointment:end.askTitle', { number }),
    askBody: () => t('appointment:end.askBody'),
    done: () => t('appointment:end.done'),
  },
};
