/** 预约 on the server: its commands, and its part of a case. */
import { definitionOf } from '../../../db/case-types.ts';
import type { Case } from '../../../db/models/index.ts';
import { placeOfTaxpayer } from '../../../db/appointment/ground.ts';
import { nextOffer } from '../../../db/appointment/next-offer.ts';
import type { AppointmentCommand } from '../../../domain/appointment/appointment.ts';
import { appointmentKind } from '../../../domain/appointment/kind.ts';
import type { AppointmentDefinition } from '../../../domain/slots/definition.ts';
import type { Start } from '../../../domain/slots/starts.ts';
import { appointmentBodiesWithFiles, appointmentCaseSchema, appointmentCommandBodies } from '../../api/appointment/appointment.ts';
import { intent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { Refused } from '../http/fault.ts';
import { checkOfficer } from '../officers/checks.ts';
import { presentAppointment, type AppointmentGround } from './presenter.ts';
import { appointmentRoutes } from './routes.ts';

/**
 * The receiver must work in the centre; a new place must be held for this taxpayer, centre and type.
 * @throws Fault `officer-unknown`, Refused `slot-taken`
 */
async function check(image: Case, command: AppointmentCommand, deps: Deps): Promise<void> {
  if (command.type === 'handOver') await checkOfficer(command.officerId, image.centre_id, 'to.officerId', deps);
  if (command.type === 'reassign') await checkOfficer(command.officerId, image.centre_id, 'officerId', deps);
  if (command.type !== 'move') return;
  const place = await placeOfTaxpayer(deps.knex, image.identity_id, command.placeId);
  if (place === undefined || place.centreId !== image.centre_id || place.typeId !== image.type_id)
    throw new Refused({ code: 'slot-taken' });
}

export const appointmentServerKind = defineServerKind({
  kind: appointmentKind,
  namespace: 'appointment',
  routes: appointmentRoutes,
  shape: appointmentCaseSchema,
  bodies: appointmentCommandBodies,
  bodiesWithFiles: appointmentBodiesWithFiles,
  summaries: {
    ...sharedSummaries,
    takeOver: 'Take over an appointment that its officer has not begun in time',
    move: 'Move an appointment to another place, held before; number and case stay',
    cancel: 'Cancel an appointment before its start, with a reason',
    checkIn: 'Say that one is there (我已就位)',
    finish: 'Write the result of an appointment',
    appeal: 'Appeal against a miss',
    liftMiss: 'Lift a miss (supervisors)',
    upholdMiss: 'Uphold a miss with a reason (supervisors)',
  },
  intents: {
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to: { officerId }, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    takeOver: () => intent({ type: 'takeOver' }),
    move: ({ placeId }) => intent({ type: 'move', placeId }),
    cancel: ({ cause, reason }, viewer) =>
      intent({ type: 'cancel', cause: viewer.kind === 'taxpayer' ? 'taxpayer' : cause, reasonId: reason.id }, reason),
    checkIn: ({ evidence }) => intent({ type: 'checkIn', evidence }),
    finish: ({ textId, text, uploadIds }) => intent({ type: 'finish', textId, uploadIds }, { id: textId, text }, uploadIds),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
    rate: ({ resolved, stars, comment }) => intent({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, comment),
    appeal: ({ note }) => intent({ type: 'appeal', textId: note.id }, note),
    liftMiss: ({ note }) => intent({ type: 'liftMiss', noteId: note.id }, note),
    upholdMiss: ({ reason }) => intent({ type: 'upholdMiss', reasonId: reason.id }, reason),
  },
  check,
  isResult: (command, { stars, resolved }) => command.type === 'rate' && stars === command.stars && resolved === command.resolved,
  policyInForce: (_knex, { times }) => Promise.resolve({ times }),
  ground: async (knex, state, reader): Promise<AppointmentGround> => {
    const [definition, next]: [AppointmentDefinition, Start | null] = await Promise.all([
      definitionOf(knex, state),
      reader.kind === 'taxpayer' ? nextOffer(knex, state, Date.now()) : null,
    ]);
    return { categories: definition.categories, next };
  },
  offer: { notice: 'appointment-failed', next: (knex, state) => nextOffer(knex, state, Date.now()) },
  namesOf: () => ({ stages: [], papers: [] }),
  present: ({ state, ground }, reading) => ({ appointment: presentAppointment(state, ground, reading) }),
});
