/** An appointment as a file that calendars read (iCalendar, RFC 5545). */
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';

import type { CalendarEntry } from '../../../db/appointment/calendar-entry.ts';
import type { AppointmentState } from '../../../domain/appointment/appointment.ts';
import { createTranslate, type Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

const minuteSeconds = 60;

/**
 * Returns the text of the file. The UID stays for the life of the appointment, SEQUENCE rises with every change that a calendar shows, and
 * DTSTAMP is the time of the last such change, so that the same appointment gives the same file. Times are in UTC and need no time zone.
 */
export function calendarFileOf(state: AppointmentState, entry: CalendarEntry, language: Language): string {
  const t = createTranslate(language);
  const cancelled = state.status === 'cancelled';
  const calendar = ical({
    prodId: { company: 'zhengna', product: 'appointments' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  const event = calendar.createEvent({
    id: `${state.id}@appointments.zhengna`,
    sequence: state.sequence,
    stamp: entry.changedAt,
    start: new Date(state.startsAt),
    end: new Date(state.endsAt),
    summary: t('appointment:calendar.summary', { type: nameIn(language, entry.typeName, entry.typeNameEn) }),
    location: nameIn(language, entry.centreName, entry.centreNameEn),
    description: t('appointment:calendar.description', {
      number: entry.number,
      way: t(`appointment:way.${state.way}`),
      minutes: state.times.graceMinutes,
    }),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    class: ICalEventClass.PRIVATE,
  });
  if (!cancelled) for (const minutes of state.times.reminderMinutes) event.createAlarm({ trigger: minutes * minuteSeconds });
  return calendar.toString();
}
