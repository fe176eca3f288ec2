/** A type of appointment with places at the centre `east` of `populate`: by default 10 on every day of the week, round the clock. */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import type { Hours } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf, startOfDay } from '../../domain/shanghai.ts';
import type { CapacityWindow } from '../../domain/slots/capacity.ts';
import type { AppointmentDefinition } from '../../domain/slots/definition.ts';

const minuteMs = 60_000;
const allDay = [{ from: '00:00', to: '24:00' }];
const allWeek: Hours = {
  week: { 1: allDay, 2: allDay, 3: allDay, 4: allDay, 5: allDay, 6: allDay, 7: allDay },
  makeUp: allDay,
};

export const appointmentDefinition: AppointmentDefinition = {
  lengthMinutes: 30,
  stepMinutes: 30,
  ways: ['text', 'audio-video', 'remote-assistance'],
  categories: [{ key: 'invoice', name: '发票业务', nameEn: 'Invoices' }],
  pool: '',
  leadMinutes: 60,
  horizonDays: 14,
  cancelMinutes: 120,
  graceMinutes: 10,
  reminders: [1_440, 60],
  suspension: { misses: 3, withinDays: 30, suspendedDays: 30 },
  dayLimit: 2,
};

/** Windows that give a pool so many places every day. */
export const everyDay = (places: number, pool = ''): CapacityWindow[] =>
  ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ pool, weekday, from: '00:00', to: '24:00', places }));

/** Stores a setting of the centre. */
export const setCentre = async (knex: Knex, key: string, value: unknown, centreId = 'east'): Promise<void> => {
  await knex('settings')
    .insert({ scope: 'centre', scope_id: centreId, key, value: JSON.stringify(value) })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge(['value']);
};

/** Adds a type of appointment. The kind is free text for the schema, so tests of places need no kind of case. */
export async function addSlotType(knex: Knex, id: string, change: Partial<AppointmentDefinition> = {}, kind = 'slots'): Promise<void> {
  await knex('case_types').insert({ id, kind, region_id: 'region', name: id, name_en: id });
  await knex('type_versions').insert({ type_id: id, version: 1, definition: JSON.stringify({ ...appointmentDefinition, ...change }) });
}

/** Opens a centre round the clock every day, whatever the public holidays of the day are on which the tests run. */
export async function openCentre(knex: Knex, centreId: string, places: number): Promise<void> {
  await setCentre(knex, 'calendar.hours', allWeek, centreId);
  const today = dayNumberOf(Date.now());
  const days = Array.from({ length: 60 }, (_, i) => dateOf(today - 5 + i));
  await setCentre(knex, 'calendar.days', Object.fromEntries(days.map((date) => [date, allDay])), centreId);
  await setCentre(knex, 'slots.windows', everyDay(places), centreId);
}

/** The usual ground in `east`: ten places and the type `visit-hall`. */
export async function openSlots(knex: Knex, places = 10): Promise<void> {
  await openCentre(knex, 'east', places);
  await addSlotType(knex, 'visit-hall');
}

/** Stores a row of a case for the places that it has; what is in it does not matter. @returns its id */
export async function storedCase(
  knex: Knex,
  {
    identityId,
    regionId = 'region',
    centreId = 'east',
    typeId = 'invoice',
  }: Record<'identityId', string> & Partial<Record<'regionId' | 'centreId' | 'typeId', string>>,
): Promise<string> {
  const id = randomUUID();
  const from = { region_id: regionId, centre_id: centreId, type_id: typeId, identity_id: identityId };
  const times = { opened_at: new Date(), changed_at: new Date() };
  await knex('cases').insert({
    id,
    kind: 'message',
    ...from,
    ...times,
    number: id,
    status: 'submitted',
    version: 1,
    live: true,
    state: '{}',
  });
  return id;
}

/** Stores a place as it is: booked when it has a case, else held for an hour. @returns its id */
export async function aPlace(
  knex: Knex,
  place: { centreId: string; typeId: string; identityId: string; startsAt: number; endsAt: number; caseId?: string; placeNo?: number },
): Promise<string> {
  const id = randomUUID();
  await knex('slot_places').insert({
    id,
    centre_id: place.centreId,
    pool: '',
    place_no: place.placeNo ?? 1,
    type_id: place.typeId,
    starts_at: new Date(place.startsAt),
    ends_at: new Date(place.endsAt),
    state: place.caseId === undefined ? 'held' : 'booked',
    held_until: place.caseId === undefined ? new Date(Date.now() + 3_600_000) : null,
    form: 'booking',
    day_limit: 2,
    identity_id: place.identityId,
    case_id: place.caseId ?? null,
  });
  return id;
}

/** Start of an appointment so many days ahead, so many minutes after midnight in Shanghai. */
export const inDays = (days: number, minutes: number): number => startOfDay(dayNumberOf(Date.now()) + days) + minutes * minuteMs;

/** Adds taxpayers. @returns their ids */
export async function addTaxpayers(knex: Knex, count: number): Promise<string[]> {
  const rows = await knex('identities')
    .insert(
      Array.from({ length: count }, () => ({
        region_id: 'region',
        subject: randomUUID(),
        kind: 'natural-person',
        role: 'natural-person',
        person_name: '测试',
      })),
    )
    .returning<{ id: string }[]>('id');
  return rows.map(({ id }) => id);
}
