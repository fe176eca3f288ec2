import type { InvitationCommand, InvitationOpening, InvitationPolicy, InvitationState } from '../../domain/invitation/invitation.ts';
import { invitationKind } from '../../domain/invitation/kind.ts';
import type { Outcome } from '../../web/server/temporal/gateway.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { heldPlace, patientAppointmentPolicy, type When } from './appointment.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';
import { StagedCase } from './staged-case.ts';

/** Long times, so that nothing happens by itself; a test shortens the one it is about. */
export const patientInvitationPolicy: InvitationPolicy = {
  answerMinutes: 1_440,
  reminders: [0.5, 0.8],
  times: patientAppointmentPolicy.times,
};

export const anInvitationOpening = (change: Partial<InvitationOpening> = {}): InvitationOpening => ({
  id: '00000000-0000-4000-8000-000000000001',
  regionId: 'region',
  centreId: 'east',
  typeId: 'hall',
  typeVersion: 1,
  identityId: '00000000-0000-4000-8000-000000000002',
  senderId: '00000000-0000-4000-8000-000000000003',
  way: 'text',
  category: 'invoice',
  placeIds: ['00000000-0000-4000-8000-000000000004'],
  textId: '00000000-0000-4000-8000-000000000005',
  uploadIds: [],
  reminder: 'sms',
  originId: null,
  ...change,
});

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** An invitation on stage, sent by the first officer of the east, with two proposed times. */
export class Invitation extends StagedCase<InvitationCommand, InvitationState> {
  constructor(on: Stage) {
    super('invitation', on);
  }

  async hold({ inMs = 3 * dayMs, lastsMs = 30 * minuteMs }: When = {}): Promise<string> {
    const startsAt = Date.now() + inMs;
    return await heldPlace(this.stage.knex, this.stage.people.taxpayer, { startsAt, endsAt: startsAt + lastsMs });
  }

  async ask(policy: Partial<InvitationPolicy> = {}, placeIds?: string[]): Promise<Outcome> {
    const { taxpayer, east } = this.stage.people;
    const opening = anInvitationOpening({
      id: this.id,
      identityId: taxpayer,
      senderId: east[0],
      placeIds: placeIds ?? [await this.hold(), await this.hold({ inMs: 4 * dayMs })],
      textId: await this.text(),
    });
    return await this.stage.gateway.open(invitationKind, opening, { ...patientInvitationPolicy, ...policy });
  }

  async send(policy: Partial<InvitationPolicy> = {}, placeIds?: string[]): Promise<CommandResult> {
    return done(await this.ask(policy, placeIds));
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
