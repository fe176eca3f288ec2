import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import { claim, end, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';
import AgreeDialog from './AgreeDialog.svelte';
import { invitationFacts } from './facts.ts';
import HandOverDialog from './HandOverDialog.svelte';
import ReasonDialog from './ReasonDialog.svelte';

/** 税局邀请 on the officers' page of a case. */
export const invitationDesk: DeskKind<'invitation'> = {
  parts: [],
  facts: ({ invitation }) => [
    ...invitationFacts(invitation),
    ...(invitation.otherAppointments.length === 0
      ? []
      : [{ name: t('invitation:facts.others'), value: invitation.otherAppointments.map(({ number }) => number).join('; ') }]),
  ],
  hint: ({ status, actions }) => {
    if (status !== 'sent' && status !== 'countered') return t('invitation:hint.closed');
    if (actions.includes('claim')) return t('invitation:hint.claim');
    return status === 'sent' ? t('invitation:hint.sent') : undefined;
  },
  label: () => t('invitation:keys'),
  steps: [
    {
      action: 'agree',
      letter: 'Y',
      icon: CalendarCheck,
      leaves: false,
      main: true,
      words: () => t('invitation:command.agree'),
      begin: { dialog: AgreeDialog },
    },
  ],
  writings: [],
  offers: [
    claim,
    { action: 'decline', letter: 'N', words: () => t('invitation:command.decline'), begin: { dialog: ReasonDialog } },
    { action: 'handOver', letter: 'H', words: () => t('desk:action.handOver'), begin: { dialog: HandOverDialog } },
    release,
    { action: 'withdraw', letter: 'Z', words: () => t('invitation:command.withdraw'), begin: { dialog: ReasonDialog } },
    reassign,
    end,
  ],
};
