import type { Knex } from 'knex';

import { chooseOfficer } from '../db/allocation.ts';
import { adoptContents, imageVersionForUpdate, insertCase, insertEvents, oweNotices, readAssigned, writeImage } from '../db/projection.ts';
import { system } from '../domain/case.ts';
import { apply, record, type MessageState, type RecordedMessageEvent } from '../domain/message.ts';
import { noticesFor } from '../domain/notices.ts';

export interface Projection {
  /** The state after the events. */
  state: MessageState;
  events: readonly RecordedMessageEvent[];
  /** Whether an officer is to be found in the same breath. */
  allocate: boolean;
}

export interface ProjectionOutcome {
  number: string;
  /** The assignment that the rule came to; its image is written already, the workflow takes it over. */
  assigned: RecordedMessageEvent | null;
  owesShortMessages: boolean;
}

/**
 * Writes down what a workflow decided, as one transaction:
 * 1. An event is written once, by (case, version); contents it names become the case's, notices it owes are owed once.
 * 2. The image only moves forward in version. Running twice, or late, changes nothing.
 * 3. Who gets a case depends on who has how many, which PostgreSQL owns: so the choice and its image are one transaction
 *    here, and the workflow, which waits under its lock, adopts the event. Run again, the same choice is read back.
 * 4. One NOTIFY tells the web processes; the table is the truth.
 */
export const createProject =
  (knex: Knex) =>
  async ({ state, events, allocate }: Projection): Promise<ProjectionOutcome> =>
    await knex.transaction(async (trx) => {
      const known = await imageVersionForUpdate(trx, state.id);
      const number = known?.number ?? (await insertCase(trx, state));
      const assigned = allocate ? await assign(trx, state) : null;
      const all = assigned ? [...events, assigned] : events;
      const final = assigned ? apply(state, assigned) : state;

      await insertEvents(trx, state.id, all);
      await adoptContents(trx, state.id, all);
      const owed = all.flatMap((event) => noticesFor(event, final).map((notice) => ({ ...notice, version: event.version })));
      await oweNotices(trx, final, owed);
      if (!known || known.version < final.version) await writeImage(trx, final, all);
      await trx.raw(`SELECT pg_notify('case_changed', ?)`, [JSON.stringify({ caseId: final.id, version: final.version })]);
      return { number, assigned, owesShortMessages: owed.some(({ channel }) => channel === 'sms') };
    });

async function assign(trx: Knex.Transaction, state: MessageState): Promise<RecordedMessageEvent | null> {
  const earlier = await readAssigned(trx, state.id, state.version + 1);
  if (earlier) return earlier;
  const officerId = await chooseOfficer(trx, state);
  return officerId === null ? null : (record(state, [{ type: 'assigned', officerId }], system, Date.now())[0] ?? null);
}
