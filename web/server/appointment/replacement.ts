/** After the tax office failed an appointment: the next free time is offered first, and taken with one request. */
import { z } from 'zod';

import { enteredFor } from '../../../db/appointment/next-offer.ts';
import { Case } from '../../../db/models/index.ts';
import { holdPlace } from '../../../db/slots/hold.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { replacementBody } from '../../api/appointment/appointment.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { begunBefore, permit } from '../cases/access.ts';
import { answerOfImage } from '../cases/command-answers.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault, Refused } from '../http/fault.ts';
import { bookPlace } from './book.ts';

const kind = 'appointment';

export const replace = defineRoute({
  method: 'put',
  path: '/api/appointments/{id}/replacements/{newId}',
  tag: 'Appointments',
  summary:
    'Book another time for an appointment that the tax office failed, with what was entered for it, under an id chosen by the client; repeating the request returns the same answer',
  access: 'taxpayer',
  limit: 'command',
  params: z.object({ id: idSchema, newId: idSchema }),
  body: replacementBody,
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['not-found', 'key-reused', 'booking-suspended', 'slot-day-limit', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id, newId }, body: { startsAt }, requestId, ctx }, deps) => {
    const earlier = await begunBefore(viewer, kind, newId, deps);
    if (earlier !== undefined) return answerOfImage(earlier);
    const image = await Case.query(deps.knex).findById(id);
    if (image?.state.kind !== kind) throw new Fault('not-found');
    await permit(viewer, 'view', image, deps);
    const { status, centreId, typeId, way, category } = image.state;
    const entered = await enteredFor(deps.knex, viewer.id, id);
    if (entered === undefined) throw new Fault('not-found');
    if (status !== 'officer-failed') throw new Refused({ code: 'not-failed' });
    const placeId = idFrom([newId, startsAt]);
    const service = { identityId: viewer.id, centreId, typeId, form: `replace-${id}` };
    const held = await holdPlace(deps.knex, { ...service, id: placeId, start: Date.parse(startsAt), now: Date.now() });
    if ('refusal' in held && held.refusal === 'day-limit') throw new Fault('slot-day-limit');
    if (!('place' in held)) throw new Refused({ code: 'slot-taken' });
    deps.slots.changed(centreId);
    const form = { ...entered, phone: entered.phone ?? '', uploadIds: [], originId: id };
    return await bookPlace(viewer, newId, { centreId, typeId, way, category, placeId, ...form }, { requestId, ctx }, deps);
  },
});
