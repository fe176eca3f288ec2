import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import type {
  AppointmentCommand,
  AppointmentOpening,
  AppointmentPolicy,
  AppointmentState,
  AppointmentTimes,
} from '../../domain/appointment/appointment.ts';
import { appointmentKind } from '../../domain/appointment/kind.ts';
import type { Outcome } from '../../web/server/temporal/gateway.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { aConversationOpening, patientConversationPolicy } from './conversation.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';
import { StagedCase } from './staged-case.ts';

const minuteMs = 60_000;

/** Long times, so that nothing happens by itself; a test shortens the one it is about. */
export const patientAppointmentPolicy: AppointmentPolicy = {
  times: {
    cancelMinutes: 120,
    nearMinutes: 30,
    graceMinutes: 10,
    reminderMinutes: [1_440, 60],
    resultMinutes: 60,
    ratingMinutes: 1_440,
    appealMinutes: 1_440,
  },
};

export const anAppointmentOpening = (change: Partial<AppointmentOpening> = {}): AppointmentOpening => ({
  id: '00000000-0000-4000-8000-000000000001',
  regionId: 'region',
  centreId: 'east',
  typeId: 'hall',
  typeVersion: 1,
  identityId: '00000000-0000-4000-8000-000000000002',
  way: 'text',
  category: 'invoice',
  placeId: '00000000-0000-4000-8000-000000000003',
  textId: '00000000-0000-4000-8000-000000000004',
  uploadIds: [],
  reminder: 'sms',
  originId: null,
  invitationId: null,
  ...change,
});

let places = 0;

/**
 * A place that a taxpayer holds, at any instant, also one that no calendar offers. Each has a number of its own, so that tests do not take
 * each other's.
 * @param startsAt epoch milliseconds
 */
export async function heldPlace(
  knex: Knex,
  identityId: string,
  { startsAt, endsAt, centreId = 'east', typeId = 'hall' }: { startsAt: number; endsAt: number; centreId?: string; typeId?: string },
): Promise<string> {
  const id = randomUUID();
  places += 1;
  await knex('slot_places').insert({
    id,
    centre_id: centreId,
    pool: '',
    place_no: places,
    type_id: typeId,
    starts_at: new Date(startsAt),
    ends_at: new Date(endsAt),
    state: 'held',
    held_until: new Date(Date.now() + 60 * minuteMs),
    form: id,
    day_limit: 1_000,
    identity_id: identityId,
  });
  return id;
}

/** Start and length of an appointment on stage, in milliseconds from now. */
export interface When {
  inMs?: number;
  lastsMs?: number;
}

/** An appointment on stage: two days ahead and half an hour long, if not told otherwise. */
export class Appointment extends StagedCase<AppointmentCommand, AppointmentState> {
  constructor(on: Stage) {
    super('appointment', on);
  }

  /** A place that its taxpayer holds. */
  async hold({ inMs = 2 * 1_440 * minuteMs, lastsMs = 30 * minuteMs }: When = {}): Promise<string> {
    const startsAt = Date.now() + inMs;
    return await heldPlace(this.stage.knex, this.stage.people.taxpayer, { startsAt, endsAt: startsAt + lastsMs });
  }

  async ask(times: Partial<AppointmentTimes>, change: Partial<AppointmentOpening>): Promise<Outcome> {
    const opening = anAppointmentOpening({ id: this.id, identityId: this.stage.people.taxpayer, textId: await this.text(), ...change });
    return await this.stage.gateway.open(appointmentKind, opening, { times: { ...patientAppointmentPolicy.times, ...times } });
  }

  /** Books it. */
  async book(times: Partial<AppointmentTimes> = {}, when: When = {}, change: Partial<AppointmentOpening> = {}): Promise<CommandResult> {
    return done(await this.ask(times, { placeId: await this.hold(when), ...change }));
  }

  /** What an officer sends to start the interaction. */
  start(officerId: string, id: string = randomUUID()): Extract<AppointmentCommand, { type: 'start' }> {
    const opening = {
      ...aConversationOpening({ id, identityId: this.stage.people.taxpayer, preferredOfficerId: officerId }),
      appointment: { id: this.id, officerId },
    };
    return { type: 'start', interaction: { kind: 'conversation', opening, policy: patientConversationPolicy } };
  }

  /** Its places: which, and how they stand. */
  async places(): Promise<{ id: string; state: string }[]> {
    return await this.stage
      .knex('slot_places')
      .where({ case_id: this.id })
      .orderBy('starts_at')
      .select<{ id: string; state: string }[]>('id', 'state');
  }
}
