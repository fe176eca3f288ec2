import { ApplicationFailure } from '@temporalio/activity';
import type { Knex } from 'knex';

import { releaseFromDraft } from '../db/drafts.ts';
import { CaseExists, imageVersion, markStalled, moveImage, openImage, readEvent, takeTurn, type Picture } from '../db/projection.ts';
import { record, system, type CaseEvent, type CaseState, type Recorded, type Refusal } from '../domain/case.ts';
import type { Want } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { storeConflict } from '../workflows/contract.ts';
import { withReason } from './database-reason.ts';
import { win } from './grants.ts';

export interface Projection {
  /** The state after the events. */
  state: CaseState;
  events: readonly Recorded<CaseEvent>[];
  /** The want to be decided in the same transaction. */
  want?: Want | null;
  /** How workflows of an earlier version ask for an officer. */
  allocate?: boolean;
  /** The command that the events follow from: whoever waits for its outcome learns that it is done. */
  key?: string;
  /** The policy of a case that begins. It is kept beside the image, so that pages, API and workflow judge by the same values. */
  policy?: unknown;
  /** The number that the case was given when its image was there before. */
  number?: string;
}

export interface ProjectionOutcome {
  number: string;
  /** The event that a won want became. Its image is written already; the workflow adopts it. */
  granted: Recorded<CaseEvent> | null;
  /** Why nothing was written: what the case wanted is lost, and it cannot be without it. */
  lost: Refusal | null;
  owesShortMessages: boolean;
}

export interface ProjectionSurroundings {
  /** Tells a bus that is not PostgreSQL. */
  announce: () => void;
  /** When whoever asked gives this attempt up, in epoch milliseconds: what is won must not be kept after that. */
  givenUpAt: () => number;
}

const nobody = (): void => undefined;
const never = (): number => Infinity;

/**
 * Writes down what a workflow decided, as one transaction:
 * 1. An event is written once, by (case, version); contents it names become the case's, notices it owes are owed once.
 * 2. The image only moves forward in version. Running twice, or late, changes nothing.
 * 3. What a case wants is owned by PostgreSQL: winning it and the image after it are one transaction, and the workflow, which waits
 *    in its turn, adopts the event. Run again, the same grant is read back. What is lost is either done without, or nothing is
 *    written and the reason is given back.
 * 4. What is kept under a version is compared with what is written. Where it differs, or something before it is missing, nothing is
 *    written, the case is marked, and the failure says that trying again is of no use.
 * 5. Uploads that a draft no longer references are released afterwards, in a statement of its own that may run again.
 * 6. The row in case_changes and its NOTIFY go with the commit; `announce` tells a bus that is not PostgreSQL afterwards.
 * @throws ApplicationFailure of type `storeConflict`, not to be retried (rule 4)
 */
export const createProject = (knex: Knex, { announce = nobody, givenUpAt = never }: Partial<ProjectionSurroundings> = {}) => {
  const write = async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events, key, policy, number } = projection;
    const want = wantOf(projection);
    const base = { ...(key !== undefined && { key }), policy, ...(number !== undefined && { number }) };
    if (want === null && !isFirst(events)) {
      const picture = { ...base, ...pictureOf(state, events) };
      return outcomeOf(picture, await moveImage(knex, picture), null);
    }
    const limit = givenUpAt();
    return await knex.transaction(async (trx) => {
      const known = await takeTurn(trx, state);
      const granted = want === null ? null : await grant(trx, state, want, known);
      if (granted !== null && 'code' in granted) throw new GrantLost(granted);
      const picture = {
        ...base,
        ...(granted ? pictureOf(kinds[state.kind].apply(state, granted), [...events, granted]) : pictureOf(state, events)),
      };
      const writtenNumber = known ? await moveImage(trx, picture) : await openImage(trx, picture);
      if (want !== null && Date.now() >= limit) throw new Error('too late: this attempt was given up meanwhile');
      return outcomeOf(picture, writtenNumber, granted);
    });
  };

  const writeOnce = async (projection: Projection): Promise<ProjectionOutcome> => {
    try {
      return await write(projection);
    } catch (error) {
      // Another run of this very projection was first: its choices are there to be read now.
      if (error instanceof CaseExists) return await write(projection);
      if (error instanceof GrantLost) return nothingWritten(error.refusal);
      throw error;
    }
  };

  return async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events } = projection;
    try {
      const outcome = await writeOnce(projection);
      announce();
      if (events.some((event) => kinds[state.kind].leavesDraft?.(event)))
        await releaseFromDraft(knex, { id: state.id, version: outcome.granted?.version ?? state.version });
      return outcome;
    } catch (error) {
      if (!isStoreConflict(error)) throw withReason(error);
      await markStalled(knex, state.id, 'conflict');
      throw ApplicationFailure.create({ type: storeConflict, message: reasonOf(error), nonRetryable: true });
    }
  };
};

/** Unwinds the transaction in which a want was lost. */
class GrantLost extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const wantOf = ({ want, allocate, state }: Projection): Want | null => want ?? (allocate === true ? kinds[state.kind].wants(state) : null);

const isFirst = (events: Projection['events']): boolean => events[0]?.version === 1;

const pictureOf = (state: CaseState, events: Projection['events']): Pick<Picture, 'state' | 'events' | 'owed'> => ({
  state,
  events,
  owed: events.flatMap((event) => kinds[state.kind].noticesFor(event, state).map((notice) => ({ ...notice, version: event.version }))),
});

const outcomeOf = ({ owed }: Picture, number: string, granted: Recorded<CaseEvent> | null): ProjectionOutcome => ({
  number,
  granted,
  lost: null,
  owesShortMessages: owed.some(({ channel }) => channel === 'sms'),
});

const nothingWritten = (lost: Refusal): ProjectionOutcome => ({
  number: '',
  granted: null,
  lost,
  owesShortMessages: false,
});

/**
 * The event that a want became, null where the case goes on without, or why it cannot. An earlier run of the same projection that
 * has written its events has won or lost for good.
 */
async function grant(trx: Knex.Transaction, state: CaseState, want: Want, known: boolean): Promise<Recorded<CaseEvent> | Refusal | null> {
  const rule = kinds[state.kind].grants[want.name];
  if (rule === undefined) throw new Error(`a ${state.kind} does not say what follows from winning: ${want.name}`);
  if (known && (await imageVersion(trx, state.id)) >= state.version) return await readEvent(trx, state.id, state.version + 1, rule.event);
  const won = await win(trx, want);
  if (won !== null) return record(state, [rule.granted(won)], system, Date.now())[0] ?? null;
  const lost = rule.lost(state);
  return lost === 'goes-on' ? null : lost;
}

/** The codes with which the database refuses a story (migration 019). */
const isStoreConflict = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && (error.code === 'ZN001' || error.code === 'ZN002');

function reasonOf(error: Error): string {
  const reason = withReason(error);
  return reason instanceof Error ? reason.message : error.message;
}
