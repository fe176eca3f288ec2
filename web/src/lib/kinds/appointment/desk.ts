import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import Headset from '@lucide/svelte/icons/headset';
import UserCheck from '@lucide/svelte/icons/user-check';
import { claim, end, invite, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';
import AppealDecision from './AppealDecision.svelte';
import CancelDialog from './CancelDialog.svelte';
import { aheadFacts, presenceFacts, timeFacts } from './facts.ts';
import HandOverDialog from './HandOverDialog.svelte';
import MoveDialog from './MoveDialog.svelte';
import AppointmentReport from './schedule/AppointmentReport.svelte';
import StartDialog from './StartDialog.svelte';
import TodayLoad from './today/TodayLoad.svelte';

/** 预约 on the officers' page of a case. */
export const appointmentDesk: DeskKind<'appointment'> = {
  place: {
    href: '/desk/schedule',
    label: () => t('appointment:schedule.title'),
    letter: 'P',
    // What waits for the officer is in the worklist.
    count: () => 0,
    countWords: () => '',
    leaving: () => undefined,
    follow: () => () => undefined,
  },
  report: AppointmentReport,
  load: TodayLoad,
  parts: [],
  facts: ({ appointment, status }) => [
    ...timeFacts(appointment),
    ...presenceFacts(appointment),
    ...(status === 'booked' ? aheadFacts(appointment) : []),
    ...(appointment.appeal?.state
      ? [{ name: t('appointment:facts.appeal'), value: t(`appointment:appeal.${appointment.appeal.state}`) }]
      : []),
  ],
  hint: ({ status, actions, appointment: { late, there, appeal } }) => {
    if (appeal?.state === 'pending') return actions.includes('liftMiss') ? undefined : t('appointment:hint.appeal');
    if (status !== 'booked' && status !== 'started') return t('appointment:hint.closed');
    if (actions.includes('start') || actions.includes('finish')) return undefined;
    if (late) return t('appointment:hint.late');
    if (actions.includes('claim')) return t('appointment:hint.claim');
    return actions.includes('checkIn') || there.officer !== null ? t('appointment:hint.taxpayerAbsent') : t('appointment:hint.waiting');
  },
  sendsForm: ({ number }) => t('appointment:label', { number }),
  label: () => t('appointment:keys'),
  steps: [
    {
      action: 'start',
      letter: 'T',
      icon: Headset,
      leaves: false,
      main: true,
      words: () => t('appointment:command.start'),
      begin: { dialog: StartDialog },
    },
    {
      action: 'checkIn',
      letter: 'I',
      icon: UserCheck,
      leaves: false,
      main: false,
      words: () => t('appointment:command.checkIn'),
      begin: { command: { type: 'checkIn', body: { evidence: 'button' } }, done: () => t('appointment:done.checkIn') },
    },
  ],
  writings: [
    {
      action: 'finish',
      letter: 'F',
      icon: CalendarCheck,
      main: true,
      words: () => ({
        action: t('appointment:command.finish'),
        text: t('appointment:finish.result'),
        placeholder: t('appointment:finish.placeholder'),
        final: t('appointment:finish.final'),
        files: t('appointment:finish.files'),
        send: t('appointment:finish.submit'),
        done: t('appointment:done.finish'),
      }),
      command: (body) => ({ type: 'finish', body }),
    },
  ],
  offers: [
    claim,
    {
      action: 'takeOver',
      letter: 'V',
      words: () => t('appointment:command.takeOver'),
      begin: { command: { type: 'takeOver', body: {} }, done: (number) => t('appointment:done.takeOver', { number }) },
    },
    { action: 'sendForm', letter: 'S', words: () => t('order:command.sendForm'), begin: { page: 'form' } },
    invite,
    { action: 'handOver', letter: 'H', words: () => t('desk:action.handOver'), begin: { dialog: HandOverDialog } },
    release,
    { action: 'move', letter: 'M', words: () => t('appointment:command.move'), begin: { dialog: MoveDialog } },
    { action: 'cancel', letter: 'X', words: () => t('appointment:command.cancel'), begin: { dialog: CancelDialog } },
    { action: 'liftMiss', letter: 'Y', words: () => t('appointment:command.liftMiss'), begin: { dialog: AppealDecision } },
    { action: 'upholdMiss', letter: 'N', words: () => t('appointment:command.upholdMiss'), begin: { dialog: AppealDecision } },
    reassign,
    end,
  ],
};
