/** Bars of the live load, each with the address of its list. */
import { t } from '#lib/i18n.svelte.ts';
import type { Bar } from '#lib/ui/Bars.svelte';
import { todayStandings } from '../../../../../../domain/appointment/today.ts';
import type { AppointmentsToday } from '../../../../../api/appointment/today.ts';

export const listHref = (filter: Readonly<Record<string, string>> = {}): string =>
  `/supervise/appointments?${new URLSearchParams(filter).toString()}`;

const barOf = (id: string, label: string, { total, failed }: { total: number; failed: number }, filter: Record<string, string>) => ({
  ...{ id, label, value: total, alarming: failed, href: listHref(filter) },
  text: t('appointment:today.text', { label, total, failed }),
  aside: failed === 0 ? undefined : t('appointment:today.aside', { failed }),
});

const hourWords = (hour: number): string => t('appointment:today.hour', { hour: String(hour).padStart(2, '0') });

export const hourBars = ({ hours }: AppointmentsToday): readonly Bar[] =>
  hours.map(({ hour, ...figures }) => barOf(String(hour), hourWords(hour), figures, { hour: String(hour) }));

export const centreBars = ({ centres }: AppointmentsToday): readonly Bar[] =>
  centres.map(({ id, name, ...figures }) => barOf(id, name, figures, { centreId: id, centre: name }));

/** Whoever waits comes first. */
export const standingBars = ({ standings }: AppointmentsToday): readonly Bar[] =>
  todayStandings.flatMap((standing) => {
    const figures = standings.find((each) => each.standing === standing);
    return figures === undefined ? [] : [barOf(standing, t(`appointment:today.standing.${standing}`), figures, { standing })];
  });

/** What a list is restricted to, in words. */
export const filterWords = (query: Pick<URLSearchParams, 'get'>): string => {
  const standing = todayStandings.find((each) => each === query.get('standing'));
  const hour = query.get('hour');
  if (hour !== null) return hourWords(Number(hour));
  if (standing !== undefined) return t(`appointment:today.standing.${standing}`);
  if (query.get('failed') === 'true') return t('appointment:today.failedNow');
  return query.get('centre') ?? t('appointment:today.all');
};
