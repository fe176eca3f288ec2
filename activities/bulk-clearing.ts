/** Clears one booking of a closed time: its command, with a place to move to or with the words of the closure. */
import type { Knex } from 'knex';

import { keepTexts } from '../db/contents.ts';
import { bookingOfCase, type TouchedBooking } from '../db/slots/bookings.ts';
import { closureBy, type KeptClosure } from '../db/slots/closures.ts';
import { releaseHold } from '../db/slots/hold.ts';
import { holdNext } from '../db/slots/next.ts';
import { idFrom } from '../db/text-ids.ts';
import type { BulkItem, BulkRun } from '../db/bulk.ts';
import type { ClearingCommand } from '../domain/bulk.ts';
import type { RefusalCode } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';

type ClearingRun = Extract<BulkRun, { command: ClearingCommand }>;
/** Sends a command to the case. @returns code of the refusal; null when it was carried out */
type Send = (command: { type: string }) => Promise<string | null>;

/**
 * Moves or cancels a booking that lies in the closed time. One that is not there any more, by whatever road, is left alone, so a retry after
 * a crash changes nothing.
 * @returns code of the refusal; null when the closed time is clear of this case
 */
export async function clearBooking(knex: Knex, run: ClearingRun, item: BulkItem, send: Send): Promise<string | null> {
  const closure = await closureBy(knex, run.closureId);
  if (closure === null) return 'closure-lifted' satisfies RefusalCode;
  const booking = await bookingOfCase(knex, item.caseId, closure);
  const { clearing } = kinds[item.kind];
  if (booking === null || clearing === undefined) return null;
  switch (run.command) {
    case 'moveBooking':
      return clearing.moveBooking === null
        ? ('places-proposed' satisfies RefusalCode)
        : await move(knex, item.caseId, booking, clearing.moveBooking, send);
    case 'cancelBooking':
      return await send(clearing.cancelBooking(await reasonFor(knex, run, item.caseId, closure)));
  }
}

/** The place is held under a form of the case, so that a retry replaces its own hold; a hold that the case did not take is given back. */
async function move(
  knex: Knex,
  caseId: string,
  { identityId, centreId, typeId, startsAt }: TouchedBooking,
  command: (placeId: string) => { type: string },
  send: Send,
): Promise<string | null> {
  const request = { identityId, centreId, typeId, now: Date.now(), form: `clear-${caseId}`, caseId };
  const place = await holdNext(knex, request, startsAt);
  if (place === null) return 'no-free-place' satisfies RefusalCode;
  const refused = await send(command(place.placeId));
  if (refused !== null) await releaseHold(knex, identityId, place.placeId);
  return refused;
}

/** The taxpayer reads the words of the closure as the reason. */
async function reasonFor(knex: Knex, run: ClearingRun, caseId: string, { reason }: KeptClosure): Promise<string> {
  const id = idFrom([run.id, caseId]);
  await keepTexts(knex, { kind: 'officer', id: run.actorId }, caseId, [{ id, body: reason }]);
  return id;
}
