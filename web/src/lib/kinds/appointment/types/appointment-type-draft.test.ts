import { describe, expect, it } from '@jest/globals';

import { appointmentBodyOf, appointmentDraftOf, appointmentFaultsOf, emptyAppointmentDraft } from './appointment-type-draft.ts';
import type { AppointmentTypeDraft } from './appointment-type-draft.ts';

const good = (change: Partial<AppointmentTypeDraft> = {}): AppointmentTypeDraft => ({
  ...emptyAppointmentDraft(),
  name: '办税辅导',
  nameEn: 'Guidance',
  categories: 'invoice, 发票业务, Invoices\nfiling，申报纳税，Filing, payment',
  ...change,
});
const found = (change: Partial<AppointmentTypeDraft>) =>
  appointmentFaultsOf(appointmentBodyOf(good(change))).map(({ path, code }) => [path.replace('definition.', ''), code]);

describe('a type of appointment', () => {
  it.each([true, false])('shown and sent again says what it said; suspends: %s', (suspends) => {
    const body = appointmentBodyOf(good({ suspends, pool: 'vip' }));
    const kept = { id: 'binhai-appt', version: 2, changedAt: '2026-11-21T08:00:00.000Z', running: 0, ...body };
    expect(appointmentBodyOf(appointmentDraftOf(kept))).toEqual(body);
  });

  it('reads categories and numbers as people write them', () => {
    const { definition } = appointmentBodyOf(good({ lengthMinutes: '６０', reminders: '1440、60' }));
    expect(definition.categories).toEqual([
      { key: 'invoice', name: '发票业务', nameEn: 'Invoices' },
      { key: 'filing', name: '申报纳税', nameEn: 'Filing, payment' },
    ]);
    expect([definition.lengthMinutes, definition.reminders]).toEqual([60, [1_440, 60]]);
  });
});

describe('what is wrong with it', () => {
  it('is nothing when it can be booked', () => {
    expect(found({})).toEqual([]);
  });
  it.each<[string, Partial<AppointmentTypeDraft>, [string, string][]]>([
    ['no number', { lengthMinutes: '很多' }, [['lengthMinutes', 'out-of-range']]],
    ['a number too large', { dayLimit: '21' }, [['dayLimit', 'out-of-range']]],
    ['a grace longer than the appointment', { graceMinutes: '31' }, [['graceMinutes', 'out-of-range']]],
    ['reminders in the wrong order', { reminders: '60, 1440' }, [['reminders', 'out-of-range']]],
    ['no way', { ways: [] }, [['ways', 'required']]],
    ['no category', { categories: ' ' }, [['categories', 'required']]],
    ['a category twice', { categories: 'a, 甲, A\na, 乙, B' }, [['categories', 'duplicate']]],
    ['a category without a name', { categories: 'a' }, [['categories', 'required']]],
    ['no English name', { nameEn: ' ' }, [['nameEn', 'required']]],
    ['a suspension of no days', { suspendedDays: '0' }, [['suspension.suspendedDays', 'out-of-range']]],
  ])('%s', (_, change, faults) => {
    expect(found(change)).toEqual(faults);
  });
});
