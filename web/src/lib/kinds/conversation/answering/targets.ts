/** Receivers of a hand-over as options, and what stands in the way of each (a second confirmation says it). */
import { reasonWords } from '#lib/desk/shell/status-reason.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant, peopleTime } from '#lib/time.ts';
import type { Option } from '#lib/ui/options.ts';
import type { ConversationColleague, TargetCentre, TargetGroup } from '../../../../../api/conversation/desk.ts';

/** Hindrance of a receiver: the taxpayer would wait. */
export type Hindrance = 'away' | 'full' | 'closed' | 'empty';

/** An officer with free capacity who is not there now, or takes nothing new, will not see the offer. Full ones are refused anyway. */
export const hindranceOfColleague = ({ status, present, held, capacity }: ConversationColleague): Hindrance | undefined => {
  if (held >= capacity) return 'full';
  return present && status !== 'away' ? undefined : 'away';
};

export const hindranceOfPlace = ({ open, present }: Pick<TargetCentre, 'open' | 'present'>): Hindrance | undefined => {
  if (!open) return 'closed';
  return present === 0 ? 'empty' : undefined;
};

export const colleagueOption = (colleague: ConversationColleague): Option => {
  const { id, name, role, status, statusReason, present, held, capacity } = colleague;
  const state = present
    ? [t(`desk:status.${status}`), statusReason === null ? null : reasonWords(statusReason)].filter((part) => part !== null).join(' ')
    : t('conversation:desk.handOver.absent');
  return {
    value: id,
    label: name,
    hint: [t(`role.${role}`), state, t('conversation:desk.handOver.load', { held, capacity })].join(' · '),
    disabled: hindranceOfColleague(colleague) === 'full',
  };
};

const closedWords = (opensAt: string | null, now: number): string =>
  t('conversation:desk.handOver.centreClosed', { time: opensAt === null ? '' : peopleTime(instant(opensAt), now) });

/** @param now epoch milliseconds */
export const centreOption = ({ id, name, open, opensAt, present, waiting }: TargetCentre, now: number): Option => ({
  value: id,
  label: name,
  hint: open ? t('conversation:desk.handOver.centreOpen', { present, waiting }) : closedWords(opensAt, now),
});

/** @param now epoch milliseconds */
export const groupOption = ({ id, name, centre, open, opensAt, present, members }: TargetGroup, now: number): Option => ({
  value: id,
  label: name,
  hint: [centre.name, open ? t('conversation:desk.handOver.groupOpen', { present, members }) : closedWords(opensAt, now)].join(' · '),
});
