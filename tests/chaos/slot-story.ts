import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { ApiPerson } from '../../simulate/api-person.ts';
import type { DemoDesk } from '../support/demo-desk.ts';

/** What a story of places leaves behind: a case with one booked place, and an invitation that has none any more. */
export interface Placed {
  caseId: string;
  invitationId: string | null;
  identityId: string;
}

const service = { centreId: 'binhai-1', typeId: 'binhai-appt-guidance' };
const matter = { ...service, way: 'text', category: 'invoice', text: '咨询发票开具' };

/** Each story has a taxpayer whom no other story knows. */
const nobodyElse = (): number => 700_000 + Math.floor(Math.random() * 90_000);

/** The first time with a free place: all stories of a round want it, and there are fewer places than stories. */
export async function wantedStart({ taxpayer }: DemoDesk): Promise<string> {
  const today = dayNumberOf(Date.now());
  const query = new URLSearchParams({ ...service, from: dateOf(today + 1), to: dateOf(today + 10) });
  const { days } = (await taxpayer.get(`/api/slots?${query.toString()}`)) as { days: { starts: { startsAt: string; free: number }[] }[] };
  const start = days.flatMap(({ starts }) => starts).find(({ free }) => free > 1);
  if (start === undefined) throw new Error('nothing is free');
  return start.startsAt;
}

/** Holds a place at the start, or at the nearest one that is left. */
async function hold(person: ApiPerson, startsAt: string, form: string, more: object = {}): Promise<string> {
  const body = { id: randomUUID(), ...service, startsAt, form, ...more };
  const { place, nearest } = (await person.send('POST', '/api/slots/holds', body)) as {
    place: { id: string } | null;
    nearest: { startsAt: string }[];
  };
  if (place !== null) return place.id;
  const [next] = nearest;
  if (next === undefined) throw new Error('no place is left anywhere near');
  return await hold(person, next.startsAt, form, more);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A taxpayer holds a place, books it, and moves the appointment, with a pause before each step so that a kill can fall into any. */
export async function tellBookingStory(origin: string, startsAt: string, pauseMs: number): Promise<Placed> {
  const person = await ApiPerson.simulated(origin, nobodyElse());
  const caseId = randomUUID();
  const placeId = await hold(person, startsAt, 'booking');
  await pause(pauseMs);
  const body = { ...matter, placeId, phone: '13900000001', uploadIds: [], reminder: 'inbox' };
  await person.send('PUT', `/api/appointments/${caseId}`, body, caseId);
  await pause(pauseMs);
  const next = await hold(person, startsAt, 'move', { caseId });
  await pause(pauseMs);
  await person.send('POST', `/api/cases/${caseId}/commands/move`, { placeId: next });
  return { caseId, invitationId: null, identityId: person.identityId };
}

/** An officer proposes two times to a taxpayer, who accepts the second: its place becomes the appointment's. */
export async function tellInvitationStory(desk: DemoDesk, startsAt: string, pauseMs: number): Promise<Placed> {
  const person = await ApiPerson.simulated(desk.taxpayer.origin, nobodyElse());
  const { identityId } = person;
  const [agent] = desk.agents.values();
  if (agent === undefined) throw new Error('nobody is at the desk');
  const [caseId, invitationId] = [randomUUID(), randomUUID()];
  const placeIds = [await hold(agent, startsAt, 'first', { identityId }), await hold(agent, startsAt, 'second', { identityId })];
  await pause(pauseMs);
  const { centreId: _centre, ...asked } = matter;
  await agent.send('PUT', `/api/invitations/${invitationId}`, { ...asked, identityId, placeIds, uploadIds: [] }, invitationId);
  await pause(pauseMs);
  await person.send('POST', `/api/cases/${invitationId}/commands/accept`, { placeId: placeIds[1], appointmentId: caseId });
  return { caseId, invitationId, identityId };
}

/** @returns what is wrong with the places of these stories: each has exactly one, booked, and none is left held */
export async function wrongPlaces(knex: Knex, placed: readonly Placed[]): Promise<unknown[]> {
  const rows = await knex('slot_places')
    .whereIn(
      'identity_id',
      placed.map(({ identityId }) => identityId),
    )
    .select<{ case_id: string | null; state: string }[]>('case_id', 'state');
  const stray = rows.filter(({ case_id }) => !placed.some(({ caseId }) => caseId === case_id));
  const uneven = placed.filter(({ caseId }) => rows.filter(({ case_id, state }) => case_id === caseId && state === 'booked').length !== 1);
  return [...stray, ...uneven];
}

/** The events of each story, in order; reminders and officers may come between. */
export const expectedPlaceEvents = {
  booking: ['requested', 'booked', 'move-requested', 'moved'],
  invitation: ['proposed', 'sent', 'accepted'],
  accepted: ['requested', 'booked'],
};
