import type { Knex } from 'knex';

import { chooseOfficer } from '../db/allocation.ts';
import { releaseFromDraft } from '../db/drafts.ts';
import { CaseExists, moveImage, openImage, readAssigned, takeTurn, type Picture } from '../db/projection.ts';
import { record, system, type Assigned, type CaseEvent, type CaseState, type Recorded } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';
import { withReason } from './database-reason.ts';

export interface Projection {
  /** The state after the events. */
  state: CaseState;
  events: readonly Recorded<CaseEvent>[];
  /** Whether an officer is to be found in the same breath. */
  allocate: boolean;
  /** What governs the case, when it begins: kept beside the image, so that everybody judges by it. */
  policy?: unknown;
}

export interface ProjectionOutcome {
  number: string;
  /** The assignment that the rule came to; its image is written already, the workflow takes it over. */
  assigned: Recorded<Assigned> | null;
  owesShortMessages: boolean;
}

/**
 * Writes down what a workflow decided, as one transaction:
 * 1. An event is written once, by (case, version); contents it names become the case's, notices it owes are owed once.
 * 2. The image only moves forward in version. Running twice, or late, changes nothing.
 * 3. Who gets a case depends on who has how many, which PostgreSQL owns: so the choice and its image are one transaction
 *    here, and the workflow, which waits in its turn, adopts the event. Run again, the same choice is read back.
 * 4. What a draft held and is wanted no more is let go afterwards, in a statement of its own that may run again.
 * 5. The row in case_changes and its NOTIFY go with the commit; `announce` tells a bus that is not PostgreSQL afterwards.
 */
export const createProject = (knex: Knex, announce: () => void = () => undefined) => {
  const write = async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events, allocate, policy } = projection;
    if (!allocate && !isFirst(events)) {
      const picture = pictureOf(state, events);
      return outcomeOf(picture, await moveImage(knex, picture), null);
    }
    return await knex.transaction(async (trx) => {
      const known = await takeTurn(trx, state);
      const assigned = allocate ? await assign(trx, state, known) : null;
      const picture = assigned ? pictureOf(kinds[state.kind].apply(state, assigned), [...events, assigned]) : pictureOf(state, events);
      const number = known ? await moveImage(trx, picture) : await openImage(trx, { ...picture, policy });
      return outcomeOf(picture, number, assigned);
    });
  };

  const writeOnce = async (projection: Projection): Promise<ProjectionOutcome> => {
    try {
      return await write(projection);
    } catch (error) {
      // Another run of this very projection was first: its choices are there to be read now.
      if (error instanceof CaseExists) return await write(projection);
      throw error;
    }
  };

  return async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events } = projection;
    try {
      const outcome = await writeOnce(projection);
      announce();
      if (events.some((event) => kinds[state.kind].leavesDraft?.(event)))
        await releaseFromDraft(knex, { id: state.id, version: outcome.assigned?.version ?? state.version });
      return outcome;
    } catch (error) {
      throw withReason(error);
    }
  };
};

const isFirst = (events: Projection['events']): boolean => events[0]?.version === 1;

const pictureOf = (state: CaseState, events: Projection['events']): Picture => ({
  state,
  events,
  owed: events.flatMap((event) => kinds[state.kind].noticesFor(event, state).map((notice) => ({ ...notice, version: event.version }))),
});

const outcomeOf = ({ owed }: Picture, number: string, assigned: Recorded<Assigned> | null): ProjectionOutcome => ({
  number,
  assigned,
  owesShortMessages: owed.some(({ channel }) => channel === 'sms'),
});

async function assign(trx: Knex.Transaction, state: CaseState, mayHaveRun: boolean): Promise<Recorded<Assigned> | null> {
  const earlier = mayHaveRun ? await readAssigned(trx, state.id, state.version + 1) : null;
  if (earlier) return earlier;
  const officerId = await chooseOfficer(trx, state);
  return officerId === null ? null : (record<Assigned>(state, [{ type: 'assigned', officerId }], system, Date.now())[0] ?? null);
}
