/** The file of an appointment, read back by a library that others wrote. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sync, type VEvent } from 'node-ical';

import type { CalendarEntry } from '../../../db/appointment/calendar-entry.ts';
import { newAppointment, type AppointmentState } from '../../../domain/appointment/appointment.ts';
import { anAppointmentOpening } from '../../../tests/support/appointment.ts';
import { calendarFileOf } from './calendar-file.ts';

const startsAt = Date.parse('2026-03-04T15:00:00+08:00');
const endsAt = Date.parse('2026-03-04T15:30:00+08:00');
const booked = (change: Partial<AppointmentState> = {}): AppointmentState => ({
  ...newAppointment(anAppointmentOpening(), Date.parse('2026-03-01T09:00:00+08:00')),
  ...{ startsAt, endsAt, ...change },
});
const entry: CalendarEntry = {
  number: '202603049000002',
  typeName: '办税辅导',
  typeNameEn: 'Guidance',
  centreName: '滨海市运营中心',
  centreNameEn: 'Binhai centre',
  changedAt: new Date('2026-03-01T01:00:00Z'),
};

function read(file: string): { method: unknown; event: VEvent } {
  const all = sync.parseICS(file);
  const event = Object.values(all).find((part): part is VEvent => part?.type === 'VEVENT');
  if (event === undefined) throw new Error('no event');
  return { method: event.method, event };
}

describe('the file of an appointment', () => {
  it('is read as what was booked, at the same instant under any time zone', () => {
    const file = calendarFileOf(booked(), entry, 'zh-CN');
    const { method, event } = read(file);
    expect([event.start.getTime(), event.end?.getTime()]).toEqual([startsAt, endsAt]);
    expect([event.summary, event.location, method, event.status]).toEqual(['税务预约：办税辅导', '滨海市运营中心', 'PUBLISH', 'CONFIRMED']);
    expect(file).toContain('DTSTART:20260304T070000Z\r\n');
    expect(file).toContain('DTSTAMP:20260301T010000Z\r\n');
    expect(file).not.toContain('TZID');
  });

  it('is the same when nothing has changed, and replaces the entry after a move and a cancellation', () => {
    expect(calendarFileOf(booked(), entry, 'zh-CN')).toBe(calendarFileOf(booked(), entry, 'zh-CN'));
    const files = [booked(), booked({ sequence: 1, startsAt: startsAt + 86_400_000 }), booked({ sequence: 2, status: 'cancelled' })];
    const events = files.map((state) => read(calendarFileOf(state, entry, 'en')));
    expect(new Set(events.map(({ event }) => event.uid)).size).toBe(1);
    expect(events.map(({ event }) => Number(event.sequence))).toEqual([0, 1, 2]);
    expect(events.map(({ method, event }) => [method, event.status])).toEqual([
      ['PUBLISH', 'CONFIRMED'],
      ['PUBLISH', 'CONFIRMED'],
      ['CANCEL', 'CANCELLED'],
    ]);
  });

  it('carries any name unharmed, in lines of at most 75 octets that end no character in two', () => {
    const part = fc.constantFrom('税', '费', 'a', ',', ';', '\\', '👩‍💼', '😀', ' ', '：');
    const name = fc.array(part, { minLength: 1, maxLength: 200 }).map((parts) => `名${parts.join('')}称`);
    fc.assert(
      fc.property(name, (centreName) => {
        const file = calendarFileOf(booked(), { ...entry, centreName }, 'zh-CN');
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(file).not.toContain('\uFFFD');
        expect(read(file).event.location).toBe(centreName);
      }),
      { numRuns: 100 },
    );
  });
});
