import type { Knex } from 'knex';

import type { AppointmentState } from '../../domain/appointment/appointment.ts';
import type { Reminder } from '../../domain/notices.ts';
import type { Start } from '../../domain/slots/starts.ts';
import { prepared } from '../prepared.ts';
import { firstFree } from '../slots/free.ts';
import { slotService } from '../slots/ground.ts';

/**
 * Returns the next free time that a taxpayer is offered after the tax office failed their appointment. The time is not held for them.
 * @returns null when the appointment did not fail, when another one was booked from it already, or when there is none until the horizon
 */
export async function nextOffer(knex: Knex, { id, status, centreId, typeId }: AppointmentState, now: number): Promise<Start | null> {
  if (status !== 'officer-failed') return null;
  const { rows } = await prepared<{ id: string }>(
    knex,
    `SELECT c.id FROM case_links l JOIN cases c ON c.id = l.case_id AND c.kind = 'appointment' WHERE l.other_id = :id LIMIT 1`,
    { id },
  );
  if (rows.length > 0) return null;
  const service = await slotService(knex, centreId, typeId, now);
  return service && (await firstFree(knex, service, now));
}

/** What a taxpayer entered when they booked an appointment, for another one like it. */
export interface Entered {
  text: string;
  phone: string | null;
  reminder: Reminder;
}

/** Returns what a taxpayer entered for their appointment; undefined when it is not theirs. */
export async function enteredFor(knex: Knex, identityId: string, caseId: string): Promise<Entered | undefined> {
  const { rows } = await prepared<Entered>(
    knex,
    `SELECT x.body AS text, f.phone, f.reminder FROM case_forms f
     JOIN case_events e ON e.case_id = f.case_id AND e.version = 1
     JOIN texts x ON x.id = (e.data ->> 'textId')::uuid
     WHERE f.case_id = :caseId AND f.identity_id = :identityId AND f.adopted_at IS NOT NULL`,
    { caseId, identityId },
  );
  return rows[0];
}
