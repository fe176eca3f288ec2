/** Facts of an appointment, as the pages of both sides show them. */
import { t } from '#lib/i18n.svelte.ts';
import { instant } from '#lib/time.ts';
import { minuteOf } from '../../../../../domain/shanghai.ts';
import type { AppointmentPart } from '../../../../api/appointment/appointment.ts';

interface NamedFact {
  readonly name: string;
  readonly value: string;
}

/** 2026-05-27 09:00 – 09:30 */
export const windowWords = ({ startsAt, endsAt }: Pick<AppointmentPart, 'startsAt' | 'endsAt'>): string =>
  `${minuteOf(instant(startsAt))} – ${minuteOf(instant(endsAt)).slice(-5)}`;

const presenceWords = (presence: AppointmentPart['there']['taxpayer']): string =>
  presence === null
    ? t('appointment:facts.nobody')
    : `${minuteOf(instant(presence.at))} · ${t(`appointment:evidence.${presence.evidence}`)}`;

/** Time, way, matter and state of the interaction. */
export const timeFacts = (part: AppointmentPart): NamedFact[] => [
  { name: t('appointment:facts.time'), value: windowWords(part) },
  { name: t('appointment:facts.way'), value: t(`appointment:way.${part.way}`) },
  { name: t('appointment:facts.category'), value: part.category.name },
  { name: t('appointment:facts.interaction'), value: t(`appointment:interaction.${part.interaction}`) },
];

/** Who is there, since when and by which evidence. */
export const presenceFacts = ({ there }: AppointmentPart): NamedFact[] => [
  { name: t('appointment:facts.taxpayerThere'), value: presenceWords(there.taxpayer) },
  { name: t('appointment:facts.officerThere'), value: presenceWords(there.officer) },
];

/** What will still happen before the start. */
export const aheadFacts = ({ reminders, cancelUntil }: AppointmentPart): NamedFact[] => [
  {
    name: t('appointment:facts.reminders'),
    value: reminders.length === 0 ? t('appointment:facts.noReminders') : reminders.map((at) => minuteOf(instant(at))).join('; '),
  },
  { name: t('appointment:facts.cancelUntil'), value: minuteOf(instant(cancelUntil)) },
];
