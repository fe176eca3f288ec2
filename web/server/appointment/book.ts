/** Booking an appointment of the taxpayer's own, however they came to it. */
import type { z } from 'zod';

import { Case } from '../../../db/models/index.ts';
import { appointmentKind } from '../../../domain/appointment/kind.ts';
import type { TaxpayerViewer } from '../../../domain/policies.ts';
import type { appointmentBody } from '../../api/appointment/appointment.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun, type Answer } from '../cases/command-answers.ts';
import type { Deps } from '../deps.ts';
import type { AppContext } from '../http/context.ts';
import { Refused } from '../http/fault.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { appointmentStartOf } from './start.ts';

/**
 * Books a held place and answers with the appointment.
 * @throws Fault and Refused as `appointmentStartOf`; Refused `slot-taken` when the place is lost meanwhile
 */
export async function bookPlace(
  viewer: TaxpayerViewer,
  id: string,
  body: z.output<typeof appointmentBody>,
  { requestId, ctx }: { requestId: string; ctx: AppContext },
  deps: Deps,
): Promise<Answer> {
  const { opening, policy } = await appointmentStartOf(viewer, id, body, deps);
  try {
    const answer = answerOf(id, await deps.cases.open(appointmentKind, opening, policy), begun('booked'));
    const entry = { actor: viewer, regionId: viewer.regionId, action: 'book', objectKind: 'case', objectId: id, requestId };
    await noteAnswered(answer, entry, ctx, deps);
    return answer;
  } catch (error) {
    // A case that did not win its place has ended without a row.
    if (!(error instanceof CaseEnded)) throw error;
    const ended = await Case.query(deps.knex).findById(id);
    if (ended === undefined) throw new Refused({ code: 'slot-taken' });
    return answerOfImage(ended);
  }
}
