import { t } from '#lib/i18n.svelte.ts';
import type { Bar } from '#lib/ui/Bars.svelte';
import type { AppointmentReport, Endings } from '../../../../../api/appointment/report.ts';

/** What did not take place is the alarming part of a bar; what was cancelled counts only in its text. */
const barOf = (id: string, label: string, { held, missed, officerFailed, cancelled }: Endings) => {
  const due = held + missed + officerFailed;
  const share = due === 0 ? 0 : Math.round((100 * missed) / due);
  return {
    id,
    label,
    value: due,
    alarming: missed + officerFailed,
    text: t('appointment:report.text', { label, held, missed, officerFailed, cancelled, share }),
    aside: t('appointment:report.aside', { missed, officerFailed }),
  };
};

export const dayBars = ({ days }: AppointmentReport): readonly Bar[] => days.map((day) => barOf(day.date, day.date.slice(5), day));
export const centreBars = ({ centres }: AppointmentReport): readonly Bar[] =>
  centres.map((centre) => barOf(centre.id, centre.name, centre));
