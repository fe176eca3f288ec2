/** Bulk commands that clear a closed time: an administrator moves its bookings to the next free places, or cancels them. */
import { placeOf } from '../../../db/directory.ts';
import { bookingsDuring } from '../../../db/slots/bookings.ts';
import { closureBy } from '../../../db/slots/closures.ts';
import { clearingCommands, type ClearingCommand } from '../../../domain/bulk.ts';
import { bulkAnswer, bulkClearingBody } from '../../api/bulk.ts';
import { defineRoute, type OfficerViewer, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { beginFindingRun, bulkParams, progressOf, progressRoute } from './run.ts';

const shared = { tag: 'Slots', roles: ['administrator'] } as const;

/** The differences between the two commands. */
const clearings = {
  moveBooking: {
    ...shared,
    path: '/api/bulk-booking-moves/{id}',
    summary: 'Move the bookings of a closed time, each to the next free place; repeating the request does not start a second run',
    action: 'bulk-move-bookings',
  },
  cancelBooking: {
    ...shared,
    path: '/api/bulk-booking-cancellations/{id}',
    summary: 'Cancel the bookings of a closed time, with its reason; repeating the request does not start a second run',
    action: 'bulk-cancel-bookings',
  },
} as const satisfies Record<ClearingCommand, unknown>;

const start = (command: ClearingCommand): Route => {
  const { path, tag, summary, roles, action } = clearings[command];
  return defineRoute({
    method: 'put',
    path,
    tag,
    summary,
    access: 'officer',
    roles,
    limit: 'command',
    params: bulkParams,
    body: bulkClearingBody,
    answers: { 200: bulkAnswer },
    faults: ['key-reused', 'not-found', 'temporal-unavailable'],
    handler: async ({ viewer, params: { id }, body: { closureId }, requestId, language }, deps) => {
      const run = { id, regionId: viewer.regionId, actorId: viewer.id, command, closureId };
      const find = () => touchedBy(viewer, closureId, deps);
      await beginFindingRun(run, find, () => ({ action, requestId, detail: { closureId } }), deps);
      return { status: 200, body: await progressOf(id, language, deps) };
    },
  });
};

/**
 * Returns the cases that still have a place in a closed time. An invitation may have several there.
 * @throws Fault `not-found` when the region has no such closure
 */
async function touchedBy({ regionId }: OfficerViewer, closureId: string, { knex }: Deps): Promise<string[]> {
  const closure = await closureBy(knex, closureId);
  if (closure === null || (await placeOf(knex, regionId, closure.centreId)) === undefined) throw new Fault('not-found');
  const bookings = await bookingsDuring(knex, closure.centreId, Math.max(Date.now(), closure.from), closure.to);
  return [...new Set(bookings.map(({ caseId }) => caseId))];
}

export const clearingRoutes = clearingCommands.flatMap((command) => [start(command), progressRoute(command, clearings[command])]);
